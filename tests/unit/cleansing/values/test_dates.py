"""Dates of birth in whatever way a system writes them: what is a date is read, what is none is left empty."""

import pytest

from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise


@pytest.mark.parametrize(
    "written",
    [
        "3/12/1985 12:00:00 a.m.",
        "3/12/1985 0:00:00.000",
        "3/12/1985 12:00 AM",
        "Mar 12 1985 12:00AM",
        "Mar 12 1985 12:00:00:000AM",
        "12. 3. 1985",
        "12-Mar-85",
        "12-Mar-1985 00:00",
    ],
)
def test_the_time_of_day_says_nothing_of_the_date(run: Standardise, written: str) -> None:
    rows, _ = run(birth_date=[written], country="US")
    assert rows[0]["birth"] == "19850312"


@pytest.mark.parametrize(
    ("written", "other", "expected"),
    [
        ("03121985", "03251985", "19850312"),
        ("3121985", "12311999", "19850312"),
        ("12031985", "25031985", "19850312"),
        ("19850312", "03251985", "19850312"),
        ("20122011", "31122011", "20111220"),
        ("19850332", "03251985", None),
        ("13131985", "03251985", None),
    ],
)
def test_day_month_and_year_may_be_written_together(
    run: Standardise, written: str, other: str, expected: str | None
) -> None:
    rows, _ = run(birth_date=[written, other])
    assert rows[0]["birth"] == expected


@pytest.mark.parametrize("other", ["3/25/1985 12:00:00 a.m.", "4/5/1985 12:00:00 a.m."])
def test_dots_behind_the_date_do_not_put_the_day_first(run: Standardise, other: str) -> None:
    rows, _ = run(birth_date=["1/2/1990", other], country="US")
    assert [row["birth"] for row in rows] == ["19900102", f"1985{int(other[0]):02}{other[2:].split('/')[0]:0>2}"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("12-Mar-05", "20050312"), ("Mar 12, 05", "20050312"), ("12-Mar-31", "19310312"), ("12 March", None)],
)
def test_a_year_of_two_figures_stands_behind_the_month(run: Standardise, written: str, expected: str | None) -> None:
    rows, _ = run(birth_date=[written])
    assert rows[0]["birth"] == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1985", None),
        ("2004", None),
        ("1985.0", None),
        ("31118", "19850312"),
        ("31118.0", "19850312"),
        ("9862", "19261231"),
    ],
)
def test_a_year_alone_is_no_day_of_a_spreadsheet(run: Standardise, number: str, expected: str | None) -> None:
    rows, _ = run(birth_date=[number])
    assert rows[0]["birth"] == expected


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        ("1967", "9", "27", "19670927"),
        ("1967.0", "9.0", "7.0", "19670907"),
        ("1967", "13", "27", None),
        ("1967", None, "27", None),
        ("27.9.1967", None, None, "19670927"),
        (None, "1967-09-27", None, "19670927"),
    ],
)
def test_three_columns_are_year_month_and_day_or_dates_each(
    run: Standardise, year: str | None, month: str | None, day: str | None, expected: str | None
) -> None:
    columns = {"year": [year], "month": [month], "day": [day]}
    rows, _ = run(columns, fields={Field.BIRTH_DATE: tuple(columns)}, country="US")
    assert rows[0]["birth"] == expected
