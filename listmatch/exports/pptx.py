"""The report as slides: native charts and tables that can be edited, speaker notes with the definitions."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from io import BytesIO
from pathlib import Path

from listmatch.exports import quality_tables, result_tables, segments
from listmatch.exports.chart_data import native_charts
from listmatch.exports.content import ReportContent
from listmatch.exports.document import counted, executive, headlines, lines, method_paragraphs, what_matched
from listmatch.exports.markup import packaged, text_on
from listmatch.exports.next_steps import next_steps
from listmatch.exports.numbers import Kind, day, written
from listmatch.exports.packages import write_package
from listmatch.exports.pptx_shapes import (
    SOFT,
    Box,
    Drawn,
    Look,
    add_bar_chart,
    add_rule,
    add_table,
    add_text,
    rgb,
    set_text,
    shortened,
)
from listmatch.exports.table import Table

COVER, TITLE_AND_BODY, TITLE_ONLY = 0, 1, 2
"""Layouts of templates/slides.pptx."""

WHOLE = Box(0.85, 1.65, 11.65, 4.9)
LEFT = Box(0.85, 1.65, 5.6, 4.9)
RIGHT = Box(6.9, 1.65, 5.7, 4.9)

HEADLINE_COLOURS = {"matched": "#0072b2", "review": "#e69f00", "unmatched": "#999999"}

VERDICT_TERMS = (
    "Matched",
    "In review",
    "Unmatched",
    "Match rate",
    "New records",
    "Rows to keep",
    "Duplicates",
    "Pairs to look at",
)
"""The figures of the verdict, which its notes define."""

STEP_TERMS = ("In review", "New records", "Matched to a duplicate", "Duplicates", "Pairs to look at")
"""The figures behind the next steps, which the notes beside them define."""

FEW_POINTS, MAX_POINTS, POINTS_BESIDE = 4, 7, 6
"""Findings on a slide, alone and beside the next steps; the notes have all of them."""

COVER_SIZES = ((60, 40), (100, 30), (math.inf, 22))
"""Characters of the title up to which it is set in this size, so that it stays above the subtitle."""
MOST_TITLE, MOST_SUBTITLE = 200, 260
"""Characters of title and subtitle on the cover; the notes have them whole."""

MOST_SETUP = 180
"""Characters of what was chosen, over about three lines."""

MAX_ROWS = 12
"""Rows of a table on a slide."""


def write_pptx(content: ReportContent, into: Path) -> Path:
    """Write ``report.pptx`` into *into*: six to eight slides. The same content gives the same bytes."""
    from pptx import Presentation

    deck = Presentation(BytesIO(packaged("templates/slides.pptx")))
    for make in (_cover, _verdict, _findings, _shape, _segments, _details, _quality, _method):
        make(deck, content)
    _number(deck, content)
    _describe(deck, content)
    buffer = BytesIO()
    deck.save(buffer)
    return write_package(buffer.getvalue(), into / "report.pptx", created=content.generated_at)


def _describe(deck: Drawn, content: ReportContent) -> None:
    properties = deck.core_properties
    properties.title, properties.subject = content.title, content.subtitle
    properties.author = properties.last_modified_by = content.owner_name or "listmatch"
    properties.created = properties.modified = content.generated_at.astimezone(UTC).replace(tzinfo=None)


def _cover(deck: Drawn, content: ReportContent) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[COVER])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = rgb(content.colour)
    ink = text_on(content.colour)
    size = next(size for longest, size in COVER_SIZES if len(content.title) <= longest)
    title = shortened(content.title, MOST_TITLE)
    set_text(slide.shapes.title.text_frame, [title], Look(size=size, colour=ink, serif=True))
    set_text(slide.placeholders[1].text_frame, [shortened(content.subtitle, MOST_SUBTITLE)], Look(size=18, colour=ink))
    add_text(slide, Box(0.85, 0.6, 8, 0.5), [content.owner_name], Look(size=14, colour=ink, bold=True))
    add_text(slide, Box(0.85, 6.6, 8, 0.4), [day(content.generated_at)], Look(size=12, colour=ink))
    if content.logo and content.logo.suffix.lower() in (".png", ".jpg", ".jpeg"):
        left, top, _, height = Box(10.6, 0.5, 0, 0.7).lengths
        slide.shapes.add_picture(str(content.logo), left, top, height=height)
    _note(slide, [content.title, content.subtitle, *lines(content.narrative.get("executive", ""))])


def _verdict(deck: Drawn, content: ReportContent) -> None:
    totals = content.totals
    if content.is_dedupe:
        rows = counted(totals.get("sourceRows") or 0, "row is", "rows are")
        title = f"{written(totals.get('duplicateRatePct'), Kind.PERCENT)} of {rows} duplicates"
    else:
        title = f"{written(totals.get('matchRatePct'), Kind.PERCENT)} of {what_matched(content)}"
    slide = _titled(deck, title)
    figures = headlines(content)
    for place, figure in enumerate(figures):
        left = 0.85 + place * 4.0
        add_rule(slide, Box(left, 1.75, 3.65, 0.06), HEADLINE_COLOURS[figure.key])
        add_text(slide, Box(left, 1.85, 3.65, 0.4), [figure.label], Look(size=14, bold=True))
        add_text(slide, Box(left, 2.2, 3.65, 1.0), [figure.value], Look(size=48, serif=True))
        add_text(slide, Box(left, 3.15, 3.65, 0.6), [figure.note], Look(size=12, colour=SOFT))
    _bar(slide, [(figure.key, figure.share) for figure in figures])
    add_text(slide, Box(0.85, 4.75, 11.65, 1.8), executive(content)[:2], Look(size=15))
    _define(slide, content, VERDICT_TERMS)


def _bar(slide: Drawn, shares: Sequence[tuple[str, float]]) -> None:
    """All rows as one bar, in the colours of the figures above it."""
    left = 0.85
    for key, share in shares:
        width = 11.65 * share / 100
        if width > 0:
            add_rule(slide, Box(left, 4.15, width, 0.16), HEADLINE_COLOURS[key])
        left += width


def _findings(deck: Drawn, content: ReportContent) -> None:
    """What stands out, with the quality of the list where that is little; where nothing does, what the figures mean.

    What is to be done about it stands beside it, where there is anything.
    """
    points: Sequence[str] = lines(content.narrative.get("keyFindings", ""))
    title = "What we found" if points else "What the figures mean"
    if 0 < len(points) < FEW_POINTS:
        points = [*points, *lines(content.narrative.get("dataQuality", "").replace(". ", ".\n"))]
    points = points or _meanings(content, VERDICT_TERMS) or method_paragraphs(content)
    steps = next_steps(content)
    if steps.rows:
        slide = _titled(deck, f"{title}, and what to do next")
        add_text(slide, LEFT, points[:POINTS_BESIDE], Look(size=14))
        add_table(slide, RIGHT, steps, rows=MAX_ROWS)
    else:
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_BODY])
        slide.shapes.title.text = title
        set_text(slide.placeholders[1].text_frame, points[:MAX_POINTS], Look(size=16))
    _note(slide, [*points, *_meanings(content, STEP_TERMS if steps.rows else ())])


def _shape(deck: Drawn, content: ReportContent) -> None:
    """Two charts beside each other: how sure the matches are (how large the clusters), and what found them.

    Where there was nothing to find, all totals stand instead.
    """
    charts = native_charts(content)
    shown = [charts[key] for key in ("cluster_sizes", "scores", "passes") if key in charts][:2]
    if not shown:
        _totals(deck, content)
        return
    slide = _titled(deck, "How large the clusters are" if content.is_dedupe else "How sure the matches are")
    for chart, box in zip(shown, (LEFT, RIGHT), strict=False):
        add_bar_chart(slide, box, chart)
    _note(slide, method_paragraphs(content))


def _totals(deck: Drawn, content: ReportContent) -> None:
    slide = _titled(deck, "The figures")
    whole = result_tables.totals(content)
    half = (len(whole.rows) + 1) // 2
    for box, part in ((LEFT, slice(half)), (RIGHT, slice(half, None))):
        if whole.rows[part]:
            shown = replace(whole, rows=whole.rows[part], row_kinds=whole.row_kinds[part])
            add_table(slide, box, shown, rows=MAX_ROWS)
    _note(slide, [f"{label}: {text}" for label, text in result_tables.definitions(content).rows])


def _segments(deck: Drawn, content: ReportContent) -> None:
    """The first way in which the list divides: chart and table."""
    charts, pivots = native_charts(content), segments.pivots(content)
    if "pivot_1" not in charts or not pivots:
        return
    slide = _titled(deck, _pivot_title(content, pivots[0]))
    add_bar_chart(slide, Box(0.85, 1.65, 4.8, 4.9), charts["pivot_1"], has_title=False)
    add_table(slide, Box(6.0, 1.65, 6.5, 4.9), pivots[0], rows=MAX_ROWS)
    _define(slide, content, ("By column", "New records", "Match rate", "Duplicate rate"))


def _pivot_title(content: ReportContent, pivot: Table) -> str:
    return f"{segments.rate_name(content)} {pivot.title[:1].lower()}{pivot.title[1:]}"


def _details(deck: Drawn, content: ReportContent) -> None:
    """Near-misses of a match, weakest clusters of a dedupe."""
    table = result_tables.weakest_links(content) if content.is_dedupe else result_tables.relationships(content)
    if not table.rows:
        return
    slide = _titled(deck, table.title)
    promises = result_tables.expectations(content)
    add_table(slide, WHOLE, table, rows=MAX_ROWS - 3 * bool(promises.rows))
    if promises.rows:
        top = WHOLE.top + 0.34 * (min(len(table.rows), MAX_ROWS - 3) + 1) + 0.45
        add_table(slide, Box(WHOLE.left, top, WHOLE.width, 1), promises, rows=3)
    _define(slide, content, ("Relationships", "Expected quality", "Weakest links"))


def _quality(deck: Drawn, content: ReportContent) -> None:
    slide = _titled(deck, "What the list is like" if content.is_dedupe else "What the lists are like")
    missing, rules = quality_tables.missing_in_short(content), quality_tables.rules_in_short(content)
    add_table(slide, LEFT, quality_tables.lists(content), rows=MAX_ROWS)
    top = RIGHT.top
    for table in (missing, rules):
        if table.rows:
            add_table(slide, Box(RIGHT.left, top, RIGHT.width, 1), table, rows=5)
            top += 0.34 * (min(len(table.rows), 5) + 1) + 0.4
    _note(slide, lines(content.narrative.get("dataQuality", "")))


def _method(deck: Drawn, content: ReportContent) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_BODY])
    slide.shapes.title.text = "How to read this"
    set_text(slide.placeholders[1].text_frame, method_paragraphs(content), Look(size=16))
    setup = result_tables.setup(content)
    if setup.rows:
        add_table(slide, Box(0.85, 4.2, 8.0, 2), setup, rows=6, longest=MOST_SETUP)
    _note(slide, [f"{label}: {text}" for label, text in result_tables.definitions(content).rows])


def _titled(deck: Drawn, title: str) -> Drawn:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.shapes.title.text = title
    return slide


def _number(deck: Drawn, content: ReportContent) -> None:
    """Title and number at the foot of every slide but the cover."""
    for number, slide in enumerate(deck.slides, start=1):
        if number > 1:
            add_text(slide, Box(0.85, 7.0, 9, 0.3), [content.title], Look(size=9, colour=SOFT))
            add_text(slide, Box(11.5, 7.0, 1.0, 0.3), [str(number)], Look(size=9, colour=SOFT, right=True))


def _define(slide: Drawn, content: ReportContent, labels: Sequence[str]) -> None:
    """The definitions of *labels* as speaker notes."""
    _note(slide, _meanings(content, labels))


def _meanings(content: ReportContent, labels: Sequence[str]) -> list[str]:
    return [f"{label}: {text}" for label, text in result_tables.definitions(content).rows if label in labels]


def _note(slide: Drawn, texts: Sequence[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(texts)
