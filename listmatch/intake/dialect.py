"""A dialect of delimited text, and the readings of one record under it.

Three readings, from strict to forgiving; who may use which is decided in ``ledger``. Everything works on UTF-8 bytes:
delimiter, quote and line ends are ASCII, so no byte of a longer character can be mistaken for them.
"""

import re
from dataclasses import dataclass
from functools import cached_property

FORGIVING_LIMIT_BYTES = 1 << 16
"""Longer records are read strictly or not at all: the forgiving reading may look at a record once per cell."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The cells of one record. ``is_open``: the text ended inside a quoted cell, so ``cells`` is incomplete."""

    cells: list[bytes]
    is_open: bool = False


@dataclass(frozen=True)
class Dialect:
    """How cells are told apart. ``quote`` may be empty; ``escape`` is the quote itself (doubled) or a backslash."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'

    @cached_property
    def delimiter_byte(self) -> bytes:
        """The delimiter as it stands in UTF-8."""
        return self.delimiter.encode()

    @cached_property
    def quote_byte(self) -> bytes:
        """The quote as it stands in UTF-8; empty when nothing is quoted."""
        return self.quote.encode()

    @cached_property
    def _blanks(self) -> bytes:
        return b"" if self.delimiter == " " else b" *+"

    @cached_property
    def _strict(self) -> re.Pattern[bytes]:
        end = rb"(?=%s|\Z)" % re.escape(self.delimiter_byte)
        quoted = rb"(%s)%s(%s)%s(%s)%s" % (self._blanks, *self._quoted, self._blanks, end)
        return re.compile(rb"%s|([^%s\r\n]*+)%s" % (quoted, self._excluded, end))

    @cached_property
    def _open(self) -> re.Pattern[bytes]:
        quote, body, _ = self._quoted
        return re.compile(rb"%s%s%s\\?\Z" % (self._blanks, quote, body))

    @cached_property
    def _forgiving(self) -> re.Pattern[bytes]:
        quote, delimiter = re.escape(self.quote_byte), re.escape(self.delimiter_byte)
        end = rb"(?=%s|\Z)" % delimiter
        quoted = rb"(%s)%s(.*?)%s(%s)%s" % (self._blanks, quote, quote, self._blanks, end)
        return re.compile(rb"%s|([^%s]*+)%s" % (quoted, delimiter, end), re.DOTALL)

    @cached_property
    def _escaped_quote(self) -> re.Pattern[bytes]:
        quote = re.escape(self.quote_byte)
        return re.compile(rb"\\%s|%s%s" % (quote, quote, quote))

    @cached_property
    def _quoted(self) -> tuple[bytes, bytes, bytes]:
        quote = re.escape(self.quote_byte)
        if self.escape == "\\":
            return quote, rb"(?:[^%s\\]|\\[\s\S]|%s%s)*+" % (quote, quote, quote), quote
        return quote, rb"(?:[^%s]|%s%s)*+" % (quote, quote, quote), quote

    @cached_property
    def _excluded(self) -> bytes:
        return re.escape(self.delimiter_byte) + re.escape(self.quote_byte)

    def opens_no_quote(self, text: bytes) -> bool:
        """No cell of *text* begins with a quote, so whatever quotes there are belong to the text."""
        quote = self.quote_byte
        if not quote or quote not in text:
            return True
        return not (text.startswith(quote) or self.delimiter_byte + quote in text or b" " + quote in text)

    def split(self, text: bytes) -> list[bytes]:
        """The cells when no quote means anything."""
        return text.split(self.delimiter_byte)

    def read_strictly(self, text: bytes) -> Reading | None:
        """RFC 4180 with blanks allowed around a quoted cell (they stay in the cell); None where *text* breaks it."""
        if not self.quote or self.quote_byte not in text:
            return Reading(self.split(text))
        cells: list[bytes] = []
        position = 0
        while True:
            match = self._strict.match(text, position)
            if match is None:
                return Reading(cells, is_open=True) if self._open.match(text, position) else None
            before, body, after, bare = match.groups()
            cells.append(bare if body is None else before + self._unescape(body) + after)
            position = match.end() + 1
            if position > len(text):
                return Reading(cells)

    def read_forgivingly(self, text: bytes) -> Reading | None:
        """A quote closes a cell only before a delimiter or the end, others are text; None if a cell stays unclosed."""
        if len(text) > FORGIVING_LIMIT_BYTES:
            return None
        cells: list[bytes] = []
        position = 0
        while position <= len(text):
            match = self._forgiving.match(text, position)
            if match is None:
                return None
            before, body, after, bare = match.groups()
            if body is not None:
                cells.append(before + self._unescape(body) + after)
            elif bare.lstrip(b" ").startswith(self.quote_byte) and bare.count(self.quote_byte) % 2:
                return None
            else:
                cells.append(bare)
            position = match.end() + 1
        return Reading(cells)

    def write(self, cells: list[bytes]) -> bytes:
        """One canonical record, line end included, quotes doubled; what the strict reading gives back unchanged.

        A record of one empty cell is a blank, since an empty line would be none.
        """
        joined = self.delimiter_byte.join(cells)
        has_marks = joined.count(self.delimiter_byte) >= len(cells) or b"\n" in joined or b"\r" in joined
        if self.quote and (has_marks or self.quote_byte in joined):
            joined = self.delimiter_byte.join(map(self._written, cells))
        return (joined or b" ") + b"\n"

    def _written(self, cell: bytes) -> bytes:
        quote = self.quote_byte
        if quote in cell or self.delimiter_byte in cell or b"\n" in cell or b"\r" in cell:
            return quote + cell.replace(quote, quote * 2) + quote
        return cell

    def _unescape(self, body: bytes) -> bytes:
        if self.quote_byte not in body:
            return body
        if self.escape == "\\":
            return self._escaped_quote.sub(self.quote_byte, body)
        return body.replace(self.quote_byte * 2, self.quote_byte)
