"""By which fields two lists can be compared, whatever columns each has for them."""

from listmatch.domain.columns import Field
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.proposal.comparable import Kind, shared_kinds

SPLIT = {Field.FIRST_NAME: ("First",), Field.LAST_NAME: ("Last",), Field.EMAIL: ("Mail",)}
WHOLE = {Field.FULL_NAME: ("Name",), Field.EMAIL: ("E-mail",), Field.PRICE: ("Price",)}


def test_names_are_compared_whether_a_list_has_them_in_one_column_or_in_two() -> None:
    assert shared_kinds(ProfileType.PERSON, SPLIT, WHOLE) == (Kind.NAME, Kind.EMAIL, Kind.WEBSITE)


def test_what_the_type_of_the_lists_is_not_compared_by_is_left_out() -> None:
    assert shared_kinds(ProfileType.PERSON, WHOLE, WHOLE) == (Kind.NAME, Kind.EMAIL, Kind.WEBSITE)
    assert shared_kinds(ProfileType.COMPANY, SPLIT, SPLIT) == (Kind.WEBSITE,)
