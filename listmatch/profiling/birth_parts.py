"""Birth dates in three columns, year, month and day; and lists that tell the year alone."""

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from listmatch.domain.files import ColumnProfile
from listmatch.profiling.headers import header_words
from listmatch.profiling.lists import folded_lines

_RANGES = {"year": range(1850, 2100), "month": range(1, 13), "day": range(1, 32)}
_FITTING = 0.9
"""share of the values seen that have to be in the range; the others may be mistyped"""


def birth_parts(columns: Sequence[ColumnProfile]) -> tuple[str, ...]:
    """The columns of year, month and day of birth, in this order; empty unless there is one of each.

    Headers name the part, and at least one of them speaks of birth: other dates may be in three columns too.
    """
    found = [_part(columns, part) for part in _RANGES]
    parts = [column for column in found if column is not None]
    return tuple(column.name for column in parts) if len(parts) == len(found) and any(map(_is_of_birth, parts)) else ()


def birth_year(columns: Sequence[ColumnProfile]) -> str | None:
    """The column of the year of birth, whose header has to say both; None where there is none."""
    year = _part(columns, "year")
    return year.name if year is not None and _is_of_birth(year) else None


def _part(columns: Sequence[ColumnProfile], part: str) -> ColumnProfile | None:
    """The column of one *part*, one that speaks of birth before others."""
    named = [column for column in columns if _is_part(column, part)]
    return next((column for column in named if _is_of_birth(column)), named[0] if named else None)


def _is_part(column: ColumnProfile, part: str) -> bool:
    words = header_words(column.original_name)
    named = [one for one, word, _ in _headers() if word in words]
    # "birth day" and "dob" name a day and more: the other parts go first
    is_named = part in named and (part != "day" or not {"year", "month"} & set(named))
    return is_named and _fits(column, _RANGES[part])


def _fits(column: ColumnProfile, values: range) -> bool:
    counts = {each.value: each.count for each in column.top_values} or dict.fromkeys(column.examples, 1)
    fitting = sum(count for value, count in counts.items() if _whole(value) in values)
    return bool(counts) and fitting >= _FITTING * sum(counts.values())


def _whole(value: str) -> int:
    text = value.strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() else -1


def _is_of_birth(column: ColumnProfile) -> bool:
    words = header_words(column.original_name)
    by_itself = {word for _, word, is_birth in _headers() if is_birth == "yes"}
    return not (folded_lines("birth_words") | by_itself).isdisjoint(words)


@lru_cache
def _headers() -> tuple[tuple[str, str, str], ...]:
    """Part, word of a header, and whether the word speaks of birth by itself."""
    text = resources.files("listmatch.profiling").joinpath("data", "birth_part_headers.csv").read_text(encoding="utf-8")
    return tuple((row[0], row[1], row[2]) for row in list(csv.reader(text.splitlines()))[1:])
