"""Rows as XML in a worksheet: types, limits, characters, many sheets."""

from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from listmatch.domain.columns import ColumnType
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import Verdict
from listmatch.exports import EXPORTERS, ReportContent
from listmatch.exports.content import Compared
from listmatch.exports.worksheets import MAX_CELL, cell_text, column_letters
from tests.unit.reporting.made_up import column, file_profile

from .contents import dedupe_content, match_content
from .readers import sheet


def workbook_of(content: ReportContent, folder: Path) -> Path:
    return EXPORTERS[ExportFormat.XLSX](content, folder)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\x00b\x0bc\x1fd", "abcd"),
        ("a & <b> ]]>", "a &amp; &lt;b&gt; ]]&gt;"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("_x0041_ _x12_", "_x005F_x0041_ _x12_"),
        ("\ufffe\uffff", ""),
        ("tab\there", "tab\there"),
        (None, None),
    ],
)
def test_cell_text_is_what_xml_can_hold(value: str | None, expected: str | None) -> None:
    assert cell_text(pa.array([value], pa.string())).to_pylist() == [expected]


@pytest.mark.parametrize(("letter", "units"), [("x", 1), ("語", 1), ("😀", 2)])
def test_long_cells_are_cut_at_the_limit_of_excel(letter: str, units: int) -> None:
    (cut,) = cell_text(pa.array([letter * 40_000], pa.string())).to_pylist()
    assert len(cut) == MAX_CELL // units


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_excel(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_every_value_survives_the_workbook(tmp_path: Path) -> None:
    values = [
        "01234",
        " blanks ",
        "two\nlines",
        "ключ 鍵 مفتاح 😀",
        "=1+1",
        "_x0041_",
        "a & <b>",
        "'quoted",
        "1e5",
        None,
    ]
    content = match_content(
        tmp_path,
        header=("v",),
        source=[(v,) for v in values],
        master=[("m",)],
        verdicts=[Verdict.UNMATCHED] * len(values),
    )
    header, *rows = sheet(workbook_of(content, tmp_path), "Results")
    read: list[Any] = [row[header.index("v")] for row in rows]
    # openpyxl leaves the escape of Excel as it is.
    assert read == [v and v.replace("_x0041_", "_x005F_x0041_") for v in values]


def test_numbers_are_numbers_and_identifiers_are_text(tmp_path: Path) -> None:
    columns = [column("amount", ColumnType.NUMBER, distinct=4), column("zip", ColumnType.US_ZIP, distinct=4)]
    content = match_content(
        tmp_path,
        header=("amount", "zip"),
        source=[("12.5", "01234"), ("007", "12345"), ("-3", "9"), ("n/a", "1")],
        master=[("1", "2")],
        verdicts=[Verdict.UNMATCHED] * 4,
        source_profile=file_profile(4, columns),
    )
    path = workbook_of(content, tmp_path)
    header, *rows = sheet(path, "Results")
    assert [row[header.index("amount")] for row in rows] == [12.5, "007", -3, "n/a"]
    assert [row[header.index("zip")] for row in rows] == ["01234", "12345", "9", "1"]
    assert all(isinstance(row[header.index("Score")], int | float) for row in rows)
    cell = openpyxl.load_workbook(path)["Results"].cell(2, 1 + header.index("zip"))
    assert cell.number_format == "@"


def test_the_review_sheet_has_both_sides_beside_each_other_and_a_decision(tmp_path: Path) -> None:
    content = match_content(
        tmp_path, compared=[Compared("E-mail", ("email",), ("email",)), Compared("Name", ("name",), ("name",))]
    )
    path = workbook_of(content, tmp_path)
    header, *rows = sheet(path, "Review")
    assert header[:2] == ("Decision", "Note")
    assert header[7:] == (
        "email (source)",
        "email (master)",
        "name (source)",
        "name (master)",
        "zip (source)",
        "zip (master)",
    )
    assert len(rows) == 1
    assert rows[0][7:] == ("bo@example.com", "bo@example.com", "Bo", "Boris", None, "9")
    (validation,) = openpyxl.load_workbook(path)["Review"].data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("A2", '"Match,No match,Unsure"')


def test_rows_in_review_stand_in_the_order_of_their_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = match_content(tmp_path, verdicts=[Verdict.REVIEW, Verdict.REVIEW, Verdict.UNMATCHED])
    header, *rows = sheet(workbook_of(content, tmp_path), "Review")
    assert [row[header.index("Row")] for row in rows] == [1, 2]
    monkeypatch.setattr("listmatch.exports.xlsx_rows.SORTED_UP_TO", 0)
    assert sheet(workbook_of(content, tmp_path), "Review")[1:] == rows


def test_new_records_have_the_columns_of_the_source_only(tmp_path: Path) -> None:
    header, *rows = sheet(workbook_of(match_content(tmp_path), tmp_path), "New records")
    assert header == ("Row", "name", "email", "zip")
    assert rows == [(3, "Cy", None, "2")]


def test_sheets_can_be_filtered_and_keep_their_header_in_sight(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(workbook_of(match_content(tmp_path), tmp_path))
    assert workbook.sheetnames == [
        "Summary", "Results", "Review", "New records", "Segments", "Data quality", "Definitions", "Chart data",
    ]  # fmt: skip
    results = workbook["Results"]
    assert results.freeze_panes == "C2"
    assert results.auto_filter.ref == results.dimensions
    assert len(workbook["Summary"]._charts) > 0


def test_more_rows_than_a_sheet_holds_go_to_further_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listmatch.exports.xlsx_rows.MAX_ROWS", 5)
    rows = [(f"n{i}", None, None) for i in range(1, 11)]
    content = match_content(tmp_path, source=rows, master=rows, verdicts=[Verdict.UNMATCHED] * 10)
    path = workbook_of(content, tmp_path)
    names = [name for name in openpyxl.load_workbook(path).sheetnames if name.startswith("Results")]
    assert names == ["Results 1", "Results 2", "Results 3"]
    read = [row[0] for name in names for row in sheet(path, name)[1:]]
    assert read == list(range(1, 11))
    assert [len(sheet(path, name)) - 1 for name in names] == [4, 4, 2]
    formula = next(row[1] for row in sheet(path, "Summary") if row[0] == "Rows with the verdict matched")
    assert formula.count("COUNTIF") == 3


def test_a_dedupe_has_its_duplicates_and_the_clean_list(tmp_path: Path) -> None:
    path = workbook_of(dedupe_content(tmp_path), tmp_path)
    duplicates, clean = sheet(path, "Duplicates"), sheet(path, "Clean list")
    assert duplicates == [
        ("Decision", "Note", "Row", "Kept row", "Cluster", "Score", "Reason", "name"),
        (None, None, 3, 1, 1, 93, "email", "Anne"),
    ]
    assert clean == [("Row", "name"), (1, "Ann"), (2, "Bo"), (4, "Cy")]


def test_sheets_without_rows_have_their_header(tmp_path: Path) -> None:
    path = workbook_of(
        match_content(tmp_path, verdicts=[Verdict.MATCHED, Verdict.MATCHED, Verdict.UNMATCHED]), tmp_path
    )
    assert len(sheet(path, "Review")) == 1


def test_the_verdicts_counted_again_agree_with_the_totals(tmp_path: Path) -> None:
    path = workbook_of(match_content(tmp_path), tmp_path)
    header, *rows = sheet(path, "Results")
    shown = [row[header.index("Verdict")] for row in rows]
    summary = openpyxl.load_workbook(path, data_only=True)["Summary"]
    cached = {row[0]: row[1] for row in summary.iter_rows(values_only=True)}
    for verdict in Verdict:
        assert cached[f"Rows with the verdict {verdict}"] == shown.count(verdict)
