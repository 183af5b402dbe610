"""The fast look at a chunk of text: where lines end, whether quotes are paired, how many cells a line has.

Vectorised over the bytes of a chunk (numpy); nothing here decides what happens to a line. The pairing rule is the one
of RFC 4180 turned round: when the quotes of clean text are numbered from 0, every even one opens a cell or continues a
doubled quote, every odd one closes a cell or starts a doubled quote.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from listmatch.intake.dialect import Dialect

Positions = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

LF, CR, BLANK, BACKSLASH = 10, 13, 32, 92

RUN_LIMIT = 64
"""Longest run of blanks or backslashes beside a quote that is looked at; the rest is for the careful reading."""


def line_ends(data: Bytes, *, has_cr: bool) -> Positions:
    """Positions of the last byte of every line end: LF, CRLF and lone CR all end a line."""
    if not has_cr:
        return np.flatnonzero(data == LF)
    is_cr = data == CR
    is_cr[:-1] &= data[1:] != LF
    return np.flatnonzero((data == LF) | is_cr)


def count_lines(chunk: bytes) -> int:
    """Number of line ends, each of LF, CRLF and lone CR counting once."""
    carriage_returns = chunk.count(b"\r")
    return chunk.count(b"\n") + (carriage_returns - chunk.count(b"\r\n") if carriage_returns else 0)


def has_longer_line(chunk: bytes, limit: int) -> bool:
    """Whether more than *limit* bytes of *chunk* go without a line end."""
    start = 0
    while start + limit < len(chunk):
        end = max(chunk.rfind(b"\n", start, start + limit + 1), chunk.rfind(b"\r", start, start + limit + 1))
        if end < 0:
            return True
        start = end + 1
    return False


def canonical_quotes(data: Bytes, dialect: Dialect) -> tuple[Bytes, Positions]:
    r"""*data* in plain RFC 4180 quoting at unchanged length, and the positions of its quotes.

    ``\"`` becomes ``""``; a blank between delimiter and quote moves into the cell (``, "x"`` becomes ``," x"``), which
    is also where it stays in an unquoted cell. *data* itself is not changed.
    """
    quote = ord(dialect.quote)
    quotes = np.flatnonzero(data == quote)
    if not len(quotes):
        return data, quotes
    edited = data
    if dialect.escape == "\\":
        edited, quotes = _double_escaped(edited, quotes, quote)
    if dialect.delimiter != " ":
        edited, quotes = _pull_blanks_in(edited, quotes, quote, ord(dialect.delimiter))
    return edited, quotes


def _double_escaped(data: Bytes, quotes: Positions, quote: int) -> tuple[Bytes, Positions]:
    run = np.zeros(len(quotes), dtype=np.int64)
    growing = np.ones(len(quotes), dtype=bool)
    for _ in range(RUN_LIMIT):
        before = quotes - 1 - run
        growing &= (before >= 0) & (data[np.maximum(before, 0)] == BACKSLASH)
        if not growing.any():
            break
        run += growing
    escaped = quotes[run % 2 == 1]
    if not len(escaped):
        return data, quotes
    edited = data.copy()
    edited[escaped - 1] = quote
    return edited, np.flatnonzero(edited == quote)


def _pull_blanks_in(data: Bytes, quotes: Positions, quote: int, delimiter: int) -> tuple[Bytes, Positions]:
    last = len(data) - 1
    opens = (data[np.maximum(quotes - 1, 0)] == BLANK) & (quotes > 0)
    closes = (data[np.minimum(quotes + 1, last)] == BLANK) & (quotes < last)
    opens[1::2] = False
    closes[0::2] = False
    if not (opens.any() or closes.any()):
        return data, quotes
    edited, moved = data.copy(), quotes.copy()
    for chosen, step in ((np.flatnonzero(opens), -1), (np.flatnonzero(closes), 1)):
        origin = quotes[chosen]
        edge = _skip_blanks(data, origin, step)
        beyond = data[np.clip(edge + step, 0, last)]
        at_edge = (edge + step < 0) | (edge + step > last) | (beyond == delimiter) | (beyond == LF) | (beyond == CR)
        chosen, origin, edge = chosen[at_edge], origin[at_edge], edge[at_edge]
        edited[origin], edited[edge] = BLANK, quote
        moved[chosen] = edge
    return edited, moved


def _skip_blanks(data: Bytes, origin: Positions, step: int) -> Positions:
    edge = origin.copy()
    growing = np.ones(len(edge), dtype=bool)
    last = len(data) - 1
    for _ in range(RUN_LIMIT):
        beyond = edge + step
        growing &= (beyond >= 0) & (beyond <= last) & (data[np.clip(beyond, 0, last)] == BLANK)
        if not growing.any():
            break
        edge[growing] += step
    return edge


def unpaired(data: Bytes, quotes: Positions, *, is_opening: Flags, delimiter: int) -> Flags:
    """Which quotes stand where a quote of their turn cannot stand. *is_opening*: the even-numbered ones."""
    last = len(data) - 1
    follows_quote = np.zeros(len(quotes), dtype=bool)
    follows_quote[1:] = np.diff(quotes) == 1
    precedes_quote = np.zeros(len(quotes), dtype=bool)
    precedes_quote[:-1] = follows_quote[1:]
    before, after = data[np.maximum(quotes - 1, 0)], data[np.minimum(quotes + 1, last)]
    starts = (quotes == 0) | (before == delimiter) | (before == LF) | (before == CR) | follows_quote
    ends = (quotes == last) | (after == delimiter) | (after == LF) | (after == CR) | precedes_quote
    return np.asarray(np.where(is_opening, ~starts, ~ends), dtype=bool)


@dataclass(frozen=True, slots=True)
class LineTable:
    """The physical lines of a chunk. ``ends`` excludes the line end, ``nexts`` is where the next line starts."""

    starts: Positions
    ends: Positions
    nexts: Positions
    is_clean: Flags
    """well-formed by itself, with exactly the expected number of cells, and not blank"""
    has_odd_quotes: Flags
    """as many quotes as cannot pair up within the line: a quoted cell begins or ends here"""

    def __len__(self) -> int:
        return len(self.starts)


def table_of_lines(data: Bytes, canonical: Bytes, quotes: Positions, *, dialect: Dialect, width: int) -> LineTable:
    """Every line of a chunk that ends in a line end, and which lines need no second look."""
    breaks = line_ends(data, has_cr=bool((data == CR).any()))
    nexts = breaks + 1
    starts = np.concatenate([np.zeros(1, dtype=np.int64), nexts[:-1]])
    is_crlf = (data[breaks] == LF) & (breaks > starts) & (data[np.maximum(breaks - 1, 0)] == CR)
    ends = breaks - is_crlf
    delimiter = ord(dialect.delimiter)
    delimiters = np.flatnonzero(data == delimiter)
    is_clean, is_odd = np.ones(len(starts), dtype=bool), np.zeros(len(starts), dtype=bool)
    if len(quotes):
        delimiters, is_clean, is_odd = _look_at_quotes(canonical, quotes, delimiters, nexts, delimiter=delimiter)
    cells = np.diff(np.searchsorted(delimiters, breaks), prepend=0) + 1
    is_clean &= cells == width
    is_clean[np.searchsorted(breaks, np.flatnonzero(data == 0))] = False
    if width == 1:
        is_clean &= _has_text(data, starts, ends)
    return LineTable(starts, ends, nexts, is_clean, is_odd)


def _look_at_quotes(
    data: Bytes, quotes: Positions, delimiters: Positions, nexts: Positions, *, delimiter: int
) -> tuple[Positions, Flags, Flags]:
    """The delimiters outside quoted cells, which lines are well-formed, and which have an odd number of quotes."""
    line_of_quote = np.searchsorted(nexts, quotes, side="right")
    first_of_line = np.searchsorted(line_of_quote, np.arange(len(nexts)))
    rank = np.arange(len(quotes)) - first_of_line[line_of_quote]
    is_odd = np.bincount(line_of_quote, minlength=len(nexts)) % 2 == 1
    is_clean = ~is_odd
    bad = unpaired(data, quotes, is_opening=rank % 2 == 0, delimiter=delimiter)
    is_clean[line_of_quote[bad]] = False
    line_of_delimiter = np.searchsorted(nexts, delimiters, side="right")
    quotes_before = np.searchsorted(quotes, delimiters) - first_of_line[line_of_delimiter]
    return delimiters[quotes_before % 2 == 0], is_clean, is_odd


def _has_text(data: Bytes, starts: Positions, ends: Positions) -> Flags:
    texts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum((data > BLANK) & (data != ord('"')))])
    return np.asarray(texts[ends] > texts[starts])
