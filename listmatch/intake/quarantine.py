"""Lines that could not become rows: what is kept of each, and the file they are written to."""

import csv
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from listmatch.domain.formulas import neutralised_text

RAW_LIMIT = 2_000
"""Characters of a quarantined line that are kept; the rest is counted, not stored."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One line that did not become a row: its 1-based number, why, and its text (cut after ``RAW_LIMIT``)."""

    line: int
    reason: str
    raw: str


def quarantined(line: int, *, reason: str, raw: bytes) -> Quarantined:
    """A quarantined line from its bytes in UTF-8; anything undecodable is shown as U+FFFD."""
    text = raw[: RAW_LIMIT * 4 + 4].decode("utf-8", errors="replace")
    if len(text) > RAW_LIMIT:
        text = f"{text[:RAW_LIMIT]}… ({len(raw):,} bytes in all)"
    return Quarantined(line, reason, text)


class QuarantineFile:
    """Writes ``line,reason,raw`` in the order of lines; opened and closed as a context.

    Lines come in batches that follow each other; into the last one others can still be put. The file is for reading in
    a spreadsheet, so a line that one would run as a formula gets ``'`` before it.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.count = path, 0
        self.last: Quarantined | None = None
        self._batch: list[Quarantined] = []

    def __enter__(self) -> Self:
        self._file: TextIO = self.path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        self._file.write("line,reason,raw\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write()
        self._file.close()

    def add(self, lines: list[Quarantined]) -> None:
        """Append *lines*, which stand below all that were added before."""
        if lines:
            self._write()
            self.insert(lines)

    def insert(self, lines: list[Quarantined]) -> None:
        """Put *lines* among those that were added last."""
        if lines:
            self._batch = sorted([*self._batch, *lines], key=lambda entry: entry.line)
            self.count += len(lines)
            self.last = self._batch[-1]

    def _write(self) -> None:
        lines, self._batch = self._batch, []
        self._writer.writerows(
            (entry.line, entry.reason, neutralised_text(entry.raw.replace("\0", "\ufffd"))) for entry in lines
        )
