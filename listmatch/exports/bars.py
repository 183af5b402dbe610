"""The bars drawn beside the rows of a table: the meaning and length of each part.

A table with bars is a chart whose figures stand in it; a chart of its own beside the table would say them twice.
Lengths are shares of the room for bars, in percent. The colours of the meanings are those of ``base.css``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Meaning = Literal["matched", "review", "unmatched"]
"""Found, waiting for a person, all other rows; in a dedupe, what is found are the duplicates."""


FOUND: tuple[tuple[str, Meaning], ...] = (("matched", "matched"), ("review", "review"))
ALL_VERDICTS: tuple[tuple[str, Meaning], ...] = (*FOUND, ("unmatched", "unmatched"))
DUPLICATES: tuple[tuple[str, Meaning], ...] = (("duplicates", "matched"),)
"""Which figure is which part of a bar."""


@dataclass(frozen=True, slots=True)
class Part:
    """One coloured part of a bar."""

    meaning: Meaning
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each row of a table. ``mark`` is where a line crosses all of them: the share of the whole list."""

    rows: tuple[tuple[Part, ...], ...]
    mark: float | None = None


def shares(
    figures: Mapping[str, Any], names: Sequence[tuple[str, Meaning]], *, whole: float | None
) -> list[tuple[Meaning, float]]:
    """The named counts of *figures* as the parts of a bar: shares of *whole* in percent."""
    return [(meaning, 100.0 * (figures.get(name) or 0) / whole if whole else 0.0) for name, meaning in names]


def stacked(rows: Sequence[Sequence[tuple[Meaning, float]]], *, mark: float | None = None) -> Bars:
    """Bars of parts in percent (0-100) that follow each other; what is nought has no part."""
    return Bars(tuple(_following(parts) for parts in rows), mark)


def to_the_longest(bars: Bars) -> Bars:
    """The same *bars*, as long as there is room for the longest: for shares that are all small."""
    longest = max((parts[-1].start + parts[-1].length for parts in bars.rows if parts), default=0.0)
    if not longest:
        return bars
    factor = 100.0 / max(longest, bars.mark or 0.0)
    rows = tuple(
        tuple(replace(part, start=part.start * factor, length=part.length * factor) for part in parts)
        for parts in bars.rows
    )
    return Bars(rows, None if bars.mark is None else bars.mark * factor)


def _following(parts: Sequence[tuple[Meaning, float]]) -> tuple[Part, ...]:
    placed: list[Part] = []
    start = 0.0
    for meaning, share in parts:
        length = min(max(share, 0.0), 100.0 - start)
        if length > 0:
            placed.append(Part(meaning, start, length))
        start += length
    return tuple(placed)
