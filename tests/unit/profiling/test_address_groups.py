"""Of several addresses of a row, the parts of one are taken."""

import pytest

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields
from listmatch.profiling.address_groups import group_of

ROWS = 100


def column(name: str, kind: T, *, empty: int = 0) -> ColumnProfile:
    return ColumnProfile(name, name, kind, 1.0, 1.0, empty, ROWS - empty)


def address(owner: str, *, empty: int = 0) -> list[ColumnProfile]:
    parts = {"Street": T.STREET, "City": T.CITY, "Zip": T.POSTCODE}
    return [column(f"{owner} {part}".strip(), kind, empty=empty) for part, kind in parts.items()]


def chosen(columns: list[ColumnProfile]) -> FieldMap:
    fields = propose_fields([column("Last Name", T.LAST_NAME), *columns])
    return {field: fields[field] for field in (Field.STREET, Field.CITY, Field.POSTCODE) if field in fields}


@pytest.mark.parametrize(
    ("header", "group"),
    [
        ("City", set()),
        ("Mailing City", {"mailing"}),
        ("mailing_address_city", {"mailing"}),
        ("Mailing State/Province", {"mailing"}),
        ("ZIP/Postal Code", set()),
        ("employer_street_name", {"employer"}),
        ("Street Address", set()),
        ("Address Line 1", set()),
        ("Billing Address Line 1", {"billing"}),
        ("Home Address", {"home"}),
        ("City Home", {"home"}),
        ("House No", set()),
        ("Practice Location City", {"practice"}),
    ],
)
def test_a_header_says_whose_address_it_is(header: str, group: set[str]) -> None:
    assert group_of(column(header, T.CITY)) == group


def test_a_fuller_city_of_another_address_is_left_aside() -> None:
    columns = [*address("Mailing", empty=20), column("Billing City", T.CITY)]
    assert chosen(columns)[Field.CITY] == ("Mailing City",)


def test_the_fuller_of_two_addresses_is_taken_as_a_whole() -> None:
    columns = [*address("Other", empty=90), *address("Mailing")]
    expected = {Field.STREET: ("Mailing Street",), Field.CITY: ("Mailing City",), Field.POSTCODE: ("Mailing Zip",)}
    assert chosen(columns) == expected


def test_a_persons_own_address_goes_before_the_employers() -> None:
    columns = [*address("Employer"), *address("Mailing", empty=4)]
    assert chosen(columns)[Field.CITY] == ("Mailing City",)


def test_the_employers_address_is_taken_where_it_is_the_only_whole_one() -> None:
    columns = [column("City", T.CITY), *address("Company")]
    assert chosen(columns)[Field.CITY] == ("Company City",)


def test_parts_that_the_main_address_lacks_come_from_another() -> None:
    columns = [column("Mailing Address", T.STREET), column("City", T.CITY), column("Zip", T.POSTCODE)]
    assert chosen(columns)[Field.STREET] == ("Mailing Address",)
