"""How good a list is, in one figure from 0 to 100 (formula: docs/guides/profile.md)."""

from collections.abc import Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.files import ColumnProfile, Quality

_WEIGHTS = {"completeness": 0.35, "validity": 0.35, "uniqueness": 0.15, "readability": 0.15}
"""shares of the four parts; completeness and validity decide what a match can find, the others cost reading time"""

_OPTIONAL = frozenset({T.MIDDLE_NAME, T.NAME_SUFFIX, T.UNIT, T.TEXT, T.NUMBER, T.ID, T.DATE, T.LINKEDIN_URL, T.URL})
"""columns that may well be empty; they do not count against completeness"""


def quality_of(columns: Sequence[ColumnProfile], *, rows: int, quarantined: int, duplicate_rows: int) -> Quality:
    """The score of a list and its four parts, each from 0 to 100.

    *quarantined* counts lines that should have been rows; a title above the header says nothing about them.
    """
    if rows == 0:
        return Quality(0.0, dict.fromkeys(_WEIGHTS, 0.0))
    needed = [column for column in columns if column.type not in _OPTIONAL] or list(columns)
    filled = [1 - column.null_count / rows for column in needed]
    checked = [column for column in columns if column.null_count < rows]
    weights = [rows - column.null_count for column in checked]
    valid = sum(column.valid_share * weight for column, weight in zip(checked, weights, strict=True))
    parts = {
        "completeness": sum(filled) / len(filled) if filled else 0.0,
        "validity": valid / sum(weights) if weights else 0.0,
        "uniqueness": 1 - duplicate_rows / rows,
        "readability": rows / (rows + quarantined),
    }
    score = sum(_WEIGHTS[name] * part for name, part in parts.items())
    return Quality(round(100 * score, 1), {name: round(100 * part, 1) for name, part in parts.items()})
