"""Long numbers that a spreadsheet wrote as amounts: which are whole, what is said of the others."""

import pytest

from listmatch.domain.columns import ColumnType
from listmatch.lexicon.scientific import is_scientific, is_whole
from listmatch.profiling.profile import column_types
from listmatch.profiling.scientific import figures_lost
from listmatch.profiling.validity import valid_share

ROUNDED = ["3.03555E+09", "4.04555E+09", "2.12555E+09"]


@pytest.mark.parametrize(
    ("value", "whole"), [("3.035550143E+09", True), ("3,035550143e+09", True), ("3.03555E+09", False)]
)
def test_a_number_is_whole_when_it_shows_as_many_figures_as_it_has(value: str, whole: bool) -> None:
    assert is_scientific(value)
    assert is_whole(value) is whole
    assert valid_share(ColumnType.PHONE, [value]) == float(whole)


@pytest.mark.parametrize("value", ["3035550143", "3.5", "E+09", "12.5E+09", "3.0E-05", "AE+12"])
def test_other_values_are_no_such_numbers(value: str) -> None:
    assert not is_scientific(value)


def test_a_column_of_rounded_phones_stays_one_of_phones() -> None:
    assert column_types(["Ship To Phone", "Annual Revenue"], [ROUNDED, ROUNDED]) == [
        ColumnType.PHONE,
        ColumnType.NUMBER,
    ]


def test_the_columns_that_lost_figures_are_named_with_the_cure() -> None:
    (said,) = figures_lost(
        [
            ("Phone", ColumnType.PHONE, ["(212) 555-0143", *ROUNDED]),
            ("Mobile", ColumnType.PHONE, ["3.035550143E+09"]),
            ("Revenue", ColumnType.NUMBER, ROUNDED),
        ]
    )
    assert "column 'Phone' (3.03555E+09). Format it as text" in said
    assert "Mobile" not in said
    assert "Revenue" not in said


def test_several_columns_that_lost_figures_are_named_in_one_sentence() -> None:
    (said,) = figures_lost([(name, ColumnType.PHONE, ROUNDED) for name in ("Phone", "Mobile", "Fax", "Pager")])
    assert "lost: columns 'Phone' (3.03555E+09), 'Mobile' (3.03555E+09), 'Fax' (3.03555E+09) and 1 more. " in said
    assert "Format them as text" in said


def test_a_column_of_whole_numbers_is_not_spoken_of() -> None:
    assert figures_lost([("Phone", ColumnType.PHONE, ["2125550143"]), ("Revenue", ColumnType.NUMBER, ROUNDED)]) == ()


def test_days_that_a_spreadsheet_counts_are_valid_dates() -> None:
    assert valid_share(ColumnType.DATE, ["45123", "45123.4375", "3/4/2025", "123"]) == 0.75
