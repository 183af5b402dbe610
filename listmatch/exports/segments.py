"""The tables that divide a list by the values of a column: the match rate of each, beside that of the whole list."""

from collections.abc import Mapping, Sequence
from typing import Any

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


def telling_pivots(content: ReportContent) -> Sequence[Mapping[str, Any]]:
    """The pivots of the rollups; none where all rows have one verdict, since every value then says the same."""
    totals = content.totals
    if _is_one_verdict(totals, is_dedupe=content.is_dedupe):
        return ()
    found: Sequence[Mapping[str, Any]] = content.rollups.get("pivots") or ()
    return found


def pivot_label(entry: Mapping[str, Any], *, is_inside: bool = False) -> str:
    """What a pivot is called; inside a title a label of ours begins small, and a column keeps the name of its list."""
    label = str(entry.get("label") or in_words(str(entry.get("column", ""))))
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


def _is_one_verdict(totals: Mapping[str, Any], *, is_dedupe: bool) -> bool:
    if is_dedupe:
        return totals.get("duplicates") == 0
    counts = [totals.get(name) for name, _ in ALL_VERDICTS]
    return totals.get("sourceRows") in counts


def _pivot(entry: Mapping[str, Any], mark: float | None, *, is_dedupe: bool) -> Table:
    label = pivot_label(entry)
    figures = _DEDUPE_PIVOT if is_dedupe else _MATCH_PIVOT
    columns = (Column(label), *(column for _, column in figures))
    key = f"pivot_{entry.get('column', label)}"
    names = ("value", *(name for name, _ in figures))
    values = entry.get("values") or ()
    rows = picked(values, names)
    if is_dedupe:
        bars = to_the_longest(
            stacked([shares(value, DUPLICATES, whole=value.get("rows")) for value in values], mark=mark)
        )
    else:
        bars = stacked([shares(value, ALL_VERDICTS, whole=value.get("rows")) for value in values], mark=mark)
    return Table(key, f"By {pivot_label(entry, is_inside=True)}", columns, rows, bars=bars)
