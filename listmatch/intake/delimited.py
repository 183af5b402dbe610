"""Delimited text, chunk by chunk: clean chunks go straight through the parser, the others through the ledger.

A chunk is a stretch of whole lines of about ``CHUNK_BYTES``. Whether it is clean is found without a loop over lines:
its quotes pair up, no quoted cell hides rows, and the parser finds every row as wide as the header. Memory is a few
chunks, whatever the size of the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from listmatch.errors import ContractBroken, FileUnreadable
from listmatch.intake.blocks import CHUNK_BYTES
from listmatch.intake.cells import NotClean, parse_cells
from listmatch.intake.formula_texts import without_formulas
from listmatch.intake.layout import Layout
from listmatch.intake.ledger import LINE_LIMIT, RECORD_BYTES, RECORD_LINES, rows_that_give_away, settle
from listmatch.intake.mojibake import without_mojibake
from listmatch.intake.scan import (
    CR,
    Bytes,
    Positions,
    canonical_quotes,
    count_lines,
    has_longer_line,
    line_ends,
    unpaired,
)
from listmatch.intake.source import Ledger

MOST_BAD_LINES = 100_000
"""So many lines may go to quarantine even when they are more than nine tenths of the list."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Parsed rows with the line each begins on, and what is left of the chunk for the next time."""

    cells: pa.Table
    lines: Positions
    text: bytes
    rest: bytes
    physical_lines: int


