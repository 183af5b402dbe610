"""Workbooks, JSON Lines, Parquet, archives; and what is refused."""

import datetime as dt
import gzip
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from listmatch.errors import FileUnreadable, InputError
from listmatch.intake import ReadOptions
from listmatch.intake.cell_formats import _NO_RESULT

CSV = b"id,name\n1,Ann\n"


def workbook(*fills: Callable[[Worksheet], object], titles: tuple[str, ...] = ("First", "Second")) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for fill, title in zip(fills, titles, strict=False):
        fill(book.create_sheet(title))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table(*rows: tuple[Any, ...], at: int = 1) -> Callable[[Worksheet], object]:
    def fill(sheet: Worksheet) -> None:
        for number, row in enumerate(rows, at):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column, value)

    return fill


def zipped(data: bytes) -> bytes:
    """Without the time of day, which would be part of a test's name and differ between pytest's processes."""
    return gzip.compress(data, mtime=0)


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("_dot_", "."), data)
    return target.getvalue()


def parquet(**columns: Any) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"),
        (1.0, "1"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (123456789012345, "123456789012345"),
        ("01234", "01234"),
        ("  ", None),
        (None, None),
        (True, "TRUE"),
        (dt.date(2024, 2, 29), "2024-02-29"),
        (dt.datetime(2024, 2, 29, 13, 5), "2024-02-29 13:05:00"),
        (dt.time(13, 5), "13:05:00"),
    ],
)
def test_cells_of_a_workbook_become_text_as_seen(read: Any, value: Any, text: str | None) -> None:
    found = read(workbook(table(("id", "value"), ("1", value))), name="list.xlsx")
    assert found.cells == [("1", text)]


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (1234, "00000", "01234"),
        (12345678, "00000\\-0000", "01234-5678"),
        (12345678, "000\\-00\\-0000", "012-34-5678"),
        (123456, "00000", "123456"),
        (1234, "0.00", "1234"),
        (1234, "General", "1234"),
    ],
)
def test_zeros_that_excel_shows_in_front_of_a_number_are_kept(read: Any, value: int, shown_as: str, text: str) -> None:
    def fill(sheet: Worksheet) -> None:
        table(("id", "zip"), *(("x", value) for _ in range(4)), at=3)(sheet)
        for row in range(4, 8):
            sheet.cell(row, 2).number_format = shown_as

    found = read(workbook(fill), name="list.xlsx")
    assert [cells[1] for cells in found.cells] == [text] * 4
    assert any("zeros that Excel shows" in note for note in found.result.repairs) == shown_as.startswith("00")


def test_errors_of_excel_are_counted_and_read_as_empty(read: Any) -> None:
    found = read(workbook(table(("id", "city"), (1, "Rome"), (2, "#N/A"), (3, "#REF!"))), name="list.xlsx")
    assert found.cells == [("1", "Rome"), ("2", None), ("3", None)]
    assert "Cells that hold an error of Excel (#N/A, #REF!), read as empty: 2." in found.result.repairs


def test_formulas_that_were_never_calculated_are_told_with_the_cure(read: Any) -> None:
    data = workbook(table(("id", "city"), (1, '="Ro"&"me"'), (2, "Oslo"), (3, '="Par"&"is"')))
    found = read(data, name="list.xlsx")
    assert found.cells == [("1", None), ("2", "Oslo"), ("3", None)]
    told = [note for note in found.result.repairs if note.startswith("Formulas")]
    assert told == [
        "Formulas whose results are not stored in the workbook, read as empty: 2. "
        "Open it in Excel and save it to store them."
    ]


@pytest.mark.parametrize(
    "cell", [b'<c r="B2" t="str"><f>A2&amp;""</f><v></v></c>', b'<c r="B2"><f>A2+1</f><v>5</v></c>']
)
def test_a_formula_with_a_result_is_calculated(cell: bytes) -> None:
    assert not _NO_RESULT.search(cell)


def test_the_sheet_with_most_cells_is_read_and_reported(read: Any) -> None:
    data = workbook(table(("Read me",)), table(("id", "name"), (1, "Ann"), (2, "Bob")))
    found = read(data, name="list.xlsx")
    assert (found.result.format.sheet, found.result.rows) == ("Second", 2)
    assert "Of 2 sheets 'Second' was read" in found.result.repairs[0]


def test_the_sheet_asked_for_is_read(read: Any) -> None:
    data = workbook(table(("id",), (7,)), table(("id", "name"), (1, "Ann"), (2, "Bob")))
    assert read(data, name="list.xlsx", options=ReadOptions(sheet="First")).cells == [("7",)]
    with pytest.raises(InputError, match="First, Second"):
        read(data, name="list.xlsx", options=ReadOptions(sheet="Third"))


FAR = table(("id", "name"), (1, "Ann"), (2, "Bob"))


def far_off(place: str, *, held: object) -> Callable[[Worksheet], object]:
    """A list, and far from it a cell that holds something or is only coloured."""

    def fill(sheet: Worksheet) -> None:
        FAR(sheet)
        sheet[place] = held
        sheet[place].fill = PatternFill("solid", fgColor="FFFF00")

    return fill


