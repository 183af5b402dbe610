"""The tables of a report, taken from the rollups once and drawn by every format.

A table holds plain values; how they are written is ``numbers``, where they stand is ``document``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from listmatch.exports.bars import FOUND, Bars, Meaning, shares, stacked, to_the_longest
from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Kind, Value, day, written

Row = tuple[Value, ...]

NARROW, WIDE = 8, 34
"""Characters between which the width of a column is kept."""


ANOTHER_SHAPE = "That run used a different threshold or mode, so the two cannot be compared directly."

TOO_FEW = "These are too few {} to say how many of them should be right."

CONFIDENCE = "With 95% confidence the true share lies between the last two figures."


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and what stands in it."""

    label: str
    kind: Kind = Kind.TEXT
    meaning: Meaning | None = None
    """what the bars of the table draw in the colour of this meaning"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report, and the bars that are drawn beside its rows where they show what its figures say."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    bars: Bars | None = None
    row_kinds: tuple[Kind, ...] = ()
    """what the values of each row are, where that differs from row to row; the first column is its label"""

    def kind(self, row: int, column: int) -> Kind:
        """What the cell in *row* and *column* (0-based) is."""
        return self.row_kinds[row] if column and self.row_kinds else self.columns[column].kind


_VERDICTS = (("matched", "Matched"), ("review", "Review"), ("unmatched", "Unmatched"))


def totals(content: ReportContent) -> Table:
    """Every total, in the order of the label list; totals unknown to it come last."""
    figures: Mapping[str, Value] = content.rollups.get("totals") or {}
    known = [(name, label, Kind(kind)) for name, label, kind in _labels()["dedupe" if content.is_dedupe else "match"]]
    unknown = [(name, in_words(name), _kind(name)) for name in figures if name not in {figure for figure, *_ in known}]
    present = [entry for entry in (*known, *unknown) if figures.get(entry[0]) is not None]
    return Table(
        "totals",
        "Totals",
        (Column("Figure"), Column("Value", Kind.COUNT)),
        tuple((label, figures[name]) for name, label, _ in present),
        row_kinds=tuple(kind for *_, kind in present),
    )


def scores(content: ReportContent) -> Table:
    """How many rows have a score in each bucket, and how many of them should be right; nothing when none has one.

    Buckets below the lowest score are left out. Of fewer matches than a precision is promised of, none of a bucket is.
    """
    columns: tuple[Column, ...] = (
        Column("Score"),
        Column("Rows", Kind.COUNT),
        Column("Duplicates" if content.is_dedupe else "Matched", Kind.COUNT, "matched"),
        Column("Review", Kind.COUNT, "review"),
        Column("Share of rows", Kind.PERCENT),
    )
    names = ("bucket", "count", "matched", "review", "pct")
    buckets = down_to_the_last(content.rollups.get("scoreDistribution") or ())
    rows = picked(buckets, names)
    totals = content.rollups.get("totals") or {}
    whole, found = totals.get("sourceRows"), "duplicates" if content.is_dedupe else "matched"
    bars = stacked([shares(bucket, FOUND, whole=whole) for bucket in buckets])
    notes = [_rows_of_pairs(content, buckets)] if content.is_dedupe else []
    promises = content.rollups.get("promises") or {}
    if promises.get("reliability") and promises.get("expectedPrecisionPct") is not None:
        right = {entry["bucket"]: entry["expectedPct"] for entry in promises["reliability"]}
        columns += (Column("Expected to be right", Kind.PERCENT),)
        rows = tuple((*row, right.get(row[0])) for row in rows)
    elif promises.get("reliability") and totals.get(found):
        notes.append(TOO_FEW.format("duplicates" if content.is_dedupe else "matches"))
    return Table(
        "scores", "Score distribution", columns, rows, note=" ".join(filter(None, notes)), bars=to_the_longest(bars)
    )


def _rows_of_pairs(content: ReportContent, buckets: Sequence[Mapping[str, Any]]) -> str:
    """That a dedupe waits for decisions on pairs, while its tables count rows."""
    pairs = (content.rollups.get("totals") or {}).get("reviewPairs")
    rows = sum(bucket.get("review") or 0 for bucket in buckets)
    if not pairs or not rows:
        return ""
    of_pairs = "pair" if pairs == 1 else f"{written(pairs, Kind.COUNT)} pairs"
    return f"Review counts rows: {written(rows, Kind.COUNT)} rows make up the {of_pairs} to look at."


def passes(content: ReportContent) -> Table:
    """What found the matched rows, or the duplicates."""
    found = "Duplicates" if content.is_dedupe else "Matched rows"
    columns = (Column("Found by"), Column(found, Kind.COUNT), Column("Share of rows", Kind.PERCENT))
    entries = content.rollups.get("passBreakdown") or ()
    rows = tuple(
        (capital(e.get("label") or in_words(e.get("pass", ""))), e.get("count"), e.get("pct")) for e in entries
    )
    title = "What found the duplicates" if content.is_dedupe else "What found the matches"
    bars = stacked([(("matched", float(row[2] or 0.0)),) for row in rows])
    return Table("passes", title, columns, rows, bars=to_the_longest(bars))


def relationships(content: ReportContent) -> Table:
    """What the best candidate of a row is to the row: first what is a match, then what only resembles one."""
    verdicts = (("matched", "Duplicates"), ("review", "Review")) if content.is_dedupe else _VERDICTS
    columns = (
        Column("Best candidate is"),
        Column("Rows", Kind.COUNT),
        *(Column(label, Kind.COUNT) for _, label in verdicts),
    )
    names = ("relationship", "rows", *(name for name, _ in verdicts))
    listed = content.rollups.get("relationships") or ()
    found = picked(sorted(listed, key=lambda each: (not each.get("isSame"), -(each.get("rows") or 0))), names)
    rows = tuple((capital(str(row[0] or "")), *row[1:]) for row in found)
    return Table("relationships", "What the best candidates are", columns, rows)


def cluster_sizes(content: ReportContent) -> Table:
    """Dedupe: how many clusters have how many rows; single rows and sizes that do not occur are left out."""
    columns = (Column("Rows in the cluster"), Column("Clusters", Kind.COUNT), Column("Rows", Kind.COUNT))
    sizes = [size for size in content.rollups.get("clusterSizes") or () if (size.get("from") or 0) > 1]
    found = picked(sizes, ("size", "clusters", "rows"))
    rows = tuple(row for row in found if row[1])
    return Table("cluster_sizes", "Cluster sizes", columns, rows)


def weakest_links(content: ReportContent) -> Table:
    """Dedupe: the clusters that hang together least, to be looked at first."""
    columns = (
        Column("Cluster"),
        Column("Row numbers"),
        Column("Rows", Kind.COUNT),
        Column("Weakest link", Kind.SCORE),
    )
    entries = content.rollups.get("weakestLinks") or ()
    rows = tuple(
        (_listed([e["clusterId"]]), _listed(e.get("rows") or ()), e.get("size"), e.get("weakestLink")) for e in entries
    )
    return Table("weakest_links", "Clusters to look at first", columns, rows)


def comparison(content: ReportContent) -> Table:
    """What changed since the previous run, and when that was; the change of a share is in points."""
    compared: Mapping[str, Any] = content.rollups.get("comparison") or {}
    changes = compared.get("changes") or ()
    columns = (
        Column("Figure"),
        Column("Previous", Kind.COUNT),
        Column("Now", Kind.COUNT),
        Column("Change", Kind.COUNT),
    )
    rows = tuple(
        (e.get("label"), e.get("previous"), e.get("current"), written(e.get("change"), Kind.CHANGE)) for e in changes
    )
    kinds = tuple(_kind(str(e.get("figure", ""))) for e in changes)
    title = "Since the previous run"
    if on := compared.get("previousOn"):
        title = f"{title}, of {day(date.fromisoformat(on))}"
    note = "" if compared.get("isSameShape", True) else ANOTHER_SHAPE
    return Table("comparison", title, columns, rows, note=note, row_kinds=kinds)


def expectations(content: ReportContent) -> Table:
    """How far the result can be trusted: how many matches (duplicates) are right and were found; empty without any."""
    columns = (
        Column("Judged by the scores"),
        Column("Expected", Kind.PERCENT),
        Column("At least", Kind.PERCENT),
        Column("At most", Kind.PERCENT),
    )
    given: Mapping[str, Value] = content.rollups.get("promises") or {}
    found = "duplicates" if content.is_dedupe else "matches"
    rows = [
        (f"{found.capitalize()} that are right", *_estimate(given, "Precision")),
        (f"True {found} that were found", *_estimate(given, "Recall")),
    ]
    notes = (content.rollups.get("promises") or {}).get("notes") or ()
    return Table(
        "expectations",
        "How reliable the result is",
        columns,
        tuple(row for row in rows if row[1] is not None and (content.rollups.get("totals") or {}).get("matched") != 0),
        note=" ".join([CONFIDENCE, *notes]),
    )


def frequent_values(content: ReportContent) -> Table:
    """What too many rows carry to be compared by alone, and what that left out; empty where nothing does."""
    columns = (
        Column("Shared value"),
        Column("Values", Kind.COUNT),
        Column("Rows with the commonest", Kind.COUNT),
        Column("Pairs compared", Kind.COUNT),
        Column("Pairs left out", Kind.COUNT),
    )
    found: Mapping[str, Any] = content.rollups.get("frequentValues") or {}
    names = ("label", "values", "rowsOfTheMostFrequent", "pairsCompared", "pairsLeftOut")
    rows = tuple((capital(str(row[0] or "")), *row[1:]) for row in picked(found.get("passes"), names))
    note = "These count only together with another shared value; pairs that share nothing else were left out."
    return Table("frequent_values", "Values too common to match on", columns, rows, note=note)


def setup(content: ReportContent) -> Table:
    """How the comparison was set up."""
    rows = tuple((label, text) for label, text in content.profile_summary)
    return Table("setup", "How this comparison was set up", (Column("Setting"), Column("Value")), rows)


def definitions(content: ReportContent) -> Table:
    """Every figure and what it means."""
    rows = picked(content.rollups.get("definitions"), ("label", "text"))
    return Table("definitions", "Definitions", (Column("Figure"), Column("Meaning")), rows)


def column_weights(table: Table) -> list[float]:
    """How much room each column needs beside the others: its longest text, within reason."""
    texts = [[column.label] for column in table.columns]
    for number, row in enumerate(table.rows):
        for place, value in enumerate(row):
            texts[place].append(written(value, table.kind(number, place)))
    longest = [max(len(text) for text in column) for column in texts]
    return [min(max(length, NARROW), WIDE) + 2.0 for length in longest]


def in_words(name: str) -> str:
    """``matchRatePct`` or ``us_zip`` as words: ``Match rate pct``, ``US ZIP``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name).lower().split()
    spelt = dict(_labels()["words"])
    return capital(" ".join(spelt.get(word, word) for word in words))


