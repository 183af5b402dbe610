"""Lines below the last row that are not rows: totals, who made the report, a copyright notice.

Only what says so itself is set aside, and only at the very end: a row with hardly anything in it may be a person.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import median_low

LONGEST = 20
"""Records at the end of a list that may be its footer."""
COMPARED = 40
"""Records above those that say what a row looks like."""

NOTE, TOTAL = "stands below the rows: a note", "stands below the rows: a total"

_FULL = 3
"""filled cells of a usual row, from which one with a single cell is thin"""
_FIGURE = re.compile(r"[-+(]?\s*[$€£¥]?\s*\d[\d\s.,'’]*\s*[$€£¥%)]?")


@dataclass(frozen=True, slots=True)
class Below:
    """One record of the end of a list: its cells without blanks around, and whether a blank line stands above it."""

    cells: tuple[str, ...]
    is_apart: bool

    @property
    def filled(self) -> list[str]:
        """What its cells hold."""
        return [cell for cell in self.cells if cell]


def find_footer(records: Sequence[Below]) -> list[str]:
    """Why each of the last *records* is not a row, from the first such one to the end; empty when all are rows."""
    usual = median_low([len(record.filled) for record in records]) if records else 0
    rows = [record for record in records if len(record.filled) >= usual]
    reasons: list[str] = []
    for at in range(len(records) - 1, max(len(records) - LONGEST, 1) - 1, -1):
        reason = _reason(records[at], rows, usual)
        if reason is None:
            break
        reasons.insert(0, reason)
    start = len(records) - len(reasons)
    while reasons and not (reasons[0] or records[start].is_apart):  # a thin row is one, unless it stands apart
        reasons, start = reasons[1:], start + 1
    return [reason or NOTE for reason in reasons] if any(reasons) else []


def _reason(record: Below, rows: Sequence[Below], usual: int) -> str | None:
    """Why *record* is not a row; empty where only the company it keeps can tell, None where it is a row."""
    first, *others = record.filled or [""]
    if usual < 2 or not first or len(others) + 1 > usual:
        return None
    are_figures = all(_FIGURE.fullmatch(cell) or _says("counted", cell) for cell in others)
    if are_figures and (_says("counted", first) or (_says("total", first.rstrip(" :=")) and _lacks(record, rows))):
        return TOTAL
    if _says("note", first) and (not others or _lacks(record, rows)):
        return NOTE
    return "" if not others and usual >= _FULL else None


def _lacks(record: Below, rows: Sequence[Below]) -> bool:
    """Whether *record* leaves a column empty that all *rows* but itself fill, and with more than figures."""
    columns = zip(*(row.cells for row in rows if row is not record), strict=True)
    return any(
        not cell and all(column) and not all(map(_FIGURE.fullmatch, column))
        for cell, column in zip(record.cells, columns, strict=False)
    )


def _says(kind: str, cell: str) -> bool:
    return any(pattern.fullmatch(cell) for pattern in _patterns()[kind])


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    text = resources.files("listmatch.intake").joinpath("data/footers.csv").read_text(encoding="utf-8")
    found: dict[str, list[re.Pattern[str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["kind"], []).append(re.compile(row["pattern"], re.IGNORECASE))
    return found
