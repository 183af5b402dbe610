"""How far the cells of a worksheet reach, looked at before it is read.

calamine keeps a place of 32 bytes for every cell between the first and the last one: one forgotten cell in the last row
and column that Excel has would take 550 GB, and the process would end.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from listmatch.errors import FileUnreadable
from listmatch.intake.workbook_parts import NO_WORKBOOK_OF_XML, column_index, part_of

MOST_PLACES = 50_000_000
"""Places up to which any worksheet may reach: 1.6 GB."""

LEAST_FILLED = 0.05
"""Share of its places that a worksheet must fill to reach further."""

_CHUNK = 1024 * 1024
_HEAD = 64 * 1024
"""bytes of the worksheet's XML within which it says how far it reaches"""

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>(?!</)')


@dataclass(frozen=True, slots=True)
class _Extent:
    """The smallest rectangle around the cells that hold something, and how many these are."""

    places: int
    filled: int
    last: str


def refuse_far_cells(path: Path, sheet: str) -> None:
    """Raise `FileUnreadable` when the cells of the worksheet called *sheet* lie so far apart that it cannot be read.

    What it says of itself is believed where that is little; it may count cells that are only coloured, so where it is
    much its cells are gone through.
    """
    try:
        with zipfile.ZipFile(path) as book:
            part = part_of(book, sheet)
            with book.open(part) as stream:
                if _claimed(stream.read(_HEAD)) <= MOST_PLACES:
                    return
            extent = _extent_of(book, part)
    except NO_WORKBOOK_OF_XML:
        return
    if extent.places > MOST_PLACES and extent.filled < LEAST_FILLED * extent.places:
        raise FileUnreadable(
            f"only {extent.filled:,} of the {extent.places:,} cells down to {extent.last} hold anything.",
            place=f"sheet {sheet}",
            cure="Delete what stands far below or beside the list, or choose another worksheet with option sheet.",
        )


def _claimed(head: bytes) -> int:
    """The places of the rectangle that a worksheet says it has; 0 when it says nothing."""
    found = _DIMENSION.search(head)
    if found is None:
        return 0
    left, top, right, bottom = found.groups()
    return (int(bottom) - int(top) + 1) * (column_index(right) - column_index(left) + 1)


def _extent_of(book: zipfile.ZipFile, part: str) -> _Extent:
    filled, columns, first_row, last_row = 0, set[bytes](), 0, 0
    for letters, row in _filled_cells(book, part):
        filled, first_row, last_row = filled + 1, first_row or row, row
        columns.add(letters)
    if not filled:
        return _Extent(0, 0, "")
    by_place = sorted(columns, key=column_index)
    width = column_index(by_place[-1]) - column_index(by_place[0]) + 1
    return _Extent((last_row - first_row + 1) * width, filled, f"{by_place[-1].decode()}{last_row}")


def _filled_cells(book: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, int]]:
    """Letters of the column and number of the row of every cell with something in it, from top to bottom."""
    with book.open(part) as stream:
        rest = b""
        while more := stream.read(_CHUNK):
            text = rest + more
            # Up to the last tag but one: whether a cell holds anything is told by what comes after its tag.
            cut = max(text.rfind(b"<", 0, max(text.rfind(b"<"), 0)), 0)
            for letters, row in _FILLED_CELL.findall(text[: cut + 2]):
                yield letters, int(row)
            rest = text[cut:][-_CHUNK:]
