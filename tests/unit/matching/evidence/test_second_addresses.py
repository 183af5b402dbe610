"""Of the addresses of two rows any two may agree; a list without second ones is compared as ever."""

from pathlib import Path

import pytest

from listmatch.domain.columns import Field
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.comparison.derived import DERIVED
from listmatch.matching.evidence.kinds import columns_read
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.wording import FieldsOfLists
from listmatch.tables import STANDARD_COLUMNS
from tests.unit.matching.evidence.compared_pairs import levels_of
from tests.unit.matching.standard_lists import Row

ONE, TWO = frozenset({Field.STREET}), frozenset({Field.STREET, Field.SECOND_STREET})
HOME = {"street": "12 oak st", "city": "bonn", "zip": "53111"}
SHOP = {"street_2": "9 elm ave", "city_2": "ulm", "zip_2": "89073"}
ELM: Row = {"street": "9 elm ave", "city": "ulm", "zip": "89073"}
FAR: Row = {"street": "1 main st", "city": "rome", "zip": "00100"}
TYPES = [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.HOUSEHOLD]


@pytest.mark.parametrize("profile_type", TYPES)
@pytest.mark.parametrize(
    ("mine", "theirs", "lists", "level"),
    [
        ({**HOME, **SHOP}, ELM, (TWO, ONE), "same"),
        (ELM, {**HOME, **SHOP}, (ONE, TWO), "same"),
        ({**HOME, **SHOP}, {**FAR, **SHOP}, (TWO, TWO), "same"),
        ({**HOME, **SHOP}, {**FAR, **SHOP}, (TWO,), "same"),
        ({**HOME, **SHOP}, {**ELM, "street": "4 long rd"}, (TWO, ONE), "same ZIP"),
        ({**HOME, **SHOP}, {**ELM, "street": "4 long rd", "zip": "89075"}, (TWO, ONE), "same city"),
        ({**HOME, **SHOP}, FAR, (TWO, ONE), "different"),
        (HOME, {**FAR, **SHOP}, (ONE, TWO), "different"),
        # who compares lists without second addresses reads none
        ({**HOME, **SHOP}, ELM, (ONE, ONE), "different"),
    ],
)
def test_any_two_addresses_may_agree(
    tmp_path: Path, profile_type: ProfileType, mine: Row, theirs: Row, lists: FieldsOfLists, level: str
) -> None:
    [found] = levels_of(tmp_path, [(mine, theirs)], profile_type=profile_type, lists=lists)
    assert found["address"] == level


@pytest.mark.parametrize("place", [FAR, HOME])
def test_the_street_of_one_and_the_place_of_the_other_make_no_third_address(tmp_path: Path, place: Row) -> None:
    [found] = levels_of(tmp_path, [({**HOME, **SHOP}, {**place, "street": "9 elm ave"})], lists=(TWO, ONE))
    assert found["address"] == "similar street"


def test_places_without_streets_may_agree_too(tmp_path: Path) -> None:
    mine, theirs = {"zip": "53111", "city": "bonn", "zip_2": "89073", "city_2": "ulm"}, {"zip": "89073", "city": "ulm"}
    [found] = levels_of(tmp_path, [(mine, theirs)], lists=(TWO, ONE))
    assert found["place"] == "same ZIP"


@pytest.mark.parametrize("profile_type", [*TYPES, ProfileType.ACCOUNT])
def test_only_lists_with_second_addresses_read_them(profile_type: ProfileType) -> None:
    plain, second = (columns_read(evidence_tables(profile_type, lists)) for lists in ((ONE, ONE), (ONE, TWO)))
    assert plain == columns_read(evidence_tables(profile_type))
    assert {"street_2", "city_2"} <= second - plain <= {*STANDARD_COLUMNS, *DERIVED}
