"""What stages tell of what they made: shares to plot, tables to look at, and nothing of a list."""

from dataclasses import replace

import pytest

from listmatch.workflows.previews import Summary, preview, preview_of_files, preview_of_rollups, shares, table
from tests.unit.workflows.told import CANDIDATES, CLUSTERS, SCORES, VERDICTS


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (CANDIDATES, {"pairs_per_row": 30.0}),
        (VERDICTS, {"match_rate_pct": 75.0, "review_share_pct": 1.5}),
        (CLUSTERS, {"duplicate_share_pct": 25.0}),
        (SCORES, {}),
        (replace(VERDICTS, source_rows=0), {}),
    ],
)
def test_shares_are_of_the_rows(summary: Summary, expected: dict[str, float]) -> None:
    assert shares(summary) == expected


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        (CANDIDATES, "| email_exact | 1,200 | 40 | 7 |"),
        (SCORES, "| email |"),
        (VERDICTS, "| matched | 150 | 75.0 % |"),
        (replace(VERDICTS, source_rows=0), "| matched | 150 | - |"),
        (CLUSTERS, "| largest cluster | 3 |"),
    ],
)
def test_a_preview_is_a_markdown_table(summary: Summary, line: str) -> None:
    header, rule, *lines = preview(summary).splitlines()
    assert header.count("|") == rule.count("|") == line.count("|")
    assert line in lines


def test_the_report_s_totals_and_files_are_told() -> None:
    assert "| matchRatePct | 75.5 |" in preview_of_rollups({"totals": {"matchRatePct": 75.5, "of": {"no": 1}}})
    assert "| results.csv | 1,024 |" in preview_of_files({"results.csv": 1024})


def test_a_cell_cannot_break_the_table() -> None:
    assert table(("a",), [("x|y",)]).endswith("| x/y |")
    assert table(("a",), []) == ""
