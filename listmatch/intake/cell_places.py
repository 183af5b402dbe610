"""Where the cells of a worksheet stand, read off its XML by arrays: a million cells in a third of a second.

It knows the one form that all programs write (``<c r="B7"``). A worksheet with any other is left to whoever reads it as
XML, which takes many times as long.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

_LONGEST_TAG = 1024 * 1024
_PLAIN = b' r="'
_BLANKS = np.frombuffer(b" \t\r\n/>", dtype=np.uint8)
"""what may follow the name of a tag"""


class _Numerals(NamedTuple):
    """How one half of a reference (``XFD1048576``) counts."""

    first: str
    """its first sign"""
    value: int
    """of that sign"""
    base: int
    most: int
    """signs"""


_LETTERS = _Numerals("A", value=1, base=26, most=3)
_DIGITS = _Numerals("0", value=0, base=10, most=7)

_PADDING = bytes(len(b"<c") + len(_PLAIN) + _LETTERS.most + _DIGITS.most + 1)

_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many cells there are, and the smallest rectangle around them; rows count from 1, columns from 0."""

    cells: int = 0
    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0

    @property
    def places(self) -> int:
        """The places within the rectangle."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) if self.cells else 0

    def with_cells(self, cells: int, *, rows: tuple[int, int], columns: tuple[int, int]) -> Self:
        """The extent of these and of *cells* more, which lie from row to row and from column to column."""
        if not self.cells:
            return type(self)(cells, *rows, *columns)
        return type(self)(
            self.cells + cells,
            min(self.top, rows[0]),
            max(self.bottom, rows[1]),
            min(self.left, columns[0]),
            max(self.right, columns[1]),
        )


def quick_extent(chunks: Iterable[bytes]) -> Extent | None:
    """The extent of all cells of a worksheet's XML, empty ones too; None when one is written in another form."""
    extent, rest = Extent(), b""
    for chunk in chunks:
        text = rest + chunk
        cut = max(text.rfind(b"<"), 0)
        found = _with_cells_of(text[:cut], extent)
        rest = text[cut:]
        if found is None or len(rest) > _LONGEST_TAG:
            return None
        extent = found
    return _with_cells_of(rest, extent)


def _with_cells_of(text: bytes, extent: Extent) -> Extent | None:
    """*extent* with the cells of *text*, which ends where a tag begins; None when one is written in another form."""
    marks = np.frombuffer(text + _PADDING, dtype=np.uint8)
    cells = _tags_of_cells(marks, len(text))
    if not cells.size:
        return extent
    at = cells + len(b"<c")
    is_plain = marks[cells] == ord("<")
    for mark in _PLAIN:
        is_plain &= marks[at] == mark
        at = at + 1
    columns, at = _number(marks, at, _LETTERS)
    rows, at = _number(marks, at, _DIGITS)
    if not (is_plain & (columns > 0) & (rows > 0) & (marks[at] == ord('"'))).all():
        return None
    return extent.with_cells(
        cells.size,
        rows=(int(rows.min()), int(rows.max())),
        columns=(int(columns.min()) - 1, int(columns.max()) - 1),
    )


def _tags_of_cells(marks: _Bytes, length: int) -> _Places:
    """Where a tag called ``c`` may begin: at its ``<``, or at the ``:`` behind a prefix."""
    letters = np.flatnonzero(marks[:length] == ord("c"))
    letters = letters[letters > 0]
    before = marks[letters - 1]
    begun = letters[(before == ord("<")) | (before == ord(":"))]
    tags: _Places = begun[np.isin(marks[begun + 1], _BLANKS)] - 1
    return tags


def _number(marks: _Bytes, at: _Places, numerals: _Numerals) -> tuple[_Places, _Places]:
    """The numbers that begin at *at* (``AB`` -> 28, ``42`` -> 42; none: 0), and where they end."""
    values = np.zeros(at.size, dtype=np.int64)
    is_going_on = np.ones(at.size, dtype=bool)
    for _ in range(numerals.most):
        mark = marks[at].astype(np.int64) - ord(numerals.first)
        is_going_on &= (mark >= 0) & (mark < numerals.base)
        values = np.where(is_going_on, values * numerals.base + mark + numerals.value, values)
        at = at + is_going_on
    return values, at
