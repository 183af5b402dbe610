"""Binary workbooks of Excel (.xlsb), written here record by record."""

import struct
import zipfile
from io import BytesIO

import pytest

from listmatch.errors import FileUnreadable
from listmatch.intake import binary_workbook
from listmatch.intake.cell_places import Extent

from .conftest import Read

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Cell = str | float | None
ERROR = float("nan")
"""stands for a cell with #N/A"""


def varying(number: int) -> bytes:
    found = bytearray()
    while number >= 0x80:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def record(kind: int, data: bytes = b"") -> bytes:
    return varying(kind) + varying(len(data)) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: Cell) -> bytes:
    place = struct.pack("<II", column, 0)
    if value is None:
        return record(1, place)
    if isinstance(value, str):
        return record(6, place + wide(value))
    return record(3, place + b"\x2a") if value != value else record(5, place + struct.pack("<d", value))


def sheet(rows: dict[int, dict[int, Cell]]) -> bytes:
    body = b"".join(
        record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0)) + b"".join(cell(*each) for each in cells.items())
        for at, cells in rows.items()
    )
    extent = record(148, struct.pack("<IIII", 0, 1, 0, 1))  # which is not true, and not believed
    return record(129) + extent + record(145) + body + record(146) + record(130)


def workbook(**sheets: bytes) -> bytes:
    named = [
        record(156, struct.pack("<II", 0, place) + wide(f"rId{place}") + wide(name))
        for place, name in enumerate(sheets, 1)
    ]
    targets = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{place}.bin"/>'
        for place in range(1, len(sheets) + 1)
    )
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        book.writestr("xl/workbook.bin", record(131) + record(143) + b"".join(named) + record(144) + record(132))
        book.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>'
        )
        for place, part in enumerate(sheets.values(), 1):
            book.writestr(f"xl/worksheets/sheet{place}.bin", part)
    return held.getvalue()


def rows(*cells: tuple[Cell, ...]) -> bytes:
    return sheet({at: dict(enumerate(row)) for at, row in enumerate(cells)})


PEOPLE = rows(("Name", "Email", "Zip"), ("Ann Lee", "ann@example.com", 7102.0), ("Bo Li", None, ERROR))


@pytest.mark.parametrize("name", ["list.xlsb", "list.xlsx", "list"])
def test_a_binary_workbook_is_read_whatever_its_name(read: Read, name: str) -> None:
    found = read(workbook(Notes=rows(("Read me",)), People=PEOPLE), name=name)
    assert found.names == ["Name", "Email", "Zip"]
    assert found.cells == [("Ann Lee", "ann@example.com", "7102"), ("Bo Li", None, None)]
    assert found.result.format.sheet == "People"
    assert "Cells that hold an error of Excel (#N/A, #REF!), read as empty: 1." in found.result.repairs


def test_a_cell_far_from_the_list_is_named(read: Read) -> None:
    far = sheet({0: {0: "Name"}, 1: {0: "Ann"}, 1_048_575: {16_383: "x"}})
    with pytest.raises(FileUnreadable, match=r"only 3 of the 17,179,869,184 cells down to XFD1048576 hold anything"):
        read(workbook(People=far), name="list.xlsb")


@pytest.mark.parametrize("kept", [20, 60, len(PEOPLE) - 12])
def test_a_worksheet_that_is_cut_off_is_refused(read: Read, kept: int) -> None:
    with pytest.raises(FileUnreadable, match="damaged"):
        read(workbook(People=PEOPLE[:kept]), name="list.xlsb")


@pytest.mark.parametrize("at_once", [7, 64])
def test_records_are_found_however_the_part_is_cut_into_blocks(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    with zipfile.ZipFile(BytesIO(workbook(People=rows(*[("Ann Lee", "x" * 200, ERROR)] * 50)))) as book:
        part = binary_workbook.sheet_part(book, "People")
        whole = binary_workbook.cells_of(book, part)
        monkeypatch.setattr(binary_workbook, "_READ", at_once)
        assert binary_workbook.cells_of(book, part) == whole
    assert whole == binary_workbook.Cells(Extent(150, 1, 50, 0, 2), errors=50)


@pytest.mark.parametrize("short", [record(0, b"\0\0"), record(6, b"\0\0")], ids=["row", "cell"])
def test_a_record_shorter_than_its_number_is_damage(read: Read, short: bytes) -> None:
    with pytest.raises(FileUnreadable, match="damaged"):
        read(workbook(People=record(129) + record(145) + short + record(146) + record(130)), name="list.xlsb")


def test_a_workbook_named_as_text_is_refused_with_the_cure(read: Read) -> None:
    with pytest.raises(FileUnreadable, match="Excel workbook, though its name says text"):
        read(workbook(People=PEOPLE), name="list.csv")
