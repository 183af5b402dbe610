"""The figures behind native charts (workbook and slides), and their colours.

The colours are those of ``base.css``, from Okabe and Ito, *Color Universal Design* (2008): they stay apart for every
kind of colour vision and in black-and-white print. Blue is what was found (matched rows; in a dedupe, duplicates),
orange what waits for a person, grey all other rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from listmatch.domain.rollups import Pivot, PivotValue, Rollups
from listmatch.exports.content import ReportContent
from listmatch.exports.segments import pivot_label, telling_pivots
from listmatch.exports.table import capital, down_to_the_last

MATCHED, REVIEW, UNMATCHED = "#0072b2", "#e69f00", "#999999"

MAX_MARKS = 6
"""Distances between marks on an axis; more and their figures touch."""

MAX_PIVOTS = 4
"""Pivots that get a chart; all of them are in the tables."""


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: a value per category."""

    name: str
    colour: str
    values: tuple[float, ...]
    colours: tuple[str, ...] = ()
    """a colour per category, where the categories are what the colours mean"""


@dataclass(frozen=True, slots=True)
class NativeChart:
    """Horizontal bars, stacked where there is more than one series; the first category stands on top."""

    key: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    is_whole: bool = False
    """every bar is as long as the others and stands for all rows of its category"""
    number_format: str = "#,##0"

    @property
    def step(self) -> float:
        """Distance of the marks on the axis: 1, 2 or 5 times a power of ten, for at most seven marks.

        Of bars that are a whole each, a quarter.
        """
        if self.is_whole:
            return 0.25
        longest = max((sum(values) for values in zip(*(part.values for part in self.series), strict=True)), default=0)
        steps: Iterator[int] = (factor * 10**power for power in range(12) for factor in (1, 2, 5))
        return next(step for step in steps if step * MAX_MARKS >= longest)


def native_charts(content: ReportContent) -> dict[str, NativeChart]:
    """The charts by key, in printing order; one without anything to show is left out."""
    makers = _dedupe_charts(content) if content.is_dedupe else _match_charts(content)
    return {chart.key: chart for chart in makers if any(any(series.values) for series in chart.series)}


def _match_charts(content: ReportContent) -> list[NativeChart]:
    rollups = content.rollups
    totals = content.totals
    verdicts = ("matched", "Matched"), ("review", "In review"), ("unmatched", "Unmatched")
    return [
        NativeChart(
            "outcome",
            "Verdicts",
            tuple(label for _, label in verdicts),
            (
                Series(
                    "Rows", MATCHED, tuple(totals.get(key) or 0 for key, _ in verdicts), (MATCHED, REVIEW, UNMATCHED)
                ),
            ),
        ),
        _scores(rollups, "Matched"),
        _passes(rollups, "matches"),
        *(_match_rates(pivot, place) for place, pivot in enumerate(telling_pivots(content)[:MAX_PIVOTS], start=1)),
    ]


def _dedupe_charts(content: ReportContent) -> list[NativeChart]:
    rollups = content.rollups
    totals = content.totals
    several = [size for size in rollups["clusterSizes"] if size["from"] > 1]
    sizes = down_to_the_last(several, "clusters")
    return [
        NativeChart(
            "outcome",
            "Rows",
            ("Rows to keep", "Duplicates"),
            (
                Series(
                    "Rows", MATCHED, (totals.get("entities") or 0, totals.get("duplicates") or 0), (UNMATCHED, MATCHED)
                ),
            ),
        ),
        NativeChart(
            "cluster_sizes",
            "Clusters by number of rows",
            tuple(f"{size['size']} rows" for size in sizes),
            (Series("Clusters", MATCHED, tuple(size["clusters"] for size in sizes)),),
        ),
        _scores(rollups, "Duplicates"),
        _passes(rollups, "duplicates"),
        *(_duplicate_rates(pivot, place) for place, pivot in enumerate(telling_pivots(content)[:MAX_PIVOTS], start=1)),
    ]


def _scores(rollups: Rollups, matched: str) -> NativeChart:
    buckets = down_to_the_last(rollups["scoreDistribution"])
    return NativeChart(
        "scores",
        "Rows by score",
        tuple(bucket["bucket"] for bucket in buckets),
        (
            Series(matched, MATCHED, _values(buckets, "matched")),
            Series("In review", REVIEW, _values(buckets, "review")),
        ),
    )


def _passes(rollups: Rollups, found: str) -> NativeChart:
    entries = rollups["passBreakdown"]
    labels = tuple(capital(entry["label"]) for entry in entries)
    return NativeChart(
        "passes", f"What found the {found}", labels, (Series("Rows", MATCHED, _values(entries, "count")),)
    )


def _match_rates(pivot: Pivot, place: int) -> NativeChart:
    parts = (("matched", "Matched", MATCHED), ("review", "In review", REVIEW), ("unmatched", "Unmatched", UNMATCHED))
    values = pivot["values"]
    return NativeChart(
        f"pivot_{place}",
        f"Match rate by {pivot_label(pivot, is_inside=True)}",
        _names(values),
        tuple(Series(name, colour, _values(values, key)) for key, name, colour in parts),
        is_whole=True,
        number_format="0%",
    )


def _duplicate_rates(pivot: Pivot, place: int) -> NativeChart:
    """Relative to the whole list, all bars would be too short to compare."""
    values = pivot["values"]
    return NativeChart(
        f"pivot_{place}",
        f"Duplicate rate by {pivot_label(pivot, is_inside=True)}",
        _names(values),
        (Series("Duplicate rate", MATCHED, _values(values, "duplicateRatePct")),),
        number_format='0.00"%"',
    )


def _names(values: Sequence[PivotValue]) -> tuple[str, ...]:
    return tuple(value["value"] for value in values)


def _values(entries: Sequence[Mapping[str, Any]], key: str) -> tuple[float, ...]:
    return tuple(entry.get(key) or 0 for entry in entries)