def test_a_cell_so_far_off_that_no_memory_holds_the_sheet_is_named(read: Any) -> None:
    data = workbook(far_off("XFD1048576", held="x"), FAR)
    with pytest.raises(FileUnreadable, match="sheet First: only 7 of the 17,179,869,184 cells down to XFD1048576 hold"):
        read(data, name="list.xlsx")
    assert read(data, name="list.xlsx", options=ReadOptions(sheet="Second")).result.rows == 2


@pytest.mark.parametrize(("place", "held"), [("XFD1048576", None), ("D3000", "far down")])
def test_a_cell_far_off_that_is_only_coloured_or_not_so_far_does_no_harm(read: Any, place: str, held: object) -> None:
    found = read(workbook(far_off(place, held=held)), name="list.xlsx")
    assert found.cells[:2] == [("1", "Ann"), ("2", "Bob")]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_with_a_damaged_part_is_refused_or_read_and_breaks_nothing(read: Any, part: str) -> None:
    data = workbook(FAR)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        start = book.getinfo(part).header_offset + 30 + len(part)
        held = book.getinfo(part).compress_size
    outcomes = Counter[str]()
    for place in range(start, start + held, max(held // 12, 1)):
        damaged = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        try:
            outcomes[f"{read(damaged, name='list.xlsx').result.rows} rows"] += 1
        except InputError:
            outcomes["refused"] += 1
    assert outcomes["refused"] > 0 or part == "xl/styles.xml"
    assert set(outcomes) <= {"refused", "2 rows"}


def test_a_header_further_down_is_found_and_lines_are_sheet_rows(read: Any) -> None:
    data = workbook(table(("Contacts",), (), ("id", "name", "city"), (1, "Ann", "Rome"), (), (2, "Bob", "Bern"), at=2))
    found = read(data, name="list.xlsx")
    assert (found.names, found.result.format.header_line) == (["id", "name", "city"], 4)
    assert found.row_lines == [5, 7]
    assert (found.result.blank_lines, found.result.physical_lines) == (3, 7)
    assert found.quarantine == [(2, "stands above the header", "Contacts\t\t")]


def test_merged_cells_below_take_the_value(read: Any) -> None:
    def fill(sheet: Worksheet) -> None:
        table(("team", "name", "city"), ("Red", "Ann", "Rome"), (None, "Bob", "Bern"), (None, "Cy", "Ulm"))(sheet)
        sheet.merge_cells("A2:A3")

    found = read(workbook(fill), name="list.xlsx")
    assert [cells[0] for cells in found.cells] == ["Red", "Red", None]
    assert "filled with its value: 1." in found.result.repairs[0]


def test_group_titles_above_the_header_are_no_header(read: Any) -> None:
    def fill(sheet: Worksheet) -> None:
        table(("Person", None, "Address", None), ("first", "last", "street", "city"), ("Ann", "Lee", "1 Main", "Rome"))(
            sheet
        )
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("C1:D1")

    assert read(workbook(fill), name="list.xlsx").names == ["first", "last", "street", "city"]


def test_a_merged_name_is_repeated_over_its_columns(read: Any) -> None:
    def fill(sheet: Worksheet) -> None:
        table(("id", "address", None), (1, "1 Main", "Rome"), (2, "2 High", "Bern"))(sheet)
        sheet.merge_cells("B1:C1")

    assert read(workbook(fill), name="list.xlsx").names == ["id", "address", "address_2"]


def test_json_lines_keep_digits_and_nested_values(read: Any) -> None:
    text = '{"id": 1, "zip": "01234", "sum": 1.50}\n\n{"id": 2, "tags": ["x", 1], "ok": true, "zip": ""}\n'
    found = read(text, name="list.jsonl")
    assert found.names == ["id", "zip", "sum", "tags", "ok"]
    assert found.rows == [(1, ("1", "01234", "1.50", None, None)), (3, ("2", None, None, '["x", 1]', "true"))]
    assert found.result.format.kind == "jsonl"


@pytest.mark.parametrize(
    ("line", "reason"),
    [("broken", "no valid JSON"), ("[1]", "no JSON object"), ('{"id": 1', "no valid JSON"), ("1", "no JSON object")],
)
def test_a_line_that_is_no_object_is_quarantined(read: Any, line: str, reason: str) -> None:
    found = read(f'{{"id": 1}}\n{line}\n{{"id": 3}}\n', name="list.jsonl")
    assert (found.bad_lines, found.row_lines) == ([2], [1, 3])
    assert reason in found.quarantine[0][1]


def test_parquet_columns_become_text(read: Any) -> None:
    data = parquet(
        id=[1, 2],
        price=[1.0, 2.5],
        day=[dt.date(2024, 1, 2), None],
        at=[dt.datetime(2024, 1, 2), dt.datetime(2024, 1, 2, 3)],
        tags=[["a"], None],
        zip=["01234", "  "],
    )
    found = read(data, name="list.parquet")
    assert found.cells == [
        ("1", "1", "2024-01-02", "2024-01-02", '["a"]', "01234"),
        ("2", "2.5", None, "2024-01-02 03:00:00", None, None),
    ]


@pytest.mark.parametrize(
    ("data", "name", "compression"),
    [
        (zipped(CSV), "list.csv.gz", "gzip"),
        (zipped(CSV), "list.csv", "gzip"),
        (archive(list_dot_csv=CSV), "list.zip", "zip"),
        (archive(list_dot_csv=CSV, _dot_DS_Store=b"x"), "list.csv", "zip"),
        (archive(list_dot_xlsx=workbook(table(("id", "name"), (1, "Ann")))), "list.zip", "zip"),
    ],
)
def test_one_list_in_an_archive_is_read(read: Any, data: bytes, name: str, compression: str) -> None:
    found = read(data, name=name)
    assert found.cells == [("1", "Ann")]
    assert found.result.format.compression == compression


def test_text_under_another_name_is_read_and_reported(read: Any) -> None:
    assert "read as text" in read(CSV, name="list.xlsx").result.repairs[0]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "list.csv", "file is empty. Give a list"),
        (b"\n  \n", "list.csv", "file is empty. Give a list"),
        (b",,,\n,,\n", "list.csv", "only delimiters"),
        (bytes(range(256)) * 20, "list.csv", "is binary.*Export the list as CSV"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "list.csv", "a picture"),
        (b"%PDF-1.7\n", "list.csv", "PDF.*Export the list itself"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "list.xls", "old Excel workbook.*save it"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "list.xls", "web page"),
        (workbook(table(("id",), (1,))), "list.csv", "Excel workbook, though its name says text. Rename it to .xlsx"),
        (parquet(id=[1]), "list.csv", "Parquet file, though its name says text. Rename"),
        (workbook(table(("id", "name"))), "list.xlsx", "not a single row"),
        (workbook(table()), "list.xlsx", "no worksheet with cells"),
        (workbook(table(("id",), (1,)))[:900], "list.xlsx", "damaged"),
        (parquet(id=[1])[:-9], "list.parquet", "damaged or cut off"),
        (zipped(CSV * 500)[:-9], "list.csv.gz", "damaged or cut off"),
        (zipped(b""), "list.csv.gz", "empty file"),
        (archive(a_dot_csv=CSV, b_dot_csv=CSV), "list.zip", "holds 2 lists: a.csv, b.csv"),
        (archive(), "list.zip", "empty zip archive"),
        (archive(list_dot_csv=CSV)[:-9], "list.zip", "damaged"),
        (zipped(zipped(CSV)), "list.gz", "archive inside the archive"),
        (b'{\n "id": 1\n}\n', "list.json", "not a complete JSON object"),
        (b'id,name\n"\n"\n', "list.csv", "none of the 2 lines could be read"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence_with_a_cure(
    read: Any, data: bytes, name: str, message: str
) -> None:
    with pytest.raises(FileUnreadable, match=message) as raised:
        read(data, name=name)
    assert str(raised.value).startswith(name)
    assert raised.value.cure
    assert raised.value.exit_code == 2


def test_a_bomb_is_refused_before_it_unpacks(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listmatch.intake.containers.UNPACKED_LEAST", 1 << 20)
    with pytest.raises(FileUnreadable, match="100 times its size"):
        read(zipped(b"0" * (4 << 20)), name="list.csv.gz")


def test_nothing_is_left_behind_by_a_list_that_is_refused(read: Any, tmp_path: Any) -> None:
    with pytest.raises(FileUnreadable):
        read("id,name\n")
    assert list((tmp_path / "into").iterdir()) == []
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_missing_file_is_named(tmp_path: Any) -> None:
    from listmatch.duck import Compute
    from listmatch.intake import read_list

    with pytest.raises(FileUnreadable, match=r"leads\.csv: there is no such file"):
        read_list(tmp_path / "no", name="leads.csv", into=tmp_path / "into", compute=Compute(tmp_path / "scratch"))


@pytest.mark.parametrize("key", ["\\ud800name", "na\\udfffme", "\\ude00\\ud83d"])
def test_half_a_character_in_a_key_of_json_spoils_neither_the_list_nor_the_other_keys(read: Any, key: str) -> None:
    lines = [
        f'{{"{key}": "Ada", "note": [{{"{key}": 1}}]}}',
        '{"note": "x", "größe": "\\ud83d\\ude00"}',
        f'{{"{key}": 5}}',
    ]
    found = read("\n".join(lines), name="list.jsonl")
    shown = json.loads(f'"{key}"').encode("utf-8", "replace").decode()
    assert found.names == [shown, "note", "größe"]
    assert [row[0] for row in found.cells] == ["Ada", None, "5"]
    assert [row[2] for row in found.cells] == [None, "\N{GRINNING FACE}", None]
    assert found.bad_lines == []
