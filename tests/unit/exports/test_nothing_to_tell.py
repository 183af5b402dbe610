"""A report says nothing rather than nought: tables without a single telling figure are left out."""

from pathlib import Path
from typing import Any

import pytest

from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS, quality_tables, tables

from .contents import golden, match_content
from .readers import html_text, pptx_text


def without_a_match() -> dict[str, Any]:
    rollups = golden()
    rollups["totals"] |= {"matched": 0, "review": 0, "unmatched": 5000, "matchRatePct": 0.0}
    rollups["scoreDistribution"] = [bucket | {"count": 0, "matched": 0} for bucket in rollups["scoreDistribution"]]
    return rollups


@pytest.mark.parametrize(("rollups", "shown"), [(golden(), True), (without_a_match(), False)])
def test_promises_and_scores_are_shown_where_there_are_matches(
    rollups: dict[str, Any], shown: bool, tmp_path: Path
) -> None:
    content = match_content(tmp_path, rollups=rollups)
    assert bool(tables.scores(content).rows) == bool(tables.expectations(content).rows) == shown
    text = html_text(EXPORTERS[ExportFormat.HTML](content, tmp_path))
    assert ("What the scores promise" in text) == ("Score distribution" in text.partition("Definitions")[0]) == shown


def test_slides_leave_out_the_names_of_columns_which_may_be_long(tmp_path: Path) -> None:
    rollups = golden()
    rollups["dataQuality"]["missing"][0]["columns"] = ["a rather long column name that says what is in it"]
    content = match_content(tmp_path, rollups=rollups)
    assert [column.label for column in quality_tables.missing_in_short(content).columns] == [
        "Field",
        "Rows without it",
        "Share",
    ]
    assert "a rather long column name" not in pptx_text(EXPORTERS[ExportFormat.PPTX](content, tmp_path))
