"""What to do next: each thing that the figures ask for, how many rows, pairs or lines, and where they are."""

from collections.abc import Iterator

from listmatch.domain.rollups import Rollups
from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Kind
from listmatch.exports.table import Column, Row, Table

REVIEW, NEW, RESULTS, DUPLICATES = (
    f"Workbook, sheet {sheet}" for sheet in ("Review", "New records", "Results", "Duplicates")
)
QUARANTINE = "source_quarantine.csv"


def next_steps(content: ReportContent) -> Table:
    """The steps in the order in which they are best done; no rows where nothing is left to do."""
    columns = (Column("What to do"), Column("How many", Kind.COUNT), Column("Where they are"))
    steps = _after_dedupe(content.rollups) if content.is_dedupe else _after_match(content.rollups)
    rows = (*steps, *_unread(content.rollups))
    return Table("next_steps", "What to do next", columns, tuple(row for row in rows if row[1]))


def _after_match(rollups: Rollups) -> Iterator[Row]:
    totals = rollups["totals"]
    yield "Decide the rows in review", totals.get("review"), REVIEW
    if rollups.get("leads"):
        yield "Find or create an account for the leads without one", totals.get("newRecords"), NEW
    else:
        yield "Add the new records to the master list", totals.get("newRecords"), NEW
        yield "Email the new records with an address", totals.get("newRecordsWithEmail"), NEW
    for each in rollups["relationships"]:
        # "same person, new employer": what stands behind the comma has changed.
        if each["isSame"] and ", " in each["relationship"]:
            yield f"Update: {each['relationship']}", each["matched"], f"{RESULTS}, column Relationship"
    if not rollups.get("households"):
        yield (
            "Merge duplicates in the master list",
            totals.get("masterDuplicates"),
            f"{RESULTS}, column Further master rows",
        )
    yield (
        "Mark as do not contact",
        totals.get("excludedMatched"),
        f"{RESULTS}, column Do not contact",
    )


def _after_dedupe(rollups: Rollups) -> Iterator[Row]:
    totals = rollups["totals"]
    yield (
        "Decide the pairs too close to call",
        totals.get("reviewPairs"),
        f"{RESULTS}: kept rows with a score",
    )
    yield "Remove the duplicates", totals.get("duplicates"), DUPLICATES


def _unread(rollups: Rollups) -> Iterator[Row]:
    quality = rollups.get("dataQuality")
    yield "Correct and reload the unread lines", quality.get("unreadLines") if quality else None, QUARANTINE
