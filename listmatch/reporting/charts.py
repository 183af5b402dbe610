"""The charts of a report: what each one shows, as data, and as an SVG that stands on its own.

Every figure comes from the rollups. A chart is titled, described in words for those who do not see it, and labelled
with its numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from listmatch.reporting import palette
from listmatch.reporting.svg import draw_bars
from listmatch.reporting.wording import number, sentence

PIVOT_CHARTS = 4
"""Pivots that are drawn; all of them are in the tables."""


@dataclass(frozen=True, slots=True)
class Part:
    """One coloured part of a bar."""

    name: str
    value: int
    colour: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a label, its parts from left to right, and the text at its end."""

    label: str
    parts: tuple[Part, ...]
    note: str

    @property
    def total(self) -> int:
        """Length of the bar in rows."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars, possibly stacked, with what they show in one sentence."""

    name: str
    title: str
    description: str
    bars: tuple[Bar, ...]


def charts_of(rollups: Mapping[str, Any]) -> tuple[Chart, ...]:
    """The charts of a report in printing order; one without anything to show is left out."""
    makers = _dedupe_charts(rollups) if rollups["mode"] == "dedupe" else _match_charts(rollups)
    return tuple(chart for chart in makers if any(bar.total for bar in chart.bars))


def draw_charts(rollups: Mapping[str, Any]) -> dict[str, str]:
    """Name of each chart -> a complete SVG document of it (no scripts, links, fonts or other outside things)."""
    return {chart.name: draw_bars(chart) for chart in charts_of(rollups)}


def _match_charts(rollups: Mapping[str, Any]) -> list[Chart]:
    return [
        _verdict_bar(rollups["totals"]),
        _scores(rollups, matched="Matched"),
        _passes(rollups, found="Matched"),
        *(
            _match_pivot(pivot, place, is_any_found=_is_any_found(rollups))
            for place, pivot in enumerate(rollups["pivots"][:PIVOT_CHARTS], start=1)
        ),
    ]


def _is_any_found(rollups: Mapping[str, Any]) -> bool:
    return bool(rollups["totals"]["matched"] or rollups["totals"]["review"])


def _dedupe_charts(rollups: Mapping[str, Any]) -> list[Chart]:
    return [
        _duplicate_bar(rollups["totals"]),
        _cluster_sizes(rollups["clusterSizes"]),
        _scores(rollups, matched="Duplicates"),
        _passes(rollups, found="Duplicates"),
        *(_dedupe_pivot(pivot, place) for place, pivot in enumerate(rollups["pivots"][:PIVOT_CHARTS], start=1)),
    ]


def _verdict_parts(figures: Mapping[str, Any]) -> tuple[Part, ...]:
    return (
        Part("Matched", figures["matched"], palette.MATCHED),
        Part("In review", figures["review"], palette.REVIEW),
        Part("Unmatched", figures["unmatched"], palette.UNMATCHED),
    )


def _duplicate_parts(figures: Mapping[str, Any]) -> tuple[Part, ...]:
    kept = figures.get("rows", figures.get("sourceRows", 0)) - figures["duplicates"]
    return (
        Part("Duplicates", figures["duplicates"], palette.MATCHED),
        Part("Rows to keep", kept, palette.UNMATCHED),
    )


def _described(title: str, bars: Sequence[Bar]) -> str:
    return f"{title}: " + "; ".join(
        f"{bar.label} " + ", ".join(f"{part.name.lower()} {number(part.value)}" for part in bar.parts) for bar in bars
    )


def _rate(pivot_value: Mapping[str, Any], figure: str) -> str:
    """A rate as the tables beside the chart write it."""
    return f"{pivot_value[figure]:.2f}% of {number(pivot_value['rows'])}"


def _by(pivot: Mapping[str, Any]) -> str:
    """The label of a pivot within a title; a column keeps the name that its list gives it."""
    label = str(pivot["label"])
    return label[:1].lower() + label[1:] if pivot.get("source") == "derived" else label


def _chart(name: str, title: str, bars: Sequence[Bar]) -> Chart:
    return Chart(name=name, title=title, description=_described(title, bars), bars=tuple(bars))


def _verdict_bar(totals: Mapping[str, Any]) -> Chart:
    bar = Bar("All rows", _verdict_parts(totals), f"{totals['matchRatePct']:.2f}% matched")
    return _chart("verdicts", "Verdicts", [bar])


def _duplicate_bar(totals: Mapping[str, Any]) -> Chart:
    bar = Bar("All rows", _duplicate_parts(totals), f"{totals['duplicateRatePct']:.2f}% duplicates")
    return _chart("duplicates", "Duplicates", [bar])


def _scores(rollups: Mapping[str, Any], *, matched: str) -> Chart:
    bars = [
        Bar(
            bucket["bucket"],
            (
                Part(matched, bucket["matched"], palette.MATCHED),
                Part("In review", bucket["review"], palette.REVIEW),
            ),
            number(bucket["count"]),
        )
        for bucket in rollups["scoreDistribution"]
    ]
    return _chart("scores", "Rows by score", bars)


def _passes(rollups: Mapping[str, Any], *, found: str) -> Chart:
    bars = [
        Bar(
            sentence(line["label"]),
            (Part(found, line["count"], palette.MATCHED),),
            f"{number(line['count'])} ({line['pct']:.2f}%)",
        )
        for line in rollups["passBreakdown"]
    ]
    return _chart("passes", f"{found} by pass", bars)


def _match_pivot(pivot: Mapping[str, Any], place: int, *, is_any_found: bool) -> Chart:
    """Where not one row was found there is no rate to tell, only how the rows divide."""
    bars = [
        Bar(
            value["value"],
            _verdict_parts(value),
            _rate(value, "matchRatePct") if is_any_found else number(value["rows"]),
        )
        for value in pivot["values"]
    ]
    return _chart(f"pivot_{place}", f"{'Match rate' if is_any_found else 'Unmatched rows'} by {_by(pivot)}", bars)


def _dedupe_pivot(pivot: Mapping[str, Any], place: int) -> Chart:
    bars = [Bar(value["value"], _duplicate_parts(value), _rate(value, "duplicateRatePct")) for value in pivot["values"]]
    return _chart(f"pivot_{place}", f"Duplicate rate by {_by(pivot)}", bars)


def _cluster_sizes(sizes: Sequence[Mapping[str, Any]]) -> Chart:
    bars = [
        Bar(_size_label(size["size"]), (Part("Clusters", size["clusters"], palette.MATCHED),), number(size["clusters"]))
        for size in sizes
        if size["from"] > 1
    ]
    return _chart("cluster_sizes", "Clusters by number of rows", bars)


def _size_label(size: str) -> str:
    return f"{size} rows"
