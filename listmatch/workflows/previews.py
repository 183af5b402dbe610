"""What a stage shows people about its output: rates to plot over many runs, and a Markdown preview.

Counts and names of our own only: what Dagster keeps as metadata must hold nothing of a list.
"""

from collections.abc import Iterable, Mapping, Sequence

from listmatch.domain.artifacts import Scalar
from listmatch.domain.rollups import Rollups
from listmatch.domain.summaries import CandidateSummary, ClusterSummary, ScoreSummary, VerdictSummary

Summary = CandidateSummary | ScoreSummary | VerdictSummary | ClusterSummary


def shares(summary: Summary) -> dict[str, Scalar]:
    """The rates of a matching stage, in percent or per row; a list without rows has none."""
    match summary:
        case CandidateSummary(source_rows=rows) if rows:
            found = {"pairs_per_row": summary.pairs / rows}
        case VerdictSummary(source_rows=rows) if rows:
            found = {
                "match_rate_pct": _percent(summary.matched, rows),
                "review_share_pct": _percent(summary.review, rows),
            }
        case ClusterSummary(rows=rows) if rows:
            found = {"duplicate_share_pct": _percent(summary.duplicates, rows)}
        case _:
            found = {}
    return {name: round(value, 2) for name, value in found.items()}


def preview(summary: Summary) -> str:
    """A Markdown table of what a matching stage found."""
    match summary:
        case CandidateSummary():
            rows = [(each.name, each.pairs, each.source_rows, each.pairs_alone) for each in summary.passes]
            return table(("pass", "pairs", "source rows", "found by no other pass"), rows)
        case ScoreSummary():
            return table(("evidence compared",), [(kind,) for kind in summary.kinds])
        case VerdictSummary(source_rows=total):
            counts = {"matched": summary.matched, "review": summary.review, "unmatched": summary.unmatched}
            return table(
                ("verdict", "rows", "share"), [(each, count, _share(count, total)) for each, count in counts.items()]
            )
        case ClusterSummary():
            words = ("rows", "clusters", "duplicates", "duplicate_clusters", "largest_cluster")
            return table(("", "count"), [(each.replace("_", " "), getattr(summary, each)) for each in words])


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
