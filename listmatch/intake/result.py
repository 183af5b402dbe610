"""What reading a list found out: the figures of the ledger, the header and the repairs."""

from dataclasses import dataclass

from listmatch.domain.files import FileFormat

ROWS_FILE = "rows.parquet"
QUARANTINE_FILE = "quarantine.csv"


@dataclass(frozen=True, slots=True)
class ColumnName:
    """One column: the name used from here on, unique whatever its case, and the name the file has."""

    name: str
    original_name: str


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """The ledger of one list. ``lines == rows + quarantined`` always holds.

    ``lines`` counts logical data lines: without the header and what stands above it, and without wholly blank lines;
    a row with quoted line breaks counts once. ``physical_lines`` counts everything.
    """

    format: FileFormat
    header: tuple[ColumnName, ...]
    lines: int
    rows: int
    quarantined: int
    physical_lines: int
    blank_lines: int
    padded_rows: int
    repairs: tuple[str, ...]
    """one sentence per thing that was mended or assumed"""
    content_hash: str
    """sha256 of the raw bytes"""
    lines_apart: int = 0
    """how many of the quarantined lines stand above the header or are not rows: titles, notes, totals, rules"""
