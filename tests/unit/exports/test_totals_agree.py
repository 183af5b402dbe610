"""The totals of every format, read back out of the file, are those of the rollups."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS, ReportContent
from listmatch.exports.chart_data import NativeChart, Series

from .contents import dedupe_content, golden, match_content
from .readers import html_text, pdf_text, pptx_text, sheet


@pytest.fixture(params=["match", "dedupe"])
def content(request: pytest.FixtureRequest, tmp_path: Path) -> ReportContent:
    return match_content(tmp_path, rollups=golden()) if request.param == "match" else dedupe_content(tmp_path)


def expected(content: ReportContent) -> dict[str, float]:
    """Every total under the name that its definition gives it; what does not apply is nowhere."""
    totals, defined = content.rollups["totals"], content.rollups["definitions"]
    named = {entry["figure"].removeprefix("totals."): entry["label"] for entry in defined}
    return {named[name]: value for name, value in totals.items() if value is not None}


def as_printed(label: str, value: float) -> str:
    if label.endswith(("rate", "share")):
        return f"{label} {value:.2f}% "
    return f"{label} {value:,.1f} " if label.endswith("score") else f"{label} {value:,} "


@pytest.mark.parametrize(("format", "read"), [(ExportFormat.PDF, pdf_text), (ExportFormat.HTML, html_text)])
def test_pages_state_each_total_beside_its_name(
    content: ReportContent, format: ExportFormat, read: Callable[[Path], str], tmp_path: Path
) -> None:
    text = read(EXPORTERS[format](content, tmp_path))
    assert len(expected(content)) >= 10
    for label, value in expected(content).items():
        assert as_printed(label, value) in text


def test_the_workbook_states_each_total_as_a_number(content: ReportContent, tmp_path: Path) -> None:
    rows = sheet(EXPORTERS[ExportFormat.XLSX](content, tmp_path), "Summary")
    stated: dict[Any, Any] = {}
    for label, value, *_ in rows:
        stated.setdefault(label, value)
    assert {label: stated[label] for label in expected(content)} == expected(content)


def test_the_slides_state_the_verdict_in_three_figures(content: ReportContent, tmp_path: Path) -> None:
    text = pptx_text(EXPORTERS[ExportFormat.PPTX](content, tmp_path))
    names = ("entities", "duplicates", "reviewPairs") if content.is_dedupe else ("matched", "review", "unmatched")
    for name in names:
        assert f" {content.rollups['totals'][name]:,} " in text
    rate = content.rollups["totals"]["duplicateRatePct" if content.is_dedupe else "matchRatePct"]
    assert f"{rate:.2f}%" in text


def test_slides_state_every_total_where_there_is_nothing_to_chart(tmp_path: Path) -> None:
    rollups = golden() | {"scoreDistribution": [], "passBreakdown": [], "pivots": [], "relationships": []}
    content = match_content(tmp_path, rollups=rollups, narrative={})
    deck = EXPORTERS[ExportFormat.PPTX](content, tmp_path)
    assert len(Presentation(str(deck)).slides) == 6
    for label, value in expected(content).items():
        assert as_printed(label, value) in pptx_text(deck) + " "


def test_native_charts_hold_the_figures_of_the_rollups(content: ReportContent, tmp_path: Path) -> None:
    deck = Presentation(str(EXPORTERS[ExportFormat.PPTX](content, tmp_path)))
    charts = {shape.name: shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart}
    scores = [series for name, chart in charts.items() if name == "Rows by score" for series in chart.plots[0].series]
    if content.is_dedupe:
        sizes = charts["Clusters by number of rows"].plots[0].series[0]
        several = [s["clusters"] for s in content.rollups["clusterSizes"] if s["from"] > 1]
        assert [*sizes.values, 0] == several
    else:
        assert list(scores[0].values) == [bucket["matched"] for bucket in content.rollups["scoreDistribution"]]


def test_pivots_are_in_every_format(tmp_path: Path) -> None:
    content = match_content(tmp_path, rollups=golden())
    first = content.rollups["pivots"][0]["values"][0]
    line = f"{first['value']} {first['rows']:,} {first['matched']:,} {first['review']:,}"
    for format, read in ((ExportFormat.HTML, html_text), (ExportFormat.PPTX, pptx_text)):
        assert line in read(EXPORTERS[format](content, tmp_path))
    rows = sheet(EXPORTERS[ExportFormat.XLSX](content, tmp_path), "Segments")
    assert (first["value"], first["rows"], first["matched"], first["review"]) in {row[:4] for row in rows}


def test_notes_of_the_slides_define_the_figures(tmp_path: Path) -> None:
    content = match_content(tmp_path, rollups=golden())
    slides = Presentation(str(EXPORTERS[ExportFormat.PPTX](content, tmp_path))).slides
    assert 6 <= len(slides) <= 8
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides)
    for definition in content.rollups["definitions"]:
        assert definition["text"] in notes


@pytest.mark.parametrize("format", list(ExportFormat))
def test_the_same_content_gives_the_same_bytes(format: ExportFormat, tmp_path: Path) -> None:
    content = match_content(tmp_path, rollups=golden())
    first = EXPORTERS[format](content, tmp_path).read_bytes()
    assert EXPORTERS[format](content, tmp_path).read_bytes() == first


@pytest.mark.parametrize("format", list(ExportFormat))
def test_absent_rollups_leave_a_readable_report(format: ExportFormat, tmp_path: Path) -> None:
    content = match_content(tmp_path, rollups={"mode": "best_match", "totals": {"sourceRows": 3}}, narrative={})
    assert EXPORTERS[format](content, tmp_path).stat().st_size > 1000


@pytest.mark.parametrize(("longest", "step"), [(0, 1), (6, 1), (7, 2), (500, 100), (100_000, 20_000)])
def test_axes_have_few_round_marks(longest: int, step: int) -> None:
    assert NativeChart("key", "title", ("a",), (Series("s", "#000000", (longest,)),)).step == step