class DelimitedReader:
    """Reads the data lines of one text into a rows file and a quarantine file."""

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self.layout, self.tally = layout, ledger.tally
        self.rows, self.quarantine = ledger.rows, ledger.quarantine
        self.line = layout.data_line

    def read(self, blocks: Iterator[bytes]) -> None:
        """Read *blocks* of UTF-8 text that begin with the first data line."""
        pending = b""
        for block in blocks:
            pending += block
            if len(pending) >= CHUNK_BYTES:
                pending = self._take(pending, is_last=False)
        if pending:
            rest = self._take(pending if pending.endswith((b"\n", b"\r")) else pending + b"\n", is_last=True)
            if rest:
                raise ContractBroken(f"{len(rest)} bytes at the end of the list were not accounted for.")

    def _take(self, text: bytes, *, is_last: bool) -> bytes:
        """Read the whole lines of *text*; return what must wait for more."""
        end = len(text) if is_last else max(text.rfind(b"\n"), text.rfind(b"\r", 0, len(text) - 1)) + 1
        if not end:
            return text[: LINE_LIMIT + 1]
        chunk = text[:end]
        rows = None if has_longer_line(chunk, LINE_LIMIT) else self._read_clean(chunk, is_last=is_last)
        if rows is None:
            rows = self._read_carefully(chunk, is_last=is_last)
        self.line += rows.physical_lines
        cells = without_formulas(rows.cells, rows.text, tally=self.tally)
        self.rows.add(without_mojibake(cells, rows.text, tally=self.tally), rows.lines)
        self._refuse_rubble()
        return rows.rest + text[end:]

    def _refuse_rubble(self) -> None:
        """Give up on a text of which hardly a line can be read: the careful reading of gigabytes of it takes hours."""
        bad, good = self.quarantine.count, self.rows.count
        if bad > MOST_BAD_LINES and good * 10 < bad:
            raise FileUnreadable(
                f"of the first {bad + good:,} lines only {good:,} could be read as rows.",
                place=f"line {self.line}",
                cure="Check delimiter and quotes, or export the list again.",
            )

    def _read_clean(self, chunk: bytes, *, is_last: bool) -> Rows | None:
        """The rows of *chunk* when nothing about it is suspicious."""
        quotes: Positions = np.zeros(0, dtype=np.int64)
        text = chunk
        if b"\0" in chunk:
            return None
        if self.layout.dialect.quote and self.layout.dialect.quote_byte in chunk:
            paired = self._paired(chunk, is_last=is_last)
            if paired is None:
                return None
            text, quotes = paired
        physical = count_lines(text)
        try:
            cells = self._parse(text, lines=physical)
        except NotClean:
            return None
        return self._numbered(text, cells, quotes, physical=physical, rest=chunk[len(text) :])

    def _paired(self, chunk: bytes, *, is_last: bool) -> tuple[bytes, Positions] | None:
        """The text up to the last line end outside a quoted cell, canonically quoted, if all its quotes pair up."""
        data: Bytes = np.frombuffer(chunk, dtype=np.uint8)
        canonical, quotes = canonical_quotes(data, self.layout.dialect)
        is_edited = canonical is not data
        end = len(chunk)
        if len(quotes) % 2:
            end = _end_outside(chunk, quotes)
            if is_last or not end or len(chunk) - end > RECORD_BYTES:
                return None
            canonical, quotes = canonical[:end], quotes[: np.searchsorted(quotes, end)]
        is_opening = np.arange(len(quotes)) % 2 == 0
        if unpaired(canonical, quotes, is_opening=is_opening, delimiter=ord(self.layout.dialect.delimiter)).any():
            return None
        return (canonical.tobytes() if is_edited else chunk[:end]), quotes

    def _numbered(self, text: bytes, cells: pa.Table, quotes: Positions, *, physical: int, rest: bytes) -> Rows | None:
        """*cells* with line numbers; None when a line is blank or a quoted cell hides rows."""
        if self.layout.width == 1 and cells.column(0).null_count:
            return None
        lines: Positions | None = None
        if cells.num_rows == physical:
            lines = np.arange(physical, dtype=np.int64)
        elif len(quotes):
            lines = self._record_starts(np.frombuffer(text, dtype=np.uint8), quotes, rows=cells.num_rows)
        if lines is None:
            return None
        self.tally.physical_lines += physical
        self.tally.data_lines += physical
        return Rows(cells, lines + self.line, text=text, rest=rest, physical_lines=physical)

    def _record_starts(self, data: Bytes, quotes: Positions, *, rows: int) -> Positions | None:
        """Index of the line each record begins on; None when blank lines or hidden rows are among the lines."""
        breaks = line_ends(data, has_cr=bool((data == CR).any()))
        is_end = np.searchsorted(quotes, breaks) % 2 == 0
        if int(is_end.sum()) != rows:
            return None
        is_start = np.concatenate([np.ones(1, dtype=bool), is_end[:-1]])
        has_quotes = np.diff(np.searchsorted(quotes, breaks), prepend=0) > 0
        is_inner = ~is_start & ~is_end & ~has_quotes & (np.diff(breaks, prepend=-1) > 2)
        record = np.cumsum(is_start) - 1
        delimiters = np.flatnonzero(data == ord(self.layout.dialect.delimiter))
        counts = np.diff(np.searchsorted(delimiters, breaks), prepend=0)
        matching = np.bincount(record[is_inner & (counts == self.layout.width - 1)], minlength=rows)
        inner = np.bincount(record[is_inner], minlength=rows)
        hides = (matching >= rows_that_give_away(self.layout.width)) & (2 * matching >= inner)
        starts, ends = np.flatnonzero(is_start), np.flatnonzero(is_end)
        spans = (ends - starts >= RECORD_LINES) | (np.diff(breaks[ends], prepend=-1) > RECORD_BYTES)
        is_odd = hides | (spans & (ends > starts))
        return None if is_odd.any() else starts

    def _read_carefully(self, chunk: bytes, *, is_last: bool) -> Rows:
        settled = settle(chunk, layout=self.layout, first_line=self.line, is_last=is_last, tally=self.tally)
        self.quarantine.add(settled.quarantined)
        lines, text = settled.line_numbers(), settled.text()
        try:
            cells = self._parse(text, lines=count_lines(text))
        except NotClean as error:
            raise ContractBroken(f"rows after line {self.line} cannot be parsed though they were checked.") from error
        if cells.num_rows != len(lines):
            raise ContractBroken(f"{len(lines)} rows after line {self.line} became {cells.num_rows} when parsed.")
        return Rows(cells, lines, text=text, rest=settled.rest, physical_lines=settled.physical_lines)

    def _parse(self, text: bytes, *, lines: int) -> pa.Table:
        return parse_cells(text, lines=lines, dialect=self.layout.dialect, width=self.layout.width)


def _end_outside(chunk: bytes, quotes: Positions) -> int:
    """Length of *chunk* up to the last line end that lies outside a quoted cell; 0 if there is none."""
    place = int(quotes[-1])
    while place > 0:
        place = max(chunk.rfind(b"\n", 0, place), chunk.rfind(b"\r", 0, place))
        if place < 0:
            return 0
        before = int(np.searchsorted(quotes, place))
        if before % 2 == 0:
            return place + 1
        place = int(quotes[before - 1])
    return 0
