"""The report as a document: cover, sections and their contents, in order; PDF and HTML draw it.

Nothing here knows a format. Tables come from ``result_tables`` and its like, rows from ``samples``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from listmatch.domain.rollups import Totals
from listmatch.exports import quality_tables, result_tables, segments
from listmatch.exports.content import ReportContent
from listmatch.exports.next_steps import next_steps
from listmatch.exports.numbers import Kind, written
from listmatch.exports.samples import Card, review_sample, weakest_clusters
from listmatch.exports.table import Table

NEXT = "Next: "
"""Begins the sentence of the executive narrative that says what to do."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the figures of the cover, and the part of all rows that it stands for."""

    key: str
    """matched, review or unmatched; decides the colour"""
    label: str
    value: str
    note: str
    share: float
    """0-100"""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section: one of its fields says something."""

    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None
    cards: tuple[Card, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report with a heading of its own."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole document."""

    content: ReportContent
    headlines: tuple[Headline, ...]
    executive: tuple[str, ...]
    """the executive narrative by paragraphs: it stands with the headlines, and no section repeats it"""
    sections: tuple[Section, ...]


def compose(content: ReportContent) -> Report:
    """The document for *content*; sections without anything to say are left out."""
    makers = (_next, _duplicates if content.is_dedupe else _matches, _segments, _sample, _quality, _method)
    sections = [maker(content) for maker in makers]
    telling = tuple(section for section in sections if section.blocks)
    return Report(content, headlines(content), executive(content), telling)


def headlines(content: ReportContent) -> tuple[Headline, ...]:
    """The verdict in three figures."""
    return _dedupe_headlines(content) if content.is_dedupe else _match_headlines(content)


def _match_headlines(content: ReportContent) -> tuple[Headline, ...]:
    figures = content.totals
    review = figures.get("review") or 0
    undecided = f"look at {'it' if review == 1 else 'these'} first" if review else "none needs a decision"
    return (
        _headline(figures, "matched", "Matched", "matchRatePct", f" of {what_matched(content)}"),
        _headline(figures, "review", "In review", "reviewSharePct", f" of the rows; {undecided}"),
        _headline(figures, "unmatched", "Unmatched", "unmatchedPct", f" of the rows{_new_among(content)}"),
    )


def what_matched(content: ReportContent) -> str:
    """What the match rate is a share of, and what it says: "800 rows are in the master list"."""
    rows = content.totals.get("sourceRows") or 0
    if content.are_leads:
        return f"{counted(rows, 'row belongs', 'rows belong')} to an account of the master list"
    return f"{counted(rows, 'row is', 'rows are')} in the master list"


def _new_among(content: ReportContent) -> str:
    """How many of the unmatched rows are new records, where that is known and there are any."""
    figures = content.totals
    unmatched, new = figures.get("unmatched") or 0, figures.get("newRecords")
    if unmatched and content.are_leads:
        return f" {'belongs' if unmatched == 1 else 'belong'} to none"
    if not unmatched or new is None:
        return ""
    if new == unmatched:
        return ": a new record" if new == 1 else ", all of them new records"
    return f", {written(new, Kind.COUNT)} of them new records" if new else ", none of them a new record"


def counted(count: float, one: str, many: str) -> str:
    """*count* and what there is so much of: "1 row is", "2 rows are"."""
    return f"{written(count, Kind.COUNT)} {one if count == 1 else many}"


def _headline(figures: Totals, key: str, label: str, share: str, note: str) -> Headline:
    portion = float(figures.get(share) or 0.0)
    return Headline(
        key, label, written(figures.get(key), Kind.COUNT), f"{written(portion, Kind.PERCENT)}{note}", portion
    )


def _dedupe_headlines(content: ReportContent) -> tuple[Headline, ...]:
    figures = content.totals
    rows, rate = figures.get("sourceRows") or 0, float(figures.get("duplicateRatePct") or 0.0)
    clusters = counted(figures.get("clusters") or 0, "cluster", "clusters")
    return (
        Headline(
            "unmatched",
            "Rows to keep",
            written(figures.get("entities"), Kind.COUNT),
            f"in {counted(rows, 'row', 'rows')}",
            100.0 - rate,
        ),
        Headline(
            "matched",
            "Duplicates",
            written(figures.get("duplicates"), Kind.COUNT),
            f"{written(rate, Kind.PERCENT)} of all rows, in {clusters}",
            rate,
        ),
        Headline(
            "review",
            "Pairs to look at",
            written(figures.get("reviewPairs"), Kind.COUNT),
            "close, but not close enough to be merged" if figures.get("reviewPairs") else "no decision is needed",
            0.0,
        ),
    )


def _next(content: ReportContent) -> Section:
    blocks = (
        _tabled(next_steps(content)),
        Block(heading="Key findings", points=lines(content.narrative.get("keyFindings", ""))),
        _tabled(result_tables.totals(content)),
        _tabled(result_tables.comparison(content)),
    )
    return Section("next", "Next steps and findings", _telling(blocks))


