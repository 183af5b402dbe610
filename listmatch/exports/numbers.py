"""How values are written for people, the same in every format."""

from datetime import date
from enum import StrEnum

Value = str | int | float | None

NOTHING = "–"
"""Stands where a figure does not apply."""


class Kind(StrEnum):
    """What the values of a column are; decides alignment and notation."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    """0-100"""
    SCORE = "score"
    """0-100, one decimal"""
    CHANGE = "change"
    """signed difference"""

    @property
    def is_number(self) -> bool:
        """Whether values are set right-aligned in tabular figures."""
        return self is not Kind.TEXT


def written(value: Value, kind: Kind) -> str:
    """*value* as it is printed: ``12,345``, ``76.24%``, ``94.1``, ``+200``; a dash for None."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    match kind:
        case Kind.PERCENT:
            return f"{value:,.2f}%"
        case Kind.SCORE:
            return f"{value:,.1f}"
        case Kind.CHANGE:
            return _signed(value)
        case _:
            return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def day(at: date) -> str:
    """A day as it stands in a text: ``4 May 2026``."""
    return f"{at.day} {at:%B %Y}"


def _signed(value: float) -> str:
    if not value:
        return "0"
    digits = f"{abs(value):,}" if isinstance(value, int) else f"{abs(value):,.1f}"
    return f"{'+' if value > 0 else '-'}{digits}"
