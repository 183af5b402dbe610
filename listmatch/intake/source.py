"""The interface of the readers of each format: what is known before reading (`Head`), then the rows themselves."""

from dataclasses import dataclass
from typing import Protocol

from listmatch.domain.files import FileFormat
from listmatch.domain.progress import Progress
from listmatch.errors import FileUnreadable
from listmatch.intake.quarantine import QuarantineFile
from listmatch.intake.tail import RowsTail
from listmatch.intake.tally import Tally

MOST_COLUMNS = 16_384
"""Excel's own limit."""


def refuse_too_wide(columns: int) -> None:
    """Raise `FileUnreadable` for more columns than any list has: the delimiter must be a wrong one."""
    if columns > MOST_COLUMNS:
        raise FileUnreadable(
            f"the list seems to have {columns:,} columns; {MOST_COLUMNS:,} is the most.",
            cure="Name the delimiter with option delimiter, or check whether the list is turned on its side.",
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the lines of a list go, and where they are counted."""

    rows: RowsTail
    quarantine: QuarantineFile
    tally: Tally


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a list before its rows are read."""

    format: FileFormat
    """how the bytes are read"""
    cells: tuple[str, ...]
    """the names of the columns as the file has them; empty ones where it has none"""
    has_header: bool = True
    """whether the file names its columns"""
    repairs: tuple[str, ...] = ()
    """sentences about what was noticed or assumed"""


class ListSource(Protocol):
    """A list that was looked at and can now be read."""

    @property
    def head(self) -> Head:
        """What was found out by looking."""

    def read(self, ledger: Ledger, progress: Progress) -> None:
        """Pour every line into *ledger*."""
