"""One colour and one name for each thing, in every format of a report."""

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from listmatch.domain.columns import ColumnType
from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS, ReportContent, quality_tables, result_tables, segments
from listmatch.exports.chart_data import MATCHED, REVIEW, UNMATCHED, native_charts
from listmatch.exports.document import headlines
from listmatch.exports.markup import packaged
from tests.unit.reporting.made_up import column, file_profile

from .contents import dedupe_content, golden, match_content

BY_NAME = {
    "Matched": MATCHED,
    "Duplicates": MATCHED,
    "In review": REVIEW,
    "Unmatched": UNMATCHED,
    "Rows to keep": UNMATCHED,
}


def of_match(folder: Path) -> ReportContent:
    return match_content(folder, rollups=golden())


def of_dedupe(folder: Path) -> ReportContent:
    return dedupe_content(folder, rollups=golden("rollups_dedupe_example"))


@pytest.mark.parametrize("made", [of_match, of_dedupe])
def test_a_colour_means_the_same_in_every_chart(made: Any, tmp_path: Path) -> None:
    content = made(tmp_path)
    native = {series.name: series.colour for chart in native_charts(content).values() for series in chart.series}
    outcome = native_charts(content)["outcome"]
    native |= dict(zip(outcome.categories, outcome.series[0].colours, strict=True))
    assert {name: BY_NAME[name] for name in native if name in BY_NAME} == {
        name: colour for name, colour in native.items() if name in BY_NAME
    }


def test_the_bars_of_the_pages_have_the_colours_of_the_native_charts() -> None:
    styles = packaged("templates/base.css").decode()
    for meaning, colour in (("matched", MATCHED), ("review", REVIEW), ("unmatched", UNMATCHED)):
        assert f"--{meaning}: {colour};" in styles
        assert f".part.{meaning}, .swatch.{meaning}, .verdicts .{meaning} {{ background: var(--{meaning}); }}" in styles


def test_the_cover_of_a_dedupe_has_the_colours_of_its_charts(tmp_path: Path) -> None:
    colours = {"matched": MATCHED, "review": REVIEW, "unmatched": UNMATCHED}
    shown = {figure.label: colours[figure.key] for figure in headlines(of_dedupe(tmp_path))}
    assert shown == {"Rows to keep": UNMATCHED, "Duplicates": MATCHED, "Pairs to look at": REVIEW}


def test_the_verdicts_of_the_workbook_have_a_colour_each(tmp_path: Path) -> None:
    with ZipFile(EXPORTERS[ExportFormat.XLSX](of_match(tmp_path), tmp_path)) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    points = re.findall(r"<c:dPt>.*?srgbClr val=\"(\w+)\"", chart)
    assert [f"#{colour.lower()}" for colour in points] == [MATCHED, REVIEW, UNMATCHED]


def test_a_column_keeps_its_name_in_titles_and_our_own_labels_begin_small(tmp_path: Path) -> None:
    rollups = golden()
    [first, second, *_] = rollups["pivots"]
    first |= {"label": "Ort", "column": "Ort", "source": "column"}
    second |= {"label": "Title level", "source": "derived"}
    content = match_content(tmp_path, rollups=rollups)
    assert [table.title for table in segments.pivots(content)][:2] == ["By Ort", "By title level"]
    charts = native_charts(content)
    assert [charts[f"pivot_{n}"].title for n in (1, 2)] == ["Match rate by Ort", "Match rate by title level"]


def test_what_is_a_match_comes_before_what_only_resembles_one(tmp_path: Path) -> None:
    rollups = golden()
    given = (("no relation", False, 97), ("namesake", False, 120), ("same person", True, 40))
    rollups["relationships"] = [
        {"relationship": name, "isSame": same, "rows": rows, "matched": 0, "review": 0, "unmatched": rows}
        for name, same, rows in given
    ]
    table = result_tables.relationships(match_content(tmp_path, rollups=rollups))
    assert [row[0] for row in table.rows] == ["Same person", "Namesake", "No relation"]


def test_a_heading_of_two_lines_has_the_room_for_it(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(EXPORTERS[ExportFormat.XLSX](of_match(tmp_path), tmp_path))
    sheet = book["Summary"]
    [row] = {cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "Expected to be right"}
    assert (sheet.row_dimensions[row].height or 0) >= 28


def test_of_an_empty_column_no_share_is_valid(tmp_path: Path) -> None:
    empty = column("Fax", ColumnType.PHONE, distinct=0, nulls=3)
    content = match_content(tmp_path, source_profile=file_profile(3, [empty]))
    assert quality_tables.column_profiles(content).rows == (("Fax", "Phone", 0.0, None, 0),)


def test_a_comparison_says_when_the_previous_run_was_and_whether_it_can_be_compared(tmp_path: Path) -> None:
    change = {"figure": "matched", "label": "Matched", "previous": 1, "current": 3, "change": 2}
    compared = {"previousOn": "2026-05-04", "isSameShape": False, "changes": [change]}
    table = result_tables.comparison(match_content(tmp_path, rollups=golden() | {"comparison": compared}))
    assert table.title == "Since the previous run, of 4 May 2026"
    assert "different threshold" in table.note
    same = {"previousOn": None, "isSameShape": True, "changes": [change]}
    table = result_tables.comparison(match_content(tmp_path, rollups=golden() | {"comparison": same}))
    assert (table.title, table.note) == ("Since the previous run", "")
