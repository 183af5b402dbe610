"""Binary workbooks (.xlsb, [MS-XLSB]): where their worksheets are, how far the cells extend, how many hold errors.

calamine reads the cells themselves. The records of a worksheet are scanned here first, because the extent that a
worksheet states is not trusted (`sheet_extent`).
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from listmatch.intake.cell_places import Extent
from listmatch.intake.workbook_parts import relations

WORKBOOK = "xl/workbook.bin"
_FOLDER = "xl/"

_ROW, _BLANK, _LAST_CELL, _ERRORS = 0, 1, 11, frozenset({3, 11})
"""BrtRowHdr, BrtCellBlank, BrtFmlaError: the records from 1 to 11 are cells; BrtCellError and BrtFmlaError"""
_SHEET_DATA, _SHEET_DATA_END, _SHEET = 145, 146, 156
"""BrtBeginSheetData, BrtEndSheetData, BrtBundleSh"""

_LONG = 0x80
"""the bit of a byte that says that the number goes on in the next one"""

_LONGEST_HEAD = 6
"""bytes of the kind and the size of a record"""

_READ = 1024 * 1024
_LONGEST = 16 * 1024 * 1024
"""bytes of one record; a cell holds 32,767 characters at most"""

Record = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Cells:
    """Of one worksheet: how far the cells reach that hold something, and how many hold an error of Excel."""

    extent: Extent
    errors: int


def is_binary(book: zipfile.ZipFile) -> bool:
    """Whether the workbook is one of records, not of XML."""
    return WORKBOOK in book.namelist()


def sheet_part(book: zipfile.ZipFile, sheet: str) -> str:
    """The path of the worksheet called *sheet* within the workbook.

    Raises KeyError or ValueError where the workbook does not say so plainly.
    """
    found = [_name_and_relation(data) for kind, data in _records(book, WORKBOOK) if kind == _SHEET]
    [relation] = [relation for name, relation in found if name == sheet]
    target = relations(book, "xl/_rels/workbook.bin.rels")[relation]
    return target.lstrip("/") if target.startswith(("/", _FOLDER)) else f"{_FOLDER}{target}"


def cells_of(book: zipfile.ZipFile, part: str) -> Cells:
    """The cells of the worksheet at the path *part*. Raises ValueError where it is damaged."""
    row = filled = errors = 0
    rows, columns = set[int](), set[bytes]()
    is_inside = False
    for kind, data in _records(book, part):
        if is_inside and _BLANK < kind <= _LAST_CELL:
            rows.add(row)
            columns.add(data[:4])
            filled, errors = filled + 1, errors + (kind in _ERRORS)
        elif is_inside and kind == _ROW:
            row = _number(data) + 1
        elif kind in (_SHEET_DATA, _SHEET_DATA_END):
            is_inside = kind == _SHEET_DATA
    if not filled:
        return Cells(Extent(), errors)
    numbers = [_number(column) for column in columns]
    return Cells(Extent(filled, min(rows), max(rows), min(numbers), max(numbers)), errors)


def _name_and_relation(data: bytes) -> tuple[str, str]:
    """Of a record BrtBundleSh: behind its state and number the id of its relation, and its name."""
    relation, end = _wide_string(data, 8)
    name, _ = _wide_string(data, end)
    return name, relation


def _number(data: bytes, start: int = 0) -> int:
    """The 32-bit number at *start* of a record. Raises ValueError where the record ends before."""
    if start + 4 > len(data):
        raise ValueError("A record is shorter than what it holds.")
    return int.from_bytes(data[start : start + 4], "little")


def _wide_string(data: bytes, start: int) -> tuple[str, int]:
    """The text (XLWideString) at *start*, and where it ends."""
    end = start + 4 + 2 * _number(data, start)
    if end > len(data):
        raise ValueError("A text ends outside its record.")
    return data[start + 4 : end].decode("utf-16-le"), end


def _records(book: zipfile.ZipFile, part: str) -> Iterator[Record]:
    """The records of a part. Raises ValueError where one is cut off."""
    with book.open(part) as stream:
        yield from _records_of(stream)


def _records_of(stream: IO[bytes]) -> Iterator[Record]:
    buffer, at = b"", 0
    while True:
        if len(buffer) - at < _LONGEST_HEAD:
            buffer, at = buffer[at:] + stream.read(_READ), 0
        if at == len(buffer):
            return
        kind, size = buffer[at : at + 2] if len(buffer) - at > 1 else (_LONG, _LONG)
        if kind < _LONG > size:  # nearly all are short, and calls cost more than the rest
            at += 2
        else:
            kind, at = _varying(buffer, at, most=2)
            size, at = _varying(buffer, at, most=4)
        if size > _LONGEST:
            raise ValueError("A record is too long.")
        if at + size > len(buffer):
            buffer, at = buffer[at:] + stream.read(max(size, _READ)), 0
            if size > len(buffer):
                raise ValueError("The part is cut off.")
        yield kind, buffer[at : at + size]
        at += size


def _varying(buffer: bytes, at: int, *, most: int) -> tuple[int, int]:
    """A number of up to *most* bytes, seven bits in each, the lowest first; and where it ends."""
    number = 0
    for place in range(most):
        if at >= len(buffer):
            raise ValueError("The part is cut off.")
        byte = buffer[at]
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if byte < _LONG:
            break
    return number, at
