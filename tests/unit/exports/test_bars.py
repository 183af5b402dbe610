"""Bars beside the rows of a table: they are as long as the figures in it say, on one scale."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from listmatch.domain.columns import ColumnType
from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS, quality_tables, result_tables, segments
from listmatch.exports.bars import Bars, stacked, to_the_longest
from listmatch.exports.document import compose
from listmatch.exports.markup import packaged, render, widths
from tests.unit.reporting.made_up import column, file_profile

from .contents import dedupe_content, golden, match_content


def lengths(bars: Bars | None) -> list[list[float]]:
    assert bars is not None
    return [[round(part.length, 2) for part in parts] for parts in bars.rows]


def test_parts_follow_each_other_and_what_is_nought_has_none() -> None:
    [parts] = stacked([[("matched", 40.0), ("review", 0.0), ("unmatched", 60.0)]]).rows
    assert [(part.meaning, part.start, part.length) for part in parts] == [
        ("matched", 0.0, 40.0),
        ("unmatched", 40.0, 60.0),
    ]


def test_no_bar_is_longer_than_its_room() -> None:
    [parts] = stacked([[("matched", 80.0), ("review", 33.0)]]).rows
    assert sum(part.length for part in parts) == 100.0


@pytest.mark.parametrize(
    ("shares", "mark", "shown", "marked"),
    [((4.0, 2.0), 3.0, [[100.0], [50.0]], 75.0), ((4.0,), 8.0, [[50.0]], 100.0), ((0.0,), None, [[]], None)],
)
def test_small_shares_are_drawn_to_the_longest(
    shares: tuple[float, ...], mark: float | None, shown: list[list[float]], marked: float | None
) -> None:
    bars = to_the_longest(stacked([[("matched", share)] for share in shares], mark=mark))
    assert lengths(bars) == shown
    assert bars.mark == marked


def test_a_segment_is_drawn_by_its_verdicts_against_the_rate_of_the_whole_list(tmp_path: Path) -> None:
    rollups = golden()
    table = segments.pivots(match_content(tmp_path, rollups=rollups))[0]
    assert table.bars is not None
    assert table.bars.mark == rollups["totals"]["matchRatePct"]
    first = rollups["pivots"][0]["values"][0]
    assert lengths(table.bars)[0][0] == pytest.approx(first["matchRatePct"], abs=0.01)
    assert all(sum(line) == pytest.approx(100.0, abs=0.02) for line in lengths(table.bars))


def test_duplicate_rates_are_drawn_in_proportion(tmp_path: Path) -> None:
    table = segments.pivots(dedupe_content(tmp_path))[0]
    rates = [float(row[-1] or 0.0) for row in table.rows]
    drawn = [sum(line) for line in lengths(table.bars)]
    assert drawn == pytest.approx([rate / max(rates) * max(drawn) for rate in rates], abs=0.2)


def test_the_part_of_a_column_that_does_not_fit_its_type_ends_its_bar(tmp_path: Path) -> None:
    half = replace(column("ZIP", ColumnType.US_ZIP, distinct=4, nulls=5), valid_share=0.9)
    content = match_content(tmp_path, source_profile=file_profile(10, [half]))
    assert lengths(quality_tables.column_profiles(content).bars) == [[45.0, 5.0]]


@pytest.mark.parametrize("of", [result_tables.scores, result_tables.passes, quality_tables.missing])
def test_a_table_with_bars_has_one_for_each_row(of: Any, tmp_path: Path) -> None:
    table = of(match_content(tmp_path, rollups=golden()))
    assert table.bars is not None
    assert len(table.bars.rows) == len(table.rows) > 0


def test_a_bar_is_furniture_and_its_colours_are_explained_in_the_heading(tmp_path: Path) -> None:
    page = EXPORTERS[ExportFormat.HTML](match_content(tmp_path, rollups=golden()), tmp_path).read_text(encoding="utf-8")
    assert page.count('<td class="drawn"') == page.count('<td class="drawn" aria-hidden="true">') > 10
    assert '<span class="swatch matched"></span>Matched' in page
    assert "<svg" not in page


def test_the_colours_in_a_heading_have_room_beside_its_words(tmp_path: Path) -> None:
    table = segments.pivots(match_content(tmp_path, rollups=golden()))[0]
    with_bars = dict(zip([column.label for column in table.columns], map(float, widths(table, True)), strict=False))
    assert with_bars["Matched"] > with_bars["New"] * 1.2


def test_on_the_page_a_wide_table_can_be_scrolled_by_keyboard_and_in_print_it_stands_as_it_is(tmp_path: Path) -> None:
    content = match_content(tmp_path, rollups=golden())
    page = EXPORTERS[ExportFormat.HTML](content, tmp_path).read_text(encoding="utf-8")
    assert (
        '<div class="scrolled" style="--columns: 8" role="region" tabindex="0" aria-label="Score distribution">' in page
    )
    assert page.count('class="scrolled"') < page.count('<table class="data')
    assert "scrolled" not in render("report.html.j2", compose(content), scrolls=False, logo="")


def test_the_page_has_a_dark_dress_in_which_every_text_can_be_read() -> None:
    light, dark = (_colours(packaged(f"templates/{name}").decode()) for name in ("base.css", "screen.css"))
    for colours in (light, light | dark):
        for text in ("ink", "soft", "differs"):
            assert _contrast(colours[text], colours["paper"]) >= 4.5
        for bar in ("matched", "unmatched"):
            assert _contrast(colours[bar], colours["faint"]) >= 2.5
    assert dark.keys() >= {"ink", "soft", "paper", "differs"}


def _colours(styles: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", styles))


def _contrast(one: str, other: str) -> float:
    """Of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
