"""What is known about one prepared file: its format, its lines, its columns, what cleansing did."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from listmatch.domain.columns import ColumnType, FieldMap
from listmatch.domain.drift import Drift

PREPARATION = 22
"""Version of intake, profiling and cleansing together: raised when the same bytes would be prepared differently, so
that files prepared by an earlier version are not reused."""


class Purpose(StrEnum):
    """The uploader's word for a file; a filter, not a restriction."""

    SOURCE = "source"
    MASTER = "master"


class FileStatus(StrEnum):
    """The life of a file."""

    UPLOADED = "uploaded"
    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How the bytes were read; every value was detected or asked for, and is shown to the user."""

    kind: str
    """csv, xlsx, jsonl, json (an array) or parquet"""
    encoding: str = ""
    has_bom: bool = False
    delimiter: str = ""
    quote: str = ""
    escape: str = ""
    newline: str = ""
    """LF, CRLF, CR or mixed"""
    compression: str = ""
    sheet: str = ""
    header_line: int = 1
    """1-based physical line of the header; 0 where the file has none"""


@dataclass(frozen=True, slots=True)
class ValueCount:
    """One frequent value of a column."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the values of a column are spread over bins that mean the same in every list."""

    scheme: str = ""
    """value, shape, magnitude or year: what the bins are"""
    bins: tuple[ValueCount, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column of a list as it came in, with what its values look like."""

    name: str
    """the name used from here on, unique within the file"""
    original_name: str
    """the name as the file has it, which may be empty or a duplicate"""
    type: ColumnType
    confidence: float
    """0-1, how sure the detection of the type is"""
    valid_share: float
    """0-1, share of the non-empty values that fit the type"""
    null_count: int
    distinct_count: int
    examples: tuple[str, ...] = ()
    top_values: tuple[ValueCount, ...] = ()
    min_length: int = 0
    max_length: int = 0
    pattern: str = ""
    """the most frequent shape of a value: A upper, a lower, 9 digit, other characters as they are"""
    distribution: Distribution = Distribution()
    """of the sample; by it the next list of the same kind is compared"""
    legal_forms: float = 0.0
    """0-1, share of the sample that ends in a legal form (Ltd, GmbH)"""

    @property
    def seen_values(self) -> tuple[str, ...]:
        """Values that the profile shows, the examples before the most frequent ones."""
        return (*self.examples, *(each.value for each in self.top_values))


def distinct_counts(columns: Iterable[ColumnProfile]) -> dict[str, int]:
    """Column -> how many values it has."""
    return {column.name: column.distinct_count for column in columns}


@dataclass(frozen=True, slots=True)
class Quality:
    """A score from 0 to 100 and what it is made of (formula: docs/guides/profile.md)."""

    score: float
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileProfile:
    """The profile of one prepared file.

    ``lines`` counts logical data lines: what remains after the header and wholly blank lines, a quoted field with
    line breaks counting with the line it began on. ``lines == rows + quarantined`` always holds.
    """

    format: FileFormat
    lines: int
    rows: int
    quarantined: int
    columns: tuple[ColumnProfile, ...]
    fields: FieldMap
    """the columns that feed each comparable field, as detected"""
    cleanse_report: dict[str, int] = field(default_factory=dict)
    """camelCase rule -> number of values it touched or found (invalidEmails, normalizedPhones, ...)"""
    physical_lines: int = 0
    blank_lines: int = 0
    padded_rows: int = 0
    """rows with fewer cells than the header, filled up with empty ones"""
    duplicate_rows: int = 0
    country: str = ""
    """ISO 3166 alpha-2 code most rows seem to come from; empty when unknown"""
    repairs: tuple[str, ...] = ()
    """one sentence per thing that was mended on reading (duplicate header, repaired encoding, ...), or had
    better be mended by whoever exports the list (figures lost to rounding)"""
    quality: Quality = field(default_factory=lambda: Quality(0.0))
    content_hash: str = ""
    """sha256 of the raw bytes"""
    preparation: int = PREPARATION
    """the version of listmatch's preparation that made this"""
    lines_apart: int = 0
    """how many of the quarantined lines are none of the list's rows: titles above the header, notes and totals below"""
    drift: Drift | None = None
    """what moved since the previous list of the same drop rule or name; None when there is none"""
