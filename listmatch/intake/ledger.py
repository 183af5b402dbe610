"""The careful reading of a chunk that is not clean: every physical line is accounted for, one by one if need be.

Lines that the scan found clean pass through as they stand. Any other becomes, in this order of trial, a blank line, a
row (alone, or with the following lines that a quoted line break joins to it), or a quarantined line. A line that
cannot be read costs itself only: reading goes on with the next physical line.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from listmatch.intake.dialect import Dialect
from listmatch.intake.encoding import repair_utf8
from listmatch.intake.quarantine import Quarantined, quarantined
from listmatch.intake.scan import Bytes, LineTable, Positions, canonical_quotes, table_of_lines
from listmatch.intake.tally import Repair, Tally

RECORD_LINES = 1_000
RECORD_BYTES = 1 << 20
"""A quoted cell that runs over more lines or bytes than this is taken for an unclosed quote."""
LINE_LIMIT = 4 << 20
"""Bytes of the longest line that is read."""

PADDING = b"\v\f\t "


def rows_that_give_away(width: int) -> int:
    """How many lines inside a quoted cell must look like rows for its quote to be taken for a lone one.

    A line looks like a row when it has exactly as many delimiters. The narrower the list, the likelier prose matches by
    chance. Besides, at least half of the inner lines that are not blank must look so.
    """
    return 10 if width == 1 else max(1, 6 - width)


@dataclass(slots=True)
class Settled:
    """The outcome for one chunk: canonical text of its rows, the line each begins on, and what was quarantined."""

    rest: bytes = b""
    """lines that cannot be decided before the text after them is known"""
    physical_lines: int = 0
    pieces: list[bytes] = field(default_factory=list)
    numbers: list[Positions] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)

    def text(self) -> bytes:
        """The rows, strictly quoted, one record after another."""
        return b"".join(self.pieces)

    def line_numbers(self) -> Positions:
        """Per row the 1-based physical line on which it begins."""
        return np.concatenate(self.numbers) if self.numbers else np.zeros(0, dtype=np.int64)


def settle(
    chunk: bytes, *, first_line: int, dialect: Dialect, width: int, is_last: bool, tally: Tally, repairs_encoding: bool
) -> Settled:
    """Account for every line of *chunk* (whole lines of UTF-8 text) that can be decided with what it holds.

    *first_line* is the number of its first line, *width* the number of cells of a row. Counts go to *tally*.
    """
    if repairs_encoding:
        chunk, repaired = repair_utf8(chunk)
        tally.repairs[Repair.ENCODING] += repaired
    return _Ledger(chunk, first_line, dialect, width, is_last, tally).settle()


class _Ledger:
    """One chunk on its way through the careful reading."""

    def __init__(
        self, chunk: bytes, first_line: int, dialect: Dialect, width: int, is_last: bool, tally: Tally
    ) -> None:
        self.chunk, self.first_line, self.dialect, self.width = chunk, first_line, dialect, width
        self.is_last, self.tally, self.result = is_last, tally, Settled()
        data: Bytes = np.frombuffer(chunk, dtype=np.uint8)
        canonical, self.quotes = canonical_quotes(data, dialect) if dialect.quote else (data, np.zeros(0, np.int64))
        self.canonical = chunk if canonical is data else canonical.tobytes()
        self.table: LineTable = table_of_lines(data, canonical, self.quotes, dialect=dialect, width=width)
        self.padding = PADDING.replace(dialect.delimiter_byte, b"")

    def settle(self) -> Settled:
        """Walk over the lines that are not clean, passing the runs between them through."""
        line = 0
        for dirty in np.flatnonzero(~self.table.is_clean).tolist():
            if dirty < line:
                continue
            self._pass_through(line, dirty)
            taken = self._settle_line(dirty)
            line = dirty + taken
            if not taken:
                return self._finish(line)
        self._pass_through(line, len(self.table))
        return self._finish(len(self.table))

    def _finish(self, line: int) -> Settled:
        self.result.rest = self.chunk[self.table.starts[line] :] if line < len(self.table) else b""
        self.result.physical_lines = line
        self.tally.physical_lines += line
        return self.result

    def _pass_through(self, start: int, end: int) -> None:
        if end > start:
            first, last = self.table.starts[start], self.table.nexts[end - 1]
            self.result.pieces.append(self.canonical[first:last])
            self.result.numbers.append(np.arange(start, end, dtype=np.int64) + self.first_line)
            self.tally.data_lines += end - start

    def _text(self, start: int, end: int) -> bytes:
        return self.chunk[self.table.starts[start] : self.table.ends[end]]

    def _settle_line(self, line: int) -> int:
        """Deal with *line*; return how many lines that took, 0 when more text is needed to tell."""
        raw = self._text(line, line)
        if not raw.strip(self.padding):
            self.tally.blank_lines += 1
            return 1
        if len(raw) > LINE_LIMIT:
            return self._reject(line, raw, f"longer than {LINE_LIMIT >> 20} MiB")
        if b"\0" in raw:
            return self._settle_with_nuls(line, raw)
        reading = self.dialect.read_strictly(raw)
        if reading is not None and reading.is_open:
            taken = self._join(line)
            if taken is not None:
                return taken
        elif reading is not None:
            return self._accept(line, reading.cells) or self._reject(line, raw, self._surplus(len(reading.cells)))
        return self._settle_loosely(line, raw, is_open=reading is not None)

    def _settle_with_nuls(self, line: int, raw: bytes) -> int:
        reading = self.dialect.read_strictly(raw.replace(b"\0", b""))
        if reading is None or reading.is_open or len(reading.cells) != self.width or not any(reading.cells):
            return self._reject(line, raw, "contains NUL bytes and is no whole row without them")
        self.tally.repairs[Repair.NULS] += 1
        return self._accept(line, reading.cells)

    def _settle_loosely(self, line: int, raw: bytes, *, is_open: bool) -> int:
        reading = self.dialect.read_forgivingly(raw)
        if reading is not None and (len(reading.cells) == self.width or not reading.has_quoted):
            taken = self._accept(line, reading.cells)
        else:
            escaped = replace(self.dialect, escape="\\").read_strictly(raw) if b"\\" in raw else None
            is_whole = escaped is not None and not escaped.is_open and len(escaped.cells) == self.width
            taken = self._accept(line, escaped.cells) if escaped is not None and is_whole else 0
        if taken:
            self.tally.repairs[Repair.LOOSE_QUOTES] += 1
            return taken
        return self._reject(
            line, raw, "a quote is opened and never closed" if is_open else "quotes that do not pair up"
        )

    def _join(self, line: int) -> int | None:
        """Take the lines up to the one that closes the quote opened on *line*; None when it must be a lone quote."""
        start = int(self.table.starts[line])
        first = int(np.searchsorted(self.quotes, start))
        end = self._closing_line(line, first)
        if end is None or end - line >= RECORD_LINES:
            return None
        if end >= len(self.table):
            is_hopeless = (
                self.is_last or len(self.table) - line > RECORD_LINES or len(self.chunk) - start > RECORD_BYTES
            )
            return None if is_hopeless else 0
        text = self._text(line, end)
        reading = self.dialect.read_strictly(text) if len(text) <= RECORD_BYTES else None
        if reading is None or reading.is_open or self._hides_rows(line, end):
            return None
        if len(reading.cells) < self.width:
            return None
        return self._accept(line, reading.cells, lines=end - line + 1) or None

    def _closing_line(self, line: int, first_quote: int) -> int | None:
        """The first line at whose end the quotes since *first_quote* are even in number; past the table if unknown.

        Only quotes on lines with an odd number of them can close the cell, so others need no look.
        """
        nexts = self.table.nexts
        count, position = 0, first_quote
        current = line
        while position < len(self.quotes):
            current = int(np.searchsorted(nexts, self.quotes[position], side="right"))
            if current - line >= RECORD_LINES:
                return None
            after = int(np.searchsorted(self.quotes, nexts[current]))
            count, position = count + after - position, after
            if count % 2 == 0:
                return current
        return len(self.table)

    def _hides_rows(self, start: int, end: int) -> bool:
        inner = [text for text in (self._text(line, line) for line in range(start + 1, end)) if text.strip()]
        matching = sum(text.count(self.dialect.delimiter_byte) == self.width - 1 for text in inner)
        return matching >= rows_that_give_away(self.width) and 2 * matching >= len(inner)

    def _accept(self, line: int, cells: list[bytes], *, lines: int = 1) -> int:
        """Make a row of *cells*: a short one is padded, a long one trimmed if the surplus is empty; 0 if it is not."""
        missing = self.width - len(cells)
        if missing < 0:
            if any(cell.strip() for cell in cells[self.width :]):
                return 0
            cells = cells[: self.width]
            self.tally.repairs[Repair.SURPLUS_EMPTY] += 1
        elif missing:
            cells = cells + [b""] * missing
            self.tally.padded_rows += 1
        self.result.pieces.append(self.dialect.write(cells))
        self.result.numbers.append(np.array([self.first_line + line], dtype=np.int64))
        self.tally.data_lines += lines
        return lines

    def _reject(self, line: int, raw: bytes, reason: str) -> int:
        self.result.quarantined.append(quarantined(self.first_line + line, reason=reason, raw=raw))
        self.tally.data_lines += 1
        return 1

    def _surplus(self, found: int) -> str:
        return f"has {found} cells where the header has {self.width}"
