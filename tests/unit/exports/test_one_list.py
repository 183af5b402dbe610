"""The report of a dedupe speaks of one list, tells rows from pairs, and names rows as the results do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS, quality_tables, result_tables
from listmatch.exports.next_steps import next_steps
from listmatch.exports.samples import weakest_clusters

from .contents import dedupe_content, golden, match_content


def test_the_tables_of_a_dedupe_speak_of_one_list(tmp_path: Path) -> None:
    content = dedupe_content(tmp_path)
    titles = [make(content).title for make in (quality_tables.lists, quality_tables.column_profiles)]
    assert titles == ["The list as it was read", "Columns of the list"]
    assert [column.label for column in quality_tables.rules(content).columns] == ["Rule", "List"]


@pytest.mark.parametrize(
    ("pairs", "note"),
    [
        (3, "Review counts rows: 5 rows make up the 3 pairs to look at."),
        (1, "Review counts rows: 5 rows make up the pair to look at."),
        (0, ""),
    ],
)
def test_a_dedupe_tells_rows_in_review_from_pairs(tmp_path: Path, pairs: int, note: str) -> None:
    rollups: dict[str, Any] = golden("rollups_dedupe_example")
    rollups["totals"]["reviewPairs"] = pairs
    rollups["scoreDistribution"] = [{"bucket": "80-89", "count": 6, "matched": 1, "review": 5, "pct": 0.1}]
    assert result_tables.scores(dedupe_content(tmp_path, rollups=rollups)).note == note


def test_a_report_of_few_matches_says_why_it_promises_nothing(tmp_path: Path) -> None:
    rollups = golden()
    assert result_tables.scores(match_content(tmp_path, rollups=rollups)).note == ""
    rollups["promises"] = {"reliability": [{"bucket": "90-100", "rows": 4, "expectedPct": 99.8}], "notes": []}
    table = result_tables.scores(match_content(tmp_path, rollups=rollups))
    assert table.note == "These are too few matches to say how many of them should be right."
    assert "Expected to be right" not in [column.label for column in table.columns]


def test_next_steps_count_rows_and_pairs_under_one_heading(tmp_path: Path) -> None:
    for content in (match_content(tmp_path), dedupe_content(tmp_path)):
        assert [column.label for column in next_steps(content).columns] == ["What to do", "How many", "Where they are"]


def test_rows_are_named_without_separators(tmp_path: Path) -> None:
    content = dedupe_content(tmp_path)
    links = [{"clusterId": 1204, "size": 2, "weakestLink": 85.7, "rows": [1204, 5031]}]
    content = replace(content, rollups={**content.rollups, "weakestLinks": links})
    assert result_tables.weakest_links(content).rows == (("1204", "1204, 5031", 2, 85.7),)


def test_the_clusters_shown_are_named_as_in_the_results(tmp_path: Path) -> None:
    content = dedupe_content(tmp_path)
    links = content.rollups["weakestLinks"]
    assert [card.title for card in weakest_clusters(content)] == [f"Cluster {each['clusterId']}" for each in links][:6]


def test_a_heading_that_fills_its_column_has_two_lines(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(EXPORTERS[ExportFormat.XLSX](match_content(tmp_path), tmp_path))
    sheet = book["Summary"]
    [row] = {cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "Where they are"}
    assert (sheet.row_dimensions[row].height or 0) >= 28


def test_a_chart_does_not_repeat_the_title_of_its_slide(tmp_path: Path) -> None:
    deck = Presentation(str(EXPORTERS[ExportFormat.PPTX](match_content(tmp_path), tmp_path)))
    for slide in deck.slides:
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        titles = [chart.chart_title.text_frame.text for chart in charts if chart.has_title]
        assert slide.shapes.title.text not in titles
