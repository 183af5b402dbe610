"""What to do next: a line for each thing that waits, with its rows and the sheet that holds them."""

from pathlib import Path

import openpyxl
import pytest

from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS, ReportContent
from listmatch.exports.next_steps import next_steps

from .contents import dedupe_content, golden, match_content
from .readers import html_text, pptx_text


def steps(content: ReportContent) -> dict[str, tuple[object, object]]:
    return {str(what): (rows, where) for what, rows, where in next_steps(content).rows}


def test_each_step_names_its_rows_and_where_they_are(tmp_path: Path) -> None:
    rollups = golden()
    rollups["relationships"] = [
        {"relationship": "same person, moved", "isSame": True, "matched": 7},
        {"relationship": "same person", "isSame": True, "matched": 70},
        {"relationship": "relative, same address", "isSame": False, "matched": 3},
    ]
    totals = rollups["totals"]
    found = steps(match_content(tmp_path, rollups=rollups))
    assert found["Decide the rows in review"] == (totals["review"], "Workbook, sheet Review")
    assert found["Add the new records to the master list"] == (totals["newRecords"], "Workbook, sheet New records")
    assert found["Update: same person, moved"] == (7, "Workbook, sheet Results, column Relationship")
    assert [what for what in found if what.startswith("Update")] == ["Update: same person, moved"]


def test_the_members_of_a_household_are_not_to_be_merged(tmp_path: Path) -> None:
    merge = "Merge duplicates in the master list"
    assert merge in steps(match_content(tmp_path, rollups=golden()))
    assert merge not in steps(match_content(tmp_path, rollups={**golden(), "households": True}))


def test_what_nothing_waits_for_is_no_step(tmp_path: Path) -> None:
    rollups = golden() | {"relationships": [], "dataQuality": {}}
    rollups["totals"] |= {"review": 0, "newRecords": 0, "newRecordsWithEmail": None, "masterDuplicates": 0}
    content = match_content(tmp_path, rollups=rollups)
    assert steps(content) == {}
    assert "What to do next" not in html_text(EXPORTERS[ExportFormat.HTML](content, tmp_path))


def test_a_dedupe_asks_for_the_pairs_and_for_the_duplicates(tmp_path: Path) -> None:
    content = dedupe_content(tmp_path)
    totals = content.rollups["totals"]
    found = steps(content)
    assert found["Remove the duplicates"] == (totals["duplicates"], "Workbook, sheet Duplicates")
    assert found["Decide the pairs too close to call"][0] == totals["reviewPairs"]


def test_page_and_slides_show_the_steps(tmp_path: Path) -> None:
    content = match_content(tmp_path, rollups=golden())
    for format, read in ((ExportFormat.HTML, html_text), (ExportFormat.PPTX, pptx_text)):
        text = read(EXPORTERS[format](content, tmp_path))
        assert "what to do next" in text.lower()
        assert all(step in text for step in steps(content))


@pytest.mark.parametrize("make", [match_content, dedupe_content])
def test_the_workbook_has_the_sheets_and_columns_that_the_steps_name(make: object, tmp_path: Path) -> None:
    rollups = golden("rollups_example" if make is match_content else "rollups_dedupe_example")
    content = make(tmp_path, rollups=rollups)  # type: ignore[operator]
    book = openpyxl.load_workbook(EXPORTERS[ExportFormat.XLSX](content, tmp_path))
    headings = {cell.value for cell in book["Results"][1]}
    for _, where in steps(content).values():
        place, _, column = str(where).partition(", column ")
        if place.startswith("Workbook, sheet "):
            assert place.removeprefix("Workbook, sheet ").partition(":")[0] in book.sheetnames
        assert not column or column in headings


def test_in_the_workbook_no_step_is_cut_and_no_text_touches_the_figures_before_it(tmp_path: Path) -> None:
    content = match_content(tmp_path, rollups=golden())
    sheet = openpyxl.load_workbook(EXPORTERS[ExportFormat.XLSX](content, tmp_path))["Summary"]
    width = sheet.column_dimensions["A"].width
    told = {cell.value: cell.row for cell in sheet["A"]}
    for what in steps(content):
        assert len(what) <= width
        assert sheet.cell(told[what], 3).alignment.indent == 1
