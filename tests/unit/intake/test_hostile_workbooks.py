"""Workbooks that lie about themselves: how far their cells reach, how large their parts are, what kind they are."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from listmatch.duck import Compute
from listmatch.errors import FileUnreadable
from listmatch.intake import read_list

SHEET = "xl/worksheets/sheet1.xml"
NEAR = '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>name</v></c></row>'
NEAR += '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>Ann</v></c></row>'


def worksheet(rows: str, *, prefix: str = "") -> bytes:
    """The XML of a worksheet that says it has few cells, whatever it has."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    name = f":{prefix.rstrip(':')}" if prefix else ""
    inner = f'<{prefix}dimension ref="A1:B2"/><{prefix}sheetData>{rows}</{prefix}sheetData>'
    return f'<?xml version="1.0"?><{prefix}worksheet xmlns{name}="{space}">{inner}</{prefix}worksheet>'.encode()


def workbook(parts: Mapping[str, bytes | None]) -> bytes:
    """A workbook of one sheet with some parts replaced, added or (None) left out."""
    made, target = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        held = {name: source.read(name) for name in source.namelist()} | parts
        for name, content in held.items():
            if content is not None:
                packed.writestr(name, content)
    return target.getvalue()


def part(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook({}))) as book:
        return book.read(name).decode()


FAR = '<c r="XFD1048576"><v>2</v></c>'
SINGLE_QUOTED = "<row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(f'{NEAR}<row r="1048576">{FAR}</row>', id="plain"),
        pytest.param(NEAR + SINGLE_QUOTED, id="in single quotes"),
        pytest.param(f'{NEAR}<row r="1048576"><c\n\tr = "XFD1048576"><v>2</v></c></row>', id="with blanks"),
        pytest.param(f'{NEAR}<row r="1048576"><c s="0" r="xfd1048576"><v>2</v></c></row>', id="small, and not first"),
        pytest.param(f'{NEAR}<row r="1048000"><c><v>2</v></c>{"<c/>" * 16_000}<c><v>2</v></c></row>', id="implied"),
        pytest.param(f"{NEAR}{'<row/>' * 60_000}<row>{'<c/>' * 900}<c><v>2</v></c></row>", id="implied rows"),
    ],
)
def test_what_a_sheet_says_of_its_extent_is_not_believed(read: Any, rows: str) -> None:
    with pytest.raises(FileUnreadable, match=r"sheet Sheet: only \d of the [\d,]{10,} cells down to"):
        read(workbook({SHEET: worksheet(rows)}), name="list.xlsx")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param("xl/workbook.xml", 'name="Sheet"', "name='Sheet'", id="name in single quotes"),
        pytest.param(
            "xl/workbook.xml", "</sheets>", '</sheets><!-- <sheet name="Sheet" r:id="rId2"/> -->', id="a comment"
        ),
        pytest.param("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "WORKSHEETS/sheet1.xml", id="other case"),
    ],
)
def test_a_sheet_is_found_however_the_workbook_hides_it(read: Any, name: str, old: str, new: str) -> None:
    text = part(name)
    assert old in text
    far = worksheet(f'{NEAR}<row r="1048576">{FAR}</row>')
    with pytest.raises(FileUnreadable, match="only 5 of the 17,179,869,184 cells"):
        read(workbook({SHEET: far, name: text.replace(old, new).encode()}), name="list.xlsx")


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_unusual_ways_to_write_a_sheet_are_read(read: Any, prefix: str) -> None:
    rows = "<row><c t='str'><v>id</v></c><c t='str'><v>name</v></c></row>"
    rows += "<row><c><v>1</v></c><c t='str'><v>Ann</v></c></row>"
    rows = rows.replace("</", f"</{prefix}")
    for tag in ("row", "c", "v"):
        rows = rows.replace(f"<{tag}", f"<{prefix}{tag}")
    found = read(workbook({SHEET: worksheet(rows, prefix=prefix)}), name="list.xlsx")
    assert (found.names, found.cells) == (["id", "name"], [("1", "Ann")])


def test_a_part_that_is_larger_than_it_says_is_not_unpacked(read: Any) -> None:
    bomb = worksheet(NEAR + "<row/>" * 20_000_000)
    data = bytearray(workbook({SHEET: bomb}))
    size = struct.pack("<I", len(bomb))
    assert data.count(size) == 2  # beside the part itself, and in the directory
    tracemalloc.start()
    with pytest.raises(FileUnreadable, match="the workbook is damaged"):
        read(bytes(data).replace(size, struct.pack("<I", 1000)), name="list.xlsx")
    assert tracemalloc.get_traced_memory()[1] < len(bomb) / 4
    tracemalloc.stop()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(read: Any) -> None:
    target = io.BytesIO(workbook({SHEET: worksheet(NEAR)}))
    with zipfile.ZipFile(target, "a") as packed:
        packed.writestr(SHEET, worksheet(f'{NEAR}<row r="1048576">{FAR}</row>'))
    with pytest.raises(FileUnreadable, match="the workbook is damaged"):
        read(target.getvalue(), name="list.xlsx")


def test_a_damaged_binary_workbook_is_refused(read: Any) -> None:
    with pytest.raises(FileUnreadable, match="the workbook is damaged"):
        read(workbook({"xl/workbook.xml": None, "xl/workbook.bin": b"\0"}), name="list.xlsb")


@pytest.mark.parametrize("name", ["list.xls", "list.xlsb", "list.ods", "list", "list.xlsx"])
def test_the_end_of_its_name_does_not_change_how_a_workbook_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(workbook({SHEET: worksheet(NEAR)}))
    found = read_list(path, name=name, into=tmp_path / "into", compute=Compute(tmp_path / "scratch", threads=1))
    assert [column.name for column in found.header] == ["id", "name"]


def test_any_number_of_merged_areas_may_overlap(read: Any) -> None:
    cells = [f'<row r="{row}"><c r="B{row}"><v>{row}</v></c></row>' for row in range(3, 1001)]
    merged = "".join(f'<mergeCell ref="A2:A{bottom}"/>' for bottom in [*range(3, 1001), *range(1000, 2, -1)] * 10)
    sheet = worksheet(NEAR + "".join(cells)).replace(
        b"</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
    )
    found = read(workbook({SHEET: sheet}), name="list.xlsx")
    assert found.cells == [("1", "Ann"), *(("1", str(row)) for row in range(3, 1001))]
