"""The careful reading of a chunk that is not clean: every physical line is accounted for, one by one if need be.

Lines that the scan found clean pass through as they stand. Any other becomes, in this order of trial, a blank line, a
row (alone, or with the following lines that a quoted line break joins to it), or a quarantined line. A line that
cannot be read costs itself only: reading goes on with the next physical line.
"""

from bisect import bisect_right
from dataclasses import dataclass, field, replace

import numpy as np

from listmatch.intake.encoding import repair_utf8
from listmatch.intake.layout import Layout
from listmatch.intake.quarantine import Quarantined, quarantined
from listmatch.intake.scan import Bytes, Positions, canonical_quotes, table_of_lines
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
    chance. Besides, at least half of the inner lines must look so: those that are not blank and have no quotes.
    """
    return 10 if width == 1 else max(1, 6 - width)


@dataclass(slots=True)
class Settled:
    """The outcome for one chunk: canonical text of its rows, the line each begins on, and what was quarantined."""

    rest: bytes = b""
    """lines that cannot be decided before the text after them is known"""
    physical_lines: int = 0
    pieces: list[bytes] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)

    def text(self) -> bytes:
        """The rows, strictly quoted, one record after another."""
        return b"".join(self.pieces)

    def line_numbers(self) -> Positions:
        """Per row the 1-based physical line on which it begins."""
        return np.array(self.numbers, dtype=np.int64)


def settle(chunk: bytes, *, layout: Layout, first_line: int, is_last: bool, tally: Tally) -> Settled:
    """Account for every line of *chunk* (whole lines of UTF-8 text) that can be decided with what it holds.

    *first_line* is the number of its first line. Counts go to *tally*.
    """
    if layout.is_utf8:
        chunk, repaired = repair_utf8(chunk)
        tally.repairs[Repair.ENCODING] += repaired
    return _Ledger(chunk, layout, first_line=first_line, is_last=is_last, tally=tally).settle()


class _Ledger:
    """One chunk on its way through the careful reading."""

    def __init__(self, chunk: bytes, layout: Layout, *, first_line: int, is_last: bool, tally: Tally) -> None:
        dialect = layout.dialect
        self.chunk, self.first_line, self.dialect, self.width = chunk, first_line, dialect, layout.width
        self.is_last, self.tally, self.result = is_last, tally, Settled()
        data: Bytes = np.frombuffer(chunk, dtype=np.uint8)
        canonical, quotes = canonical_quotes(data, dialect) if dialect.quote else (data, np.zeros(0, np.int64))
        self.canonical = chunk if canonical is data else canonical.tobytes()
        table = table_of_lines(data, canonical, quotes, dialect=dialect, width=layout.width)
        is_long = table.ends - table.starts > LINE_LIMIT
        self.dirty_lines = np.flatnonzero(~table.is_clean | is_long).tolist()
        self.odd_lines = np.flatnonzero(table.has_odd_quotes).tolist()
        self.starts, self.ends, self.nexts = table.starts.tolist(), table.ends.tolist(), table.nexts.tolist()
        self.padding = PADDING.replace(dialect.delimiter_byte, b"")

    def settle(self) -> Settled:
        """Walk over the lines that are not clean, passing the runs between them through."""
        line = 0
        for dirty in self.dirty_lines:
            if dirty < line:
                continue
            self._pass_through(line, dirty)
            taken = self._settle_line(dirty)
            line = dirty + taken
            if not taken:
                return self._finish(line)
        self._pass_through(line, len(self.starts))
        return self._finish(len(self.starts))

    def _finish(self, line: int) -> Settled:
        self.result.rest = self.chunk[self.starts[line] :] if line < len(self.starts) else b""
        self.result.physical_lines = line
        self.tally.physical_lines += line
        return self.result

    def _pass_through(self, start: int, end: int) -> None:
        if end > start:
            first, last = self.starts[start], self.nexts[end - 1]
            self.result.pieces.append(self.canonical[first:last])
            self.result.numbers.extend(range(start + self.first_line, end + self.first_line))
            self.tally.data_lines += end - start

    def _text(self, start: int, end: int) -> bytes:
        return self.chunk[self.starts[start] : self.ends[end]]

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
        if self.dialect.opens_no_quote(raw):
            return self._settle_unquoted(line, raw)
        reading = self.dialect.read_strictly(raw)
        if reading is not None and reading.is_open:
            taken = self._join(line)
            if taken is not None:
                return taken
        elif reading is not None:
            return self._accept(line, reading.cells) or self._reject(line, raw, self._surplus(len(reading.cells)))
        return self._settle_loosely(line, raw, is_open=reading is not None)

    def _settle_unquoted(self, line: int, raw: bytes) -> int:
        missing = self.width - 1 - raw.count(self.dialect.delimiter_byte)
        if missing < 0:
            cells = self.dialect.split(raw)
            if any(cell.strip() for cell in cells[self.width :]):
                return self._reject(line, raw, self._surplus(len(cells)))
            self.tally.repairs[Repair.SURPLUS_EMPTY] += 1
            raw = self.dialect.delimiter_byte.join(cells[: self.width]) or b" "
        elif missing:
            raw += self.dialect.delimiter_byte * missing
            self.tally.padded_rows += 1
        if self.dialect.quote and self.dialect.quote_byte in raw:
            self.tally.repairs[Repair.LOOSE_QUOTES] += 1
        return self._add_row(line, raw + b"\n", lines=1)

    def _settle_with_nuls(self, line: int, raw: bytes) -> int:
        reading = self.dialect.read_strictly(raw.replace(b"\0", b""))
        if reading is None or reading.is_open or len(reading.cells) != self.width or not any(reading.cells):
            return self._reject(line, raw, "contains NUL bytes and is not a complete row without them")
        self.tally.repairs[Repair.NULS] += 1
        return self._accept(line, reading.cells)

    def _settle_loosely(self, line: int, raw: bytes, *, is_open: bool) -> int:
        reading = self.dialect.read_forgivingly(raw)
        if reading is not None and len(reading.cells) == self.width:
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
        start = self.starts[line]
        found = bisect_right(self.odd_lines, line)
        end = self.odd_lines[found] if found < len(self.odd_lines) else len(self.starts)
        if end - line >= RECORD_LINES:
            return None
        if end == len(self.starts):
            return None if self.is_last or len(self.chunk) - start > RECORD_BYTES else 0
        text = self._text(line, end)
        reading = self.dialect.read_strictly(text) if len(text) <= RECORD_BYTES else None
        if reading is None or reading.is_open or self._hides_rows(line, end):
            return None
        if len(reading.cells) < self.width:
            return None
        return self._accept(line, reading.cells, lines=end - line + 1) or None

    def _hides_rows(self, start: int, end: int) -> bool:
        lines = (self._text(line, line) for line in range(start + 1, end))
        inner = [text for text in lines if text.strip() and self.dialect.quote_byte not in text]
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
        return self._add_row(line, self.dialect.write(cells), lines=lines)

    def _add_row(self, line: int, piece: bytes, *, lines: int) -> int:
        self.result.pieces.append(piece)
        self.result.numbers.append(self.first_line + line)
        self.tally.data_lines += lines
        return lines

    def _reject(self, line: int, raw: bytes, reason: str) -> int:
        self.result.quarantined.append(quarantined(self.first_line + line, reason=reason, raw=raw))
        self.tally.data_lines += 1
        return 1

    def _surplus(self, found: int) -> str:
        return f"has {found} cells where the header has {self.width}"
