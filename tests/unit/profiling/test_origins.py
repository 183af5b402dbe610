"""Where somebody lives tells how telephones and addresses are read; a nationality or a country of birth does not."""

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields

ORIGINS = ["Nationality", "Staatsangehörigkeit", "Nationalité", "Country of Birth", "Country of Origin"]


def column(name: str, kind: ColumnType) -> ColumnProfile:
    return ColumnProfile(name, name, kind, 1.0, 1.0, 0, 10)


NAME, PHONE = column("Name", ColumnType.FULL_NAME), column("Mobile", ColumnType.PHONE)


@pytest.mark.parametrize("header", ORIGINS)
def test_telephones_are_not_read_by_the_passports_of_their_owners(header: str) -> None:
    assert Field.COUNTRY not in propose_fields([NAME, PHONE, column(header, ColumnType.COUNTRY)])


@pytest.mark.parametrize("header", ORIGINS)
def test_where_both_are_told_the_country_is_that_of_residence(header: str) -> None:
    countries = [column(header, ColumnType.COUNTRY), column("Country", ColumnType.COUNTRY)]
    assert propose_fields([NAME, PHONE, *countries])[Field.COUNTRY] == ("Country",)


def test_beside_names_alone_a_nationality_still_tells_people_apart() -> None:
    assert propose_fields([NAME, column("Nationality", ColumnType.COUNTRY)])[Field.COUNTRY] == ("Nationality",)
