"""Columns that hold several parts of an address feed all of them, where the list has no columns for these."""

from pathlib import Path

import pytest

from listmatch.domain.columns import Field
from listmatch.profiling import propose_fields
from tests.unit.profiling.test_profile import profile

WHOLE = ["12 Main St, Springfield, IL 62704", "400 Oak Ave, Portland, OR 97205", "1 Elm Rd", "5 Bay St, Reno, NV 89501"]


def test_a_column_of_whole_addresses_feeds_the_place_too(tmp_path: Path) -> None:
    columns = profile(tmp_path, address=WHOLE, email=[f"a{n}@acme.com" for n in range(4)]).columns
    fields = propose_fields(columns)
    assert {field for field, names in fields.items() if names == ("address",)} == {
        Field.STREET,
        Field.CITY,
        Field.STATE,
        Field.POSTCODE,
    }


TOWNS = ["Springfield, IL 62704", "Portland, OR 97205", "Boise", "Reno, NV 89501"]
STREETS_OF_TOWNS = ["12 Main St", "400 Oak Ave", "1 Elm Rd", "5 Bay St"]


def test_a_column_of_towns_with_postcodes_feeds_both(tmp_path: Path) -> None:
    fields = propose_fields(profile(tmp_path, address=STREETS_OF_TOWNS, city_state_zip=TOWNS).columns)
    assert fields[Field.STREET] == ("address",)
    assert {field for field, names in fields.items() if names == ("city_state_zip",)} == {
        Field.CITY,
        Field.STATE,
        Field.POSTCODE,
    }


def test_a_postcode_in_a_column_of_its_own_is_left_there(tmp_path: Path) -> None:
    fields = propose_fields(profile(tmp_path, city=TOWNS, zip=["62704", "97205", "83702", "89501"]).columns)
    assert (fields[Field.CITY], fields[Field.POSTCODE]) == (("city",), ("zip",))


@pytest.mark.parametrize("beside", [{"city": ["Springfield", "Portland", "Boise", "Reno"]}, {"zip": ["62704"] * 4}])
def test_a_place_in_a_column_of_its_own_is_left_there(tmp_path: Path, beside: dict[str, list[str | None]]) -> None:
    fields = propose_fields(profile(tmp_path, address=WHOLE, **beside).columns)
    assert [field for field, names in fields.items() if names == ("address",)] == [Field.STREET]


def test_streets_alone_say_nothing_of_a_place(tmp_path: Path) -> None:
    streets: list[str | None] = ["12 Main St", "400 Oak Ave", "1 Elm Rd, Apt 4", "5 Bay St, Reno, NV 89501"]
    fields = propose_fields(profile(tmp_path, address=streets).columns)
    assert Field.CITY not in fields
