"""What stages tell of what they made: shares to plot, tables to look at, and nothing of a list."""

from typing import Any

import pytest

from listmatch.domain.stages import StageName
from listmatch.workflows.previews import preview, preview_of_files, preview_of_rollups, shares, table

PASSES = [{"name": "email_exact", "pairs": 1200, "source_rows": 40, "pairs_alone": 7}]
VERDICTS = {"source_rows": 200, "matched": 150, "review": 3, "unmatched": 47}
CLUSTERS = {"rows": 8, "clusters": 6, "duplicates": 2, "duplicate_clusters": 1, "largest_cluster": 3}


@pytest.mark.parametrize(
    ("stage", "summary", "expected"),
    [
        (StageName.CANDIDATE_PAIRS, {"source_rows": 40, "pairs": 1200}, {"pairs_per_row": 30.0}),
        (StageName.VERDICTS, VERDICTS, {"match_rate_pct": 75.0, "review_share_pct": 1.5}),
        (StageName.CLUSTERS, CLUSTERS, {"duplicate_share_pct": 25.0}),
        (StageName.SCORED_MATCHES, {"pairs": 5}, {}),
        (StageName.VERDICTS, {**VERDICTS, "source_rows": 0}, {}),
    ],
)
def test_shares_are_of_the_rows(stage: StageName, summary: dict[str, Any], expected: dict[str, float]) -> None:
    assert shares(stage, summary) == expected


@pytest.mark.parametrize(
    ("stage", "summary", "line"),
    [
        (StageName.CANDIDATE_PAIRS, {"passes": PASSES}, "| email_exact | 1,200 | 40 | 7 |"),
        (StageName.SCORED_MATCHES, {"kinds": ["email"]}, "| email |"),
        (StageName.VERDICTS, VERDICTS, "| matched | 150 | 75.0 % |"),
        (StageName.VERDICTS, {**VERDICTS, "source_rows": 0}, "| matched | 150 | - |"),
        (StageName.CLUSTERS, CLUSTERS, "| largest cluster | 3 |"),
    ],
)
def test_a_preview_is_a_markdown_table(stage: StageName, summary: dict[str, Any], line: str) -> None:
    header, rule, *lines = preview(stage, summary).splitlines()
    assert header.count("|") == rule.count("|") == line.count("|")
    assert line in lines


def test_the_report_s_totals_and_files_are_told() -> None:
    assert "| matchRatePct | 75.5 |" in preview_of_rollups({"totals": {"matchRatePct": 75.5, "of": {"no": 1}}})
    assert "| results.csv | 1,024 |" in preview_of_files({"results.csv": 1024})


def test_a_cell_cannot_break_the_table() -> None:
    assert table(("a",), [("x|y",)]).endswith("| x/y |")
    assert table(("a",), []) == ""
