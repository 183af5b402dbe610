"""The tables that divide a list by the values of a column: the match rate of each, beside that of the whole list."""

from collections.abc import Sequence

from listmatch.domain.rollups import Pivot, Totals
from listmatch.exports.bars import ALL_VERDICTS, DUPLICATES, shares, stacked, to_the_longest
from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Kind, written
from listmatch.exports.table import Column, Table, in_words, picked

_MATCH_PIVOT = (
    ("rows", Column("Rows", Kind.COUNT)),
    ("matched", Column("Matched", Kind.COUNT, "matched")),
    ("review", Column("Review", Kind.COUNT, "review")),
    ("newRecords", Column("New", Kind.COUNT)),
    ("matchRatePct", Column("Match rate", Kind.PERCENT)),
)

_DEDUPE_PIVOT = (
    ("rows", Column("Rows", Kind.COUNT)),
    ("duplicates", Column("Duplicates", Kind.COUNT, "matched")),
    ("duplicateRatePct", Column("Duplicate rate", Kind.PERCENT)),
)


def pivots(content: ReportContent) -> tuple[Table, ...]:
    """Match rate (dedupe: duplicate rate) by the values of each chosen column."""
    totals = content.totals
    mark = totals.get("duplicateRatePct" if content.is_dedupe else "matchRatePct")
    return tuple(_pivot(entry, mark, is_dedupe=content.is_dedupe) for entry in telling_pivots(content))


def telling_pivots(content: ReportContent) -> Sequence[Pivot]:
    """The pivots of the rollups; none where all rows have one verdict, since every value then says the same."""
    if _is_one_verdict(content.totals, is_dedupe=content.is_dedupe):
        return ()
    return content.rollups["pivots"]


def pivot_label(entry: Pivot, *, is_inside: bool = False) -> str:
    """What a pivot is called; inside a title a label of ours begins small, and a column keeps the name of its list."""
    label = entry["label"] or in_words(entry["column"])
    return label[:1].lower() + label[1:] if is_inside and entry.get("source") == "derived" else label


def rate_name(content: ReportContent) -> str:
    """What the segments differ in."""
    return "Duplicate rate" if content.is_dedupe else "Match rate"


def how_to_read(content: ReportContent) -> str:
    """What the bars beside the segments show."""
    totals = content.totals
    if content.is_dedupe:
        rate = written(totals.get("duplicateRatePct"), Kind.PERCENT)
        return (
            f"A bar is as long as the duplicate rate of its line; the thin line marks that of the whole list, {rate}."
        )
    rate = written(totals.get("matchRatePct"), Kind.PERCENT)
    return (
        "A bar holds all rows of its line: matched, in review and, in grey, the others. The thin line marks the match "
        f"rate of the whole list, {rate}."
    )


def _is_one_verdict(totals: Totals, *, is_dedupe: bool) -> bool:
    if is_dedupe:
        return totals.get("duplicates") == 0
    counts = [totals.get(name) for name, _ in ALL_VERDICTS]
    return totals.get("sourceRows") in counts


def _pivot(entry: Pivot, mark: float | None, *, is_dedupe: bool) -> Table:
    label = pivot_label(entry)
    figures = _DEDUPE_PIVOT if is_dedupe else _MATCH_PIVOT
    columns = (Column(label), *(column for _, column in figures))
    key = f"pivot_{entry['column']}"
    names = ("value", *(name for name, _ in figures))
    values = entry["values"]
    rows = picked(values, names)
    if is_dedupe:
        bars = to_the_longest(stacked([shares(value, DUPLICATES, whole=value["rows"]) for value in values], mark=mark))
    else:
        bars = stacked([shares(value, ALL_VERDICTS, whole=value["rows"]) for value in values], mark=mark)
    return Table(key, f"By {pivot_label(entry, is_inside=True)}", columns, rows, bars=bars)
