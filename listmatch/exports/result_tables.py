"""The tables about verdicts and duplicates, each taken from the rollups once and drawn by every format."""

from collections.abc import Iterable, Sequence
from datetime import date

from listmatch.domain.rollups import Promises, ScoreBucket
from listmatch.exports.bars import FOUND, shares, stacked, to_the_longest
from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Kind, day, written
from listmatch.exports.table import Column, Row, Table, capital, down_to_the_last, in_words, kind_of, labels, picked

COMPARED = "Since the previous run"

ANOTHER_SHAPE = "That run used a different threshold or mode, so the two cannot be compared directly."

TOO_FEW = "These are too few {} to say how many of them should be right."

CONFIDENCE = "With 95% confidence the true share lies between the last two figures."


_VERDICTS = (("matched", "Matched"), ("review", "Review"), ("unmatched", "Unmatched"))


def totals(content: ReportContent) -> Table:
    """Every total, in the order of the label list; totals unknown to it come last."""
    figures = content.totals
    known = [(name, label, Kind(kind)) for name, label, kind in labels()["dedupe" if content.is_dedupe else "match"]]
    names = {name for name, *_ in known}
    unknown = [(name, in_words(name), kind_of(name)) for name in figures if name not in names]
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
    found = "Duplicates" if content.is_dedupe else "Matched"
    columns: tuple[Column, ...] = (
        Column("Score"),
        Column("Rows", Kind.COUNT),
        Column(found, Kind.COUNT, "matched"),
        Column("Review", Kind.COUNT, "review"),
        Column("Share of rows", Kind.PERCENT),
    )
    buckets = down_to_the_last(content.rollups["scoreDistribution"])
    rows = picked(buckets, ("bucket", "count", "matched", "review", "pct"))
    if right := _expected_right(content.rollups["promises"]):
        columns += (Column("Expected to be right", Kind.PERCENT),)
        rows = tuple((*row, right.get(str(row[0]))) for row in rows)
    bars = stacked([shares(bucket, FOUND, whole=content.totals.get("sourceRows")) for bucket in buckets])
    note = " ".join(filter(None, (_rows_of_pairs(content, buckets), _too_few(content))))
    return Table("scores", "Score distribution", columns, rows, note=note, bars=to_the_longest(bars))


def _expected_right(promises: Promises | None) -> dict[str, float]:
    """Name of a score bucket -> the share of it that should be right; nothing where no precision is promised."""
    if promises is None or promises.get("expectedPrecisionPct") is None:
        return {}
    return {entry["bucket"]: entry["expectedPct"] for entry in promises["reliability"]}


def _too_few(content: ReportContent) -> str:
    """Why no bucket has a share that should be right, although some rows were found."""
    promises = content.rollups["promises"]
    if promises is None or not promises["reliability"] or promises.get("expectedPrecisionPct") is not None:
        return ""
    found = content.totals.get("duplicates" if content.is_dedupe else "matched")
    return TOO_FEW.format("duplicates" if content.is_dedupe else "matches") if found else ""


def _rows_of_pairs(content: ReportContent, buckets: Sequence[ScoreBucket]) -> str:
    """That a dedupe waits for decisions on pairs, while its tables count rows."""
    pairs = content.totals.get("reviewPairs") if content.is_dedupe else None
    rows = sum(bucket["review"] for bucket in buckets)
    if not pairs or not rows:
        return ""
    of_pairs = "pair" if pairs == 1 else f"{written(pairs, Kind.COUNT)} pairs"
    return f"Review counts rows: {written(rows, Kind.COUNT)} rows make up the {of_pairs} to look at."


def passes(content: ReportContent) -> Table:
    """What found the matched rows, or the duplicates."""
    found = "Duplicates" if content.is_dedupe else "Matched rows"
    columns = (Column("Found by"), Column(found, Kind.COUNT), Column("Share of rows", Kind.PERCENT))
    entries = content.rollups["passBreakdown"]
    rows = tuple((capital(e["label"]), e["count"], e["pct"]) for e in entries)
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
    listed = sorted(content.rollups["relationships"], key=lambda each: (not each["isSame"], -each["rows"]))
    rows = tuple((capital(str(row[0] or "")), *row[1:]) for row in picked(listed, names))
    return Table("relationships", "What the best candidates are", columns, rows)


