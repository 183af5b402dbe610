"""How far the cells of a worksheet reach, looked at before it is read.

calamine keeps a place of 32 bytes for every cell between the first and the last one: one forgotten cell in the last row
and column that Excel has would take 550 GB, and the process would end. What a worksheet says of itself (`dimension`) is
not believed, since whoever wrote it may have erred or lied: its cells are gone through.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from listmatch.errors import FileUnreadable
from listmatch.intake.binary_workbook import cells_of, is_binary, sheet_part
from listmatch.intake.cell_places import Extent, quick_extent
from listmatch.intake.workbook_parts import NO_WORKBOOK_OF_XML, column_index, column_letters, part_of

MOST_PLACES = 50_000_000
"""Places up to which any worksheet may reach: 1.6 GB."""

LEAST_FILLED = 0.05
"""Share of its places that a worksheet must fill to reach further."""

_CHUNK = 1024 * 1024
_HEAD = 1024

_VALUES = frozenset({"v", "is"})
"""What holds the value of a cell."""


def refuse_far_cells(path: Path, sheet: str) -> None:
    """Raise `FileUnreadable` when the cells of the worksheet called *sheet* lie so far apart that it cannot be read.

    Cells that are only coloured do not count.
    """
    try:
        with zipfile.ZipFile(path) as book:
            if is_binary(book):
                return _refuse(cells_of(book, sheet_part(book, sheet)).extent, sheet)
            for part in _parts(book, sheet):
                quick = quick_extent(_chunks(book, part))
                if quick is None or quick.places > MOST_PLACES:
                    _refuse(_extent_of(book, part), sheet)
    except (*NO_WORKBOOK_OF_XML, expat.ExpatError) as error:
        cure = "Open it in Excel and save it again."
        raise FileUnreadable("the workbook is damaged.", place=f"sheet {sheet}", cure=cure) from error


def _parts(book: zipfile.ZipFile, sheet: str) -> list[str]:
    """Where the cells of the worksheet lie: all XML there is, where the workbook does not say so plainly.

    calamine may find it where we do not.
    """
    try:
        return [book.getinfo(part_of(book, sheet)).filename]
    except (KeyError, ValueError):
        return [name for name in book.namelist() if _is_xml(book, name)]


def _is_xml(book: zipfile.ZipFile, name: str) -> bool:
    with book.open(name) as stream:
        return stream.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _refuse(extent: Extent, sheet: str) -> None:
    if extent.places > MOST_PLACES and extent.cells < LEAST_FILLED * extent.places:
        last = f"{column_letters(extent.right)}{extent.bottom}"
        raise FileUnreadable(
            f"only {extent.cells:,} of the {extent.places:,} cells down to {last} hold anything.",
            place=f"sheet {sheet}",
            cure="Delete what stands far below or beside the list, or choose another worksheet with option sheet.",
        )


def _chunks(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _extent_of(book: zipfile.ZipFile, part: str) -> Extent:
    """The extent of the cells that hold something, read as XML. Raises ExpatError."""
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reading.begin, reading.end
    for chunk in _chunks(book, part):
        parser.Parse(chunk)
    return reading.extent


class _Reading:
    """Where the cells of a worksheet are, as calamine counts: those without a reference follow the one before."""

    def __init__(self) -> None:
        self._row, self._column = 1, 0
        self._cell = (0, 0)
        self._is_filled = False
        self._rows, self._columns = set[int](), set[int]()
        self._filled = 0

    @property
    def extent(self) -> Extent:
        """Of the cells so far."""
        if not self._filled:
            return Extent()
        return Extent(self._filled, min(self._rows), max(self._rows), min(self._columns), max(self._columns))

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A tag opens. Raises ValueError for a reference that is none."""
        kind = name.rpartition(":")[2]
        if kind in _VALUES:
            self._is_filled = True
        elif kind == "c":
            self._is_filled = False
            if reference := attributes.get("r"):
                letters = reference.rstrip("0123456789")
                self._column = column_index(letters.upper().encode())
                self._cell = (int(reference[len(letters) :]), self._column)
            else:
                self._cell = (self._row, self._column)
        elif kind == "row" and (reference := attributes.get("r")):
            self._row = int(reference)

    def end(self, name: str) -> None:
        """A tag closes."""
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._column += 1
            if self._is_filled:
                self._filled += 1
                self._rows.add(self._cell[0])
                self._columns.add(self._cell[1])
        elif kind == "row":
            self._row, self._column = self._row + 1, 0
