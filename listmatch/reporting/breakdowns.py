"""The lists of a report (scores, passes, pivots, relationships, clusters), each from the lines of its mart."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from listmatch.domain.rollups import (
    ClusterSize,
    PassShare,
    Pivot,
    PivotFigures,
    RelationshipShare,
    ScoreBucket,
    WeakestLink,
)
from listmatch.reporting.dimensions import Dimension
from listmatch.reporting.figures import printable, score_from_tenths, share_pct

Lines = Sequence[Mapping[str, Any]]

BUCKET = 10
HIGHEST_BUCKET = 90
SINGLE_SIZES = 4
"""Clusters of up to this many rows are counted by their exact size."""
LARGE_CLUSTER = 10


def score_distribution(lines: Lines, *, rows: int, review_from: float) -> list[ScoreBucket]:
    """Buckets of ten points from the highest down to that of the review floor, empty ones included."""
    found = {line["bucket_from"]: line for line in lines}
    lowest = min([int(review_from // BUCKET) * BUCKET, HIGHEST_BUCKET, *found])
    empty = {"row_count": 0, "matched": 0, "review": 0}
    return [
        {
            "bucket": bucket_name(start),
            "from": start,
            "to": _bucket_end(start),
            "count": (line := found.get(start, empty))["row_count"],
            "matched": line["matched"],
            "review": line["review"],
            "pct": share_pct(line["row_count"], rows),
        }
        for start in range(HIGHEST_BUCKET, lowest - 1, -BUCKET)
    ]


def bucket_name(start: int) -> str:
    """``90-100``, ``80-89``, ... for the bucket that begins at *start*."""
    return f"{start}-{_bucket_end(start)}"


def _bucket_end(start: int) -> int:
    return 100 if start == HIGHEST_BUCKET else start + BUCKET - 1


def pass_breakdown(lines: Lines, *, rows: int, labels: Mapping[str, str]) -> list[PassShare]:
    """Passes that found matched rows, the most frequent first."""
    ordered = sorted(lines, key=lambda line: (-line["matched"], line["pass"]))
    return [
        {
            "pass": line["pass"],
            "label": labels.get(line["pass"], line["pass"].replace("_", " ")),
            "count": line["matched"],
            "pct": share_pct(line["matched"], rows),
        }
        for line in ordered
    ]


def relationships(lines: Lines, *, rows: int, same: Collection[str]) -> list[RelationshipShare]:
    """Classes of relationship, those with the most near-misses first; *same* are those of one entity."""
    listed: list[RelationshipShare] = [
        {
            "relationship": printable(line["relationship"]),
            "isSame": line["relationship"] in same,
            "rows": line["row_count"],
            "matched": line["matched"],
            "review": line["review"],
            "unmatched": line["unmatched"],
            "nearMisses": line["review"] + line["unmatched"],
            "pct": share_pct(line["row_count"], rows),
        }
        for line in lines
    ]
    return sorted(listed, key=lambda each: (-each["nearMisses"], -each["rows"], each["relationship"]))


def pivots(
    lines: Lines, *, dimensions: Sequence[Dimension], kept: Collection[Dimension], rows: int, variant: str
) -> list[Pivot]:
    """One entry per dimension; one that puts all rows under one value is left out unless it is *kept*.

    *variant* is ``match`` or ``dedupe`` and decides the figures.
    """
    listed = []
    for number, dimension in enumerate(dimensions):
        of_dimension = [line for line in lines if line["dimension"] == number]
        if dimension in kept or sum(line["kind"] == "value" for line in of_dimension) > 1:
            listed.append(_pivot(dimension, of_dimension, rows=rows, variant=variant))
    return listed


_KIND_ORDER = {"value": 0, "other": 1, "empty": 2}


def _pivot(dimension: Dimension, lines: Lines, *, rows: int, variant: str) -> Pivot:
    ordered = sorted(lines, key=lambda line: (_KIND_ORDER[line["kind"]], -line["row_count"], line["spelling"] or ""))
    filled = sum(line["row_count"] for line in lines if line["kind"] != "empty")
    figures = _dedupe_figures if variant == "dedupe" else _match_figures
    return {
        "column": dimension.column,
        "label": printable(dimension.label),
        "source": "derived" if dimension.is_derived else "column",
        "filledPct": share_pct(filled, rows),
        "distinct": sum(line["distinct_values"] for line in lines),
        "values": [
            {
                "value": _value_text(line),
                "kind": line["kind"],
                "distinct": line["distinct_values"],
                "rows": line["row_count"],
                **figures(line),
                "sharePct": share_pct(line["row_count"], rows),
            }
            for line in ordered
        ],
    }


def _value_text(line: Mapping[str, Any]) -> str:
    if line["kind"] == "other":
        count = line["distinct_values"]
        return f"{count} other value" + ("s" if count != 1 else "")
    return "(empty)" if line["kind"] == "empty" else printable(line["spelling"])


def _match_figures(line: Mapping[str, Any]) -> PivotFigures:
    return {
        "matched": line["matched"],
        "review": line["review"],
        "unmatched": line["unmatched"],
        "newRecords": line["new_records"],
        "matchRatePct": share_pct(line["matched"], line["row_count"]),
        "reviewSharePct": share_pct(line["review"], line["row_count"]),
    }


def _dedupe_figures(line: Mapping[str, Any]) -> PivotFigures:
    return {
        "duplicates": line["matched"],
        "duplicateRatePct": share_pct(line["matched"], line["row_count"]),
    }


def cluster_sizes(lines: Lines) -> list[ClusterSize]:
    """Clusters by size: 1 to 4 one by one, then 5-9, then 10 and more."""
    steps: list[tuple[str, int, int | None]] = [(str(size), size, size) for size in range(1, SINGLE_SIZES + 1)]
    steps += [(f"{SINGLE_SIZES + 1}-{LARGE_CLUSTER - 1}", SINGLE_SIZES + 1, LARGE_CLUSTER - 1)]
    steps += [(f"{LARGE_CLUSTER}+", LARGE_CLUSTER, None)]
    listed: list[ClusterSize] = []
    for size, start, end in steps:
        inside = [line for line in lines if start <= line["cluster_size"] <= (end or line["cluster_size"])]
        clusters = sum(line["clusters"] for line in inside)
        rows = sum(line["clusters"] * line["cluster_size"] for line in inside)
        listed.append({"size": size, "from": start, "to": end, "clusters": clusters, "rows": rows})
    return listed


def weakest_links(lines: Lines) -> list[WeakestLink]:
    """The clusters that hang on the weakest links, the weakest first."""
    ordered = sorted(lines, key=lambda line: (line["weakest_link_tenths"] or 0, line["cluster_id"]))
    return [
        {
            "clusterId": line["cluster_id"],
            "size": line["cluster_size"],
            "weakestLink": score_from_tenths(line["weakest_link_tenths"]),
            "rows": line["row_ids"],
        }
        for line in ordered
    ]