def cluster_sizes(content: ReportContent) -> Table:
    """Dedupe: how many clusters have how many rows; single rows and sizes that do not occur are left out."""
    columns = (Column("Rows in the cluster"), Column("Clusters", Kind.COUNT), Column("Rows", Kind.COUNT))
    sizes = [each for each in content.rollups["clusterSizes"] if each["from"] > 1 and each["clusters"]]
    rows = picked(sizes, ("size", "clusters", "rows"))
    return Table("cluster_sizes", "Cluster sizes", columns, rows)


def weakest_links(content: ReportContent) -> Table:
    """Dedupe: the clusters that hang together least, to be looked at first."""
    columns = (
        Column("Cluster"),
        Column("Row numbers"),
        Column("Rows", Kind.COUNT),
        Column("Weakest link", Kind.SCORE),
    )
    entries = content.rollups["weakestLinks"]
    rows = tuple((str(e["clusterId"]), _listed(e["rows"]), e["size"], e["weakestLink"]) for e in entries)
    return Table("weakest_links", "Clusters to look at first", columns, rows)


def comparison(content: ReportContent) -> Table:
    """What changed since the previous run, and when that was; the change of a share is in points."""
    compared = content.rollups["comparison"]
    columns = (
        Column("Figure"),
        Column("Previous", Kind.COUNT),
        Column("Now", Kind.COUNT),
        Column("Change", Kind.COUNT),
    )
    if compared is None:
        return Table("comparison", COMPARED, columns, ())
    changes = compared["changes"]
    rows = tuple((e["label"], e["previous"], e["current"], written(e["change"], Kind.CHANGE)) for e in changes)
    on = compared["previousOn"]
    return Table(
        "comparison",
        f"{COMPARED}, of {day(date.fromisoformat(on))}" if on else COMPARED,
        columns,
        rows,
        note="" if compared["isSameShape"] else ANOTHER_SHAPE,
        row_kinds=tuple(kind_of(e["figure"]) for e in changes),
    )


def expectations(content: ReportContent) -> Table:
    """How far the result can be trusted: how many matches (duplicates) are right and were found; empty without any."""
    columns = (
        Column("Judged by the scores"),
        Column("Expected", Kind.PERCENT),
        Column("At least", Kind.PERCENT),
        Column("At most", Kind.PERCENT),
    )
    promises = content.rollups["promises"]
    rows = () if promises is None or content.totals.get("matched") == 0 else _expected(content, promises)
    note = " ".join([CONFIDENCE, *(promises["notes"] if promises else ())])
    return Table("expectations", "How reliable the result is", columns, rows, note=note)


def _expected(content: ReportContent, promises: Promises) -> tuple[Row, ...]:
    """Precision and recall with the bounds of their intervals; what is not promised is left out."""
    found = "duplicates" if content.is_dedupe else "matches"
    precision = (
        f"{found.capitalize()} that are right",
        promises.get("expectedPrecisionPct"),
        promises.get("precisionLowPct"),
        promises.get("precisionHighPct"),
    )
    recall = (
        f"True {found} that were found",
        promises.get("expectedRecallPct"),
        promises.get("recallLowPct"),
        promises.get("recallHighPct"),
    )
    return tuple(row for row in (precision, recall) if row[1] is not None)


def frequent_values(content: ReportContent) -> Table:
    """What too many rows carry to be compared by alone, and what that left out; empty where nothing does."""
    columns = (
        Column("Shared value"),
        Column("Values", Kind.COUNT),
        Column("Rows with the commonest", Kind.COUNT),
        Column("Pairs compared", Kind.COUNT),
        Column("Pairs left out", Kind.COUNT),
    )
    found = content.rollups["frequentValues"]
    names = ("label", "values", "rowsOfTheMostFrequent", "pairsCompared", "pairsLeftOut")
    entries = found["passes"] if found else ()
    rows = tuple((capital(str(row[0] or "")), *row[1:]) for row in picked(entries, names))
    note = "These count only together with another shared value; pairs that share nothing else were left out."
    return Table("frequent_values", "Values too common to match on", columns, rows, note=note)


def setup(content: ReportContent) -> Table:
    """How the comparison was set up."""
    rows = tuple((label, text) for label, text in content.profile_summary)
    return Table("setup", "How this comparison was set up", (Column("Setting"), Column("Value")), rows)


def definitions(content: ReportContent) -> Table:
    """Every figure and what it means."""
    rows = picked(content.rollups["definitions"], ("label", "text"))
    return Table("definitions", "Definitions", (Column("Figure"), Column("Meaning")), rows)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)
