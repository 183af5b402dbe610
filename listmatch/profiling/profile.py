"""The profile of a list: its columns, their types and counts, and its duplicate rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from listmatch.domain.columns import ColumnType
from listmatch.domain.files import ColumnProfile
from listmatch.domain.progress import Progress, silent
from listmatch.duck import Compute, literal
from listmatch.profiling.candidate import Candidate, Columns
from listmatch.profiling.context import settle
from listmatch.profiling.detect import detect
from listmatch.profiling.distribution import distribution_of
from listmatch.profiling.evidence import weigh
from listmatch.profiling.headers import read_header
from listmatch.profiling.scientific import figures_lost
from listmatch.profiling.statistics import (
    ColumnCounts,
    column_names,
    count_columns,
    count_duplicates,
    count_rows,
    sample_rows,
    sampled_every,
)
from listmatch.profiling.validity import valid_share

_EXAMPLES = 3
_SHOWN = 80
"""characters of an example or a frequent value that are kept"""


class NamedColumn(Protocol):
    """A column as intake hands it over: the name used from here on, and the one the file has."""

    @property
    def name(self) -> str:
        """Unique within the list."""

    @property
    def original_name(self) -> str:
        """May be empty or a duplicate."""


@dataclass(frozen=True, slots=True)
class RowsProfile:
    """What profiling finds out about rows.parquet."""

    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int
    """rows that repeat an earlier row in every column"""
    notes: tuple[str, ...] = ()
    """one sentence per thing that whoever exports the list had better mend"""


def profile_rows(
    rows: Path, *, header: Sequence[NamedColumn], compute: Compute, progress: Progress = silent
) -> RowsProfile:
    """Profile *rows* (rows.parquet): counts over all rows; types, examples and patterns from a sample of them."""
    originals = {column.name: column.original_name for column in header}
    source = f"read_parquet({literal(rows)})"
    with compute.connect() as connection:
        names = column_names(connection, source)
        total = count_rows(connection, source)
        progress(0.05, "counting values")
        counts = count_columns(connection, source, names, rows=total)
        progress(0.5, "looking for duplicate rows")
        is_unique = any(column.distinct == total for column in counts)
        duplicates = 0 if is_unique else count_duplicates(connection, source, names)
        progress(0.7, "finding out what the columns are")
        samples = sample_rows(connection, source, names, every=sampled_every(total))
    titles = [originals.get(name, name) or "" for name in names]
    settled = _settled(titles, samples, apart=sampled_every(total))
    columns = [
        _profile(name, column, counted, values)
        for name, column, counted, values in zip(names, settled, counts, samples, strict=True)
    ]
    progress(1.0, "profiled")
    seen = [(column.name, column.type, values) for column, values in zip(columns, samples, strict=True)]
    return RowsProfile(tuple(columns), duplicates, figures_lost(seen))


def column_types(header: Sequence[str], values: Sequence[Sequence[str]]) -> list[ColumnType]:
    """The types of the columns of one list, from their names (empty where there are none) and non-empty values."""
    return [column.guess.type for column in _settled(header, values, apart=1)]


def _settled(header: Sequence[str], values: Sequence[Sequence[str]], *, apart: int) -> Columns:
    return settle([_candidate(title, column, apart=apart) for title, column in zip(header, values, strict=True)])


def _candidate(header: str, values: Sequence[str], *, apart: int) -> Candidate:
    evidence, named = weigh(values, apart=apart), read_header(header)
    return Candidate(header=header, values=values, named=named, evidence=evidence, guess=detect(named, evidence))


def _profile(name: str, column: Candidate, counts: ColumnCounts, values: Sequence[str]) -> ColumnProfile:
    return ColumnProfile(
        name=name,
        original_name=column.header,
        type=column.guess.type,
        confidence=round(min(1.0, column.guess.confidence), 2),
        valid_share=round(valid_share(column.guess.type, values), 4),
        null_count=counts.nulls,
        distinct_count=counts.distinct,
        examples=tuple(value[:_SHOWN] for value in dict.fromkeys(values))[:_EXAMPLES],
        top_values=counts.top,
        min_length=counts.shortest,
        max_length=counts.longest,
        pattern=_pattern(values),
        distribution=distribution_of(column.guess.type, values),
        legal_forms=round(column.evidence.legal_forms, 4),
    )


class _Shape(dict[int, str]):
    """For ``str.translate``: a letter becomes ``A`` or ``a``, a digit ``9``, anything else stays."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shape = "9" if character.isdecimal() else character
        if character.isalpha():
            shape = "A" if character.isupper() else "a"
        self[code] = shape
        return shape


def _pattern(values: Sequence[str]) -> str:
    """The most frequent shape of the sample's values, the first in order among equals."""
    shape = _Shape()
    shapes = Counter(value[:_SHOWN].translate(shape) for value in values)
    return max(shapes, key=lambda shape: shapes[shape], default="")
