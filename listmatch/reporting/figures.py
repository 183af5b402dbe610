"""Rounding and printing of figures: one rule for every report.

Shares are computed from whole counts and rounded half-up to two decimals, scores half-up to one. Both in decimal
arithmetic: binary floats would print 2.675 as 2.67.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

VALUE_LIMIT = 60
"""Characters of a column's value that are printed."""

SENTENCE_LIMIT = 400
"""Characters of a sentence that names columns or values; more is the name of a column as long as a paragraph."""

# C0 and C1 controls, line and paragraph separators, and the marks that turn the direction of the text around them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")


def share_pct(part: int, whole: int) -> float:
    """*part* of *whole* in per cent, half-up to two decimals; 0.0 when there is no whole."""
    return half_up(Decimal(part * 100) / whole, places=2) if whole else 0.0


def percent_of(share: float) -> float:
    """A share of 0-1 in per cent, to two decimals."""
    return half_up(Decimal(str(share)) * 100, places=2)


def score_from_tenths(tenths: Decimal | float | None) -> float | None:
    """A score (0-100, one decimal, half-up) from tenths of a point; None stays None."""
    return None if tenths is None else half_up(Decimal(tenths) / 10, places=1)


def half_up(value: Decimal, *, places: int) -> float:
    """*value* rounded half-up (away from zero) to *places* decimals."""
    return float(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def printable(text: str, *, limit: int = VALUE_LIMIT) -> str:
    """*text* of unknown origin on one line, without control characters, at most *limit* characters long."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
