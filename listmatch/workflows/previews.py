"""What a stage shows people about its output: rates to plot over many runs, and a Markdown preview.

Counts and names of our own only: what Dagster keeps as metadata must hold nothing of a list.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from listmatch.domain.artifacts import Scalar
from listmatch.domain.rollups import Rollups
from listmatch.domain.stages import StageName


def shares(stage: StageName, summary: Mapping[str, Any]) -> dict[str, Scalar]:
    """The rates of a matching stage, in percent or per row; a list without rows has none."""
    rows = summary.get("source_rows", summary.get("rows", 0))
    if not rows:
        return {}
    of_rows = {
        StageName.CANDIDATE_PAIRS: {"pairs_per_row": summary.get("pairs", 0) / rows},
        StageName.VERDICTS: {
            "match_rate_pct": _percent(summary.get("matched", 0), rows),
            "review_share_pct": _percent(summary.get("review", 0), rows),
        },
        StageName.CLUSTERS: {"duplicate_share_pct": _percent(summary.get("duplicates", 0), rows)},
    }
    return {name: round(value, 2) for name, value in of_rows.get(stage, {}).items()}


def preview(stage: StageName, summary: Mapping[str, Any]) -> str:
    """A Markdown table of what a matching stage found; empty for a stage that has none."""
    if stage is StageName.CANDIDATE_PAIRS:
        rows = [(each["name"], each["pairs"], each["source_rows"], each["pairs_alone"]) for each in summary["passes"]]
        return table(("pass", "pairs", "source rows", "found by no other pass"), rows)
    if stage is StageName.SCORED_MATCHES:
        return table(("evidence compared",), [(kind,) for kind in summary["kinds"]])
    if stage is StageName.VERDICTS:
        total, verdicts = summary["source_rows"], ("matched", "review", "unmatched")
        return table(
            ("verdict", "rows", "share"), [(each, summary[each], _share(summary[each], total)) for each in verdicts]
        )
    if stage is StageName.CLUSTERS:
        words = ("rows", "clusters", "duplicates", "duplicate_clusters", "largest_cluster")
        return table(("", "count"), [(each.replace("_", " "), summary[each]) for each in words])
    return ""


def preview_of_rollups(figures: Rollups) -> str:
    """The totals of the report and how the scores are distributed."""
    totals = [(name, value) for name, value in figures["totals"].items() if isinstance(value, int | float | str)]
    return table(("figure", "value"), totals)


def preview_of_files(sizes: Mapping[str, int]) -> str:
    """File names with their sizes."""
    return table(("file", "bytes"), sizes.items())


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table, numbers with separators and to the right; empty without rows."""
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        return ""
    rule = ["---"] + ["---:"] * (len(headers) - 1)
    return "\n".join("| " + " | ".join(line) + " |" for line in (headers, rule, *cells))


def _cell(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value).replace("|", "/")


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole


def _share(part: int, whole: int) -> str:
    return f"{_percent(part, whole):.1f} %" if whole else "-"
