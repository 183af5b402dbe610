"""Birth dates in three columns: known by their headers and their values, and by at least one word of birth."""

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields
from listmatch.profiling.birth_parts import birth_parts

YEARS, MONTHS, DAYS = ["1967", "1945", "2002"], ["9", "8", "12"], ["27", "14", "5"]


def column(name: str, values: list[str], kind: ColumnType = ColumnType.NUMBER) -> ColumnProfile:
    return ColumnProfile(name, name, kind, 1.0, 1.0, 0, 10, examples=tuple(values))


def trio(year: str, month: str, day: str) -> list[ColumnProfile]:
    return [column(day, DAYS), column(month, MONTHS), column(year, YEARS)]


@pytest.mark.parametrize(
    "headers",
    [
        ("birth_year", "birth_month", "birth_day"),
        ("Year of Birth", "Month of Birth", "Day of Birth"),
        ("DOB_Y", "DOB_M", "DOB_D"),
        ("by", "bm", "bd"),
        ("yob", "mob", "dob"),
        ("Geburtsjahr", "Geburtsmonat", "Geburtstag"),
        ("Année de naissance", "Mois de naissance", "Jour de naissance"),
        ("BirthYear", "Month", "Day"),
    ],
)
def test_year_month_and_day_of_birth_are_one_date(headers: tuple[str, str, str]) -> None:
    assert birth_parts(trio(*headers)) == headers


@pytest.mark.parametrize("headers", [("Year", "Month", "Day"), ("birth_year", "birth_month", "weekday")])
def test_other_dates_and_incomplete_ones_are_none(headers: tuple[str, str, str]) -> None:
    assert birth_parts(trio(*headers)) == ()


def test_a_month_that_is_a_word_or_beyond_the_year_is_no_part() -> None:
    year, day = column("birth_year", YEARS), column("birth_day", DAYS)
    assert birth_parts([year, column("birth_month", ["45", "67", "12"]), day]) == ()
    assert birth_parts([year, column("birth_month", ["May", "June", "July"]), day]) == ()


def test_numbers_that_a_program_took_for_amounts_are_parts_too() -> None:
    columns = [column(f"birth_{part}", [f"{value}.0" for value in values]) for part, values in
               (("year", YEARS), ("month", MONTHS), ("day", DAYS))]  # fmt: skip
    assert birth_parts(columns) == ("birth_year", "birth_month", "birth_day")


def test_parts_feed_the_birth_date_of_people_and_nothing_else() -> None:
    names = [column("First", ["Ann"], ColumnType.FIRST_NAME), column("Last", ["Lee"], ColumnType.LAST_NAME)]
    town = column("by", YEARS, ColumnType.CITY)
    fields = propose_fields([*names, town, column("bm", MONTHS), column("bd", DAYS)])
    assert fields[Field.BIRTH_DATE] == ("by", "bm", "bd")
    assert Field.CITY not in fields


def test_a_whole_date_goes_before_its_parts() -> None:
    whole = column("Date of Birth", ["1967-09-27"], ColumnType.BIRTH_DATE)
    name = column("Name", ["Ann Lee"], ColumnType.FULL_NAME)
    fields = propose_fields([name, whole, *trio("birth_year", "birth_month", "birth_day")])
    assert fields[Field.BIRTH_DATE] == ("Date of Birth",)


PEOPLE = [column("First", ["Ann"], ColumnType.FIRST_NAME), column("Last", ["Lee"], ColumnType.LAST_NAME)]


@pytest.mark.parametrize("header", ["BirthYear", "Year of Birth", "YOB", "Geburtsjahr", "Année de naissance"])
def test_the_year_of_birth_is_compared_where_it_is_all_that_is_told(header: str) -> None:
    assert propose_fields([*PEOPLE, column(header, YEARS)])[Field.YEAR] == (header,)


def test_other_years_and_those_beside_a_whole_date_are_not_compared() -> None:
    date = column("DOB", ["1967-09-27"], ColumnType.BIRTH_DATE)
    assert Field.YEAR not in propose_fields([*PEOPLE, column("Grad Year", YEARS), column("Year", YEARS)])
    assert Field.YEAR not in propose_fields([*PEOPLE, column("Birth Year", YEARS), date])


def test_a_column_of_years_that_its_header_calls_a_birth_is_a_year() -> None:
    fields = propose_fields([*PEOPLE, column("Year of Birth", YEARS, ColumnType.BIRTH_DATE)])
    assert fields[Field.YEAR] == ("Year of Birth",)
    assert Field.BIRTH_DATE not in fields
