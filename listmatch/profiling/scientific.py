"""Columns with numbers that a spreadsheet rounded, for a note to whoever exports the list."""

from collections.abc import Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.lexicon.scientific import is_scientific, is_whole

_NUMBERS = frozenset({T.PHONE, T.ID})
"""types of column whose values are numbers by which rows are told apart; an amount may be rounded"""

_NAMED = 3
"""columns that are named"""


def figures_lost(columns: Sequence[tuple[str, T, Sequence[str]]]) -> tuple[str, ...]:
    """A sentence for the columns (name, type, a sample of values) that hold numbers whose last figures are lost."""
    lost = [
        (name, found)
        for name, kind, values in columns
        if kind in _NUMBERS and (found := next((v for v in values if is_scientific(v) and not is_whole(v)), None))
    ]
    if not lost:
        return ()
    named = ", ".join(f"{name!r} ({found.strip()})" for name, found in lost[:_NAMED])
    more = f" and {len(lost) - _NAMED:,} more" if len(lost) > _NAMED else ""
    noun, them = ("columns", "them") if len(lost) > 1 else ("column", "it")
    return (
        f"Numbers that a spreadsheet rounded, whose last digits are lost: {noun} {named}{more}. Format {them} as "
        "text in the original workbook and export it again.",
    )
