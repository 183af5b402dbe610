"""Rounding, printable values and numbers in sentences."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listmatch.reporting import wording
from listmatch.reporting.figures import VALUE_LIMIT, printable, score_from_tenths, share_pct


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (3812, 5000, 76.24),
        (1, 3, 33.33),
        (2, 3, 66.67),
        (1, 800, 0.13),
        (3, 800, 0.38),
        (0, 7, 0.0),
        (7, 7, 100.0),
        (0, 0, 0.0),
    ],
)
def test_shares_are_rounded_half_up_to_two_decimals(part: int, whole: int, share: float) -> None:
    assert share_pct(part, whole) == share


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_never_further_than_half_a_hundredth_away(part: int, whole: int) -> None:
    exact = Decimal(part) * 100 / Decimal(whole)
    assert abs(Decimal(str(share_pct(part, whole))) - exact) <= Decimal("0.005000001")


@pytest.mark.parametrize(("tenths", "score"), [(905, 90.5), (904.5, 90.5), (903.5, 90.4), (None, None), (0, 0.0)])
def test_scores_are_rounded_half_up_to_one_decimal(tenths: float | None, score: float | None) -> None:
    assert score_from_tenths(tenths) == score


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", "plain"),
        ("two\nlines\tand\x00a null", "two lines and a null"),
        ("\u202eright to left\u2069", "right to left"),
        ("\u2028", ""),
        ("\ud800 half a character", "half a character"),
        ("日本語 שלום", "日本語 שלום"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_values_are_printed_on_one_line_and_short(text: str, printed: str) -> None:
    assert printable(text) == printed


@given(st.text())
def test_no_value_prints_a_control_character_or_is_too_long(text: str) -> None:
    printed = printable(text)
    assert len(printed) <= VALUE_LIMIT
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in printed)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "no rows"), (1, "1 row"), (2, "2 rows"), (5000, "5,000 rows"), (1234567, "1,234,567 rows")]
)
def test_counted_nouns(value: int, text: str) -> None:
    assert wording.count(value, "row") == text


@pytest.mark.parametrize(("value", "text"), [(76.24, "76.24%"), (76.0, "76%"), (100.0, "100%"), (0.5, "0.5%")])
def test_shares_in_sentences(value: float, text: str) -> None:
    assert wording.percent(value) == text