def _estimate(promises: Mapping[str, Value], name: str) -> tuple[Value, Value, Value]:
    return (
        promises.get(f"expected{name}Pct"),
        promises.get(f"{name.lower()}LowPct"),
        promises.get(f"{name.lower()}HighPct"),
    )


def down_to_the_last(buckets: Sequence[Mapping[str, Any]], figure: str = "count") -> Sequence[Mapping[str, Any]]:
    """*buckets* without those after the last one whose *figure* is not nought."""
    occupied = [place for place, bucket in enumerate(buckets, start=1) if bucket.get(figure)]
    return buckets[: max(occupied, default=0)]


def picked(entries: Iterable[Mapping[str, Any]] | None, names: Sequence[str]) -> tuple[Row, ...]:
    """The named figures of each entry; None where one is absent."""
    return tuple(tuple(entry.get(name) for name in names) for entry in entries or ())


def _kind(name: str) -> Kind:
    if name.endswith("Pct"):
        return Kind.PERCENT
    return Kind.SCORE if name.endswith("Score") else Kind.COUNT


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def capital(text: str) -> str:
    """*text* with its first letter upper case."""
    return text[:1].upper() + text[1:]


@cache
def _labels() -> dict[str, list[list[str]]]:
    text = files("listmatch.exports").joinpath("data/labels.yaml").read_text(encoding="utf-8")
    labels: dict[str, list[list[str]]] = yaml.safe_load(text)
    return labels
