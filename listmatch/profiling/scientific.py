"""Long numbers as a spreadsheet shows them (``3.03555E+09``): which columns hold some, and whose last figures are lost.

A spreadsheet that takes phone numbers or identifiers for amounts saves what it shows, and the figures that it does not
show are gone.
"""

import re
from collections.abc import Sequence

from listmatch.domain.columns import ColumnType as T

_FORM = re.compile(r"\s*\d[.,](\d+)[eE]\+(\d{1,2})\s*")
_NUMBERS = frozenset({T.PHONE, T.ID})
"""types of column whose values are numbers by which rows are told apart; an amount may be rounded"""

_TOLD = 3
"""columns that are named"""


def is_scientific(value: str) -> bool:
    """Whether *value* is a long number as a spreadsheet shows it."""
    return bool(_FORM.fullmatch(value))


def is_whole(value: str) -> bool:
    """Whether *value* is one with all its figures (``3.035550143E+09``), which cleansing writes out."""
    found = _FORM.fullmatch(value)
    return found is not None and len(found[1]) == int(found[2])


def figures_lost(columns: Sequence[tuple[str, T, Sequence[str]]]) -> tuple[str, ...]:
    """A sentence for the columns (name, type, a sample of values) that hold numbers whose last figures are lost."""
    lost = [
        (name, found)
        for name, kind, values in columns
        if kind in _NUMBERS and (found := next((v for v in values if is_scientific(v) and not is_whole(v)), None))
    ]
    if not lost:
        return ()
    named = ", ".join(f"{name!r} ({found.strip()})" for name, found in lost[:_TOLD])
    more = f" and {len(lost) - _TOLD:,} more" if len(lost) > _TOLD else ""
    return (
        f"Numbers that a spreadsheet rounded, whose last figures are lost: column {named}{more}. Format it as text "
        "in the original workbook and export it again.",
    )