def _matches(content: ReportContent) -> Section:
    blocks = (
        _tabled(result_tables.expectations(content)),
        _tabled(result_tables.scores(content)),
        _tabled(result_tables.passes(content)),
        _tabled(result_tables.relationships(content)),
        _tabled(result_tables.frequent_values(content)),
    )
    return Section("matches", "How the rows matched", _telling(blocks))


def _duplicates(content: ReportContent) -> Section:
    blocks = (
        _tabled(result_tables.expectations(content)),
        _tabled(result_tables.cluster_sizes(content)),
        _tabled(result_tables.scores(content)),
        _tabled(result_tables.passes(content)),
        _tabled(result_tables.relationships(content)),
        _tabled(result_tables.frequent_values(content)),
    )
    return Section("duplicates", "Where the duplicates are", _telling(blocks))


def _segments(content: ReportContent) -> Section:
    blocks = _telling([_tabled(table) for table in segments.pivots(content)])
    intro = (Block(paragraphs=(segments.how_to_read(content),)),) if blocks else ()
    return Section("segments", f"{segments.rate_name(content)} by segment", (*intro, *blocks))


def _sample(content: ReportContent) -> Section:
    if content.is_dedupe:
        intro = (
            "The clusters held together by the weakest evidence. If these are right, the others hardly can be wrong. "
            "What differs from the first row is coloured."
        )
        cards, title = weakest_clusters(content), "Clusters to look at first"
    else:
        intro = (
            "The highest-scoring rows in review, each beside the master row it may match; what differs is coloured. "
            "The workbook lists them all."
        )
        cards, title = review_sample(content), "Review sample"
    return Section("sample", title, (Block(paragraphs=(intro,)), Block(cards=cards)) if cards else ())


def _quality(content: ReportContent) -> Section:
    blocks = (
        Block(paragraphs=lines(content.narrative.get("dataQuality", ""))),
        _tabled(quality_tables.lists(content)),
        _tabled(quality_tables.missing(content)),
        _tabled(quality_tables.rules(content)),
        Block(heading="What was noticed while reading", points=quality_tables.repairs(content)),
        Block(heading="What changed since the previous list", points=quality_tables.drift(content)),
        _tabled(quality_tables.column_profiles(content)),
    )
    return Section("quality", "Data quality", _telling(blocks))


def _method(content: ReportContent) -> Section:
    blocks = (
        Block(paragraphs=method_paragraphs(content)),
        Block(heading="How this comparison was set up", terms=tuple(content.profile_summary)),
        Block(heading="Definitions", terms=_definitions(content)),
    )
    return Section("method", "Method and definitions", _telling(blocks))


def _definitions(content: ReportContent) -> tuple[tuple[str, str], ...]:
    """Each term of this report with its meaning, once; a figure that does not apply to the lists needs none.

    Of the data quality only what was found: what is nought is not printed, and need not be defined.
    """
    rollups = content.rollups
    quality = {key: value or None for key, value in (rollups.get("dataQuality") or {}).items()}
    sections = {"totals": rollups["totals"], "dataQuality": quality}
    known = {f"{name}.{key}": value for name, section in sections.items() for key, value in section.items()}
    meant: dict[str, str] = {}
    for entry in rollups["definitions"]:
        if {**rollups, **known}.get(entry["figure"]) is not None:
            meant.setdefault(str(entry["text"]), str(entry["label"]))
    return tuple((label, text) for text, label in meant.items())


def method_paragraphs(content: ReportContent) -> tuple[str, ...]:
    """What was done, in the words of a person who has to defend it."""
    threshold = written(content.rollups.get("threshold"), Kind.COUNT)
    review = written(content.rollups.get("reviewFrom"), Kind.COUNT)
    compared = (
        "list was compared with every other row" if content.is_dedupe else "source list was compared with each row"
    )
    other = "" if content.is_dedupe else " of the master list"
    return (
        f"Every row of the {compared}{other} that has something distinctive in common with it.",
        "Evidence against a match counts as much as evidence for it: a shared switchboard, an info@ address or a "
        "namesake at another company is not enough for a match.",
        f"Scores run from 0 to 100 and are calibrated: of the pairs that score about 90, about 90 in 100 are right. "
        f"From {threshold} up, two rows count as the same; from {review} to {threshold}, a person should decide.",
    )


def executive(content: ReportContent) -> tuple[str, ...]:
    """The executive narrative by paragraphs; what to do next is one of its own."""
    text = content.narrative.get("executive", "")
    return lines(text.replace(f" {NEXT}", f"\n{NEXT}"))


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs or points of a narrative text, without list marks."""
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip().removeprefix("- ").strip()))


def _tabled(table: Table) -> Block:
    return Block(table=table if table.rows else None)


def _telling(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(b for b in blocks if b.paragraphs or b.points or b.table or b.cards or b.terms)
