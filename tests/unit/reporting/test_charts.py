"""Charts: every number of the rollups drawn, labelled, described, and safe for any text."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from listmatch.reporting import Rollups, draw_charts, palette
from listmatch.reporting.charts import charts_of
from listmatch.settings import CHECKOUT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def example() -> Rollups:
    return dict(json.loads((CHECKOUT / "tests" / "golden" / "rollups_example.json").read_text(encoding="utf-8")))


@pytest.fixture
def dedupe_example() -> Rollups:
    path = CHECKOUT / "tests" / "golden" / "rollups_dedupe_example.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_a_match_has_verdicts_scores_passes_and_pivots(example: Rollups) -> None:
    assert list(draw_charts(example)) == ["verdicts", "scores", "passes", "pivot_1", "pivot_2", "pivot_3"]


def test_a_dedupe_has_duplicates_sizes_scores_passes_and_pivots(dedupe_example: Rollups) -> None:
    assert list(draw_charts(dedupe_example)) == ["duplicates", "cluster_sizes", "scores", "passes", "pivot_1"]


def test_a_chart_with_nothing_to_show_is_left_out(example: Rollups) -> None:
    example["passBreakdown"] = []
    example["pivots"] = []
    assert list(draw_charts(example)) == ["verdicts", "scores"]


def _texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_bars_are_the_figures_of_the_rollups(example: Rollups) -> None:
    [verdicts, scores, passes, *_] = charts_of(example)
    assert [part.value for part in verdicts.bars[0].parts] == [3812, 244, 944]
    assert [bar.total for bar in scores.bars] == [line["count"] for line in example["scoreDistribution"]]
    assert [bar.total for bar in passes.bars] == [line["count"] for line in example["passBreakdown"]]


@pytest.mark.parametrize("fixture", ["example", "dedupe_example"])
def test_each_chart_has_a_title_and_says_its_numbers_in_words(request: pytest.FixtureRequest, fixture: str) -> None:
    rollups = request.getfixturevalue(fixture)
    for chart in charts_of(rollups):
        root = ElementTree.fromstring(draw_charts(rollups)[chart.name])
        assert root.get("role") == "img"
        described = {
            element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")
        }
        assert [described[key] for key in root.attrib["aria-labelledby"].split()] == [chart.title, chart.description]
        for bar in chart.bars:
            assert all(f"{part.value:,}" in chart.description for part in bar.parts)


def test_every_bar_prints_its_label_and_its_number(example: Rollups) -> None:
    texts = _texts(draw_charts(example)["passes"])
    for line in example["passBreakdown"]:
        assert any(line["label"] in text.lower() for text in texts)
        assert f"{line['count']:,} ({line['pct']:.2f}%)" in texts


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "&amp; \"quoted\" 'so'", "x" * 500, "\x00\x1b\ufffe", "日本語", ""]
)
def test_any_label_gives_well_formed_svg_without_anything_active(example: Rollups, value: str) -> None:
    example["pivots"][0]["label"] = value
    for line in example["pivots"][0]["values"]:
        line["value"] = value
    root = ElementTree.fromstring(draw_charts(example)["pivot_1"])
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "text", "rect", "g"}
    assert not any(name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib)


def test_bars_stay_inside_the_picture(example: Rollups) -> None:
    for svg in draw_charts(example).values():
        root = ElementTree.fromstring(svg)
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        for rect in root.iter(f"{SVG}rect"):
            x, y = float(rect.attrib["x"]), float(rect.attrib["y"])
            assert x + float(rect.attrib["width"]) <= width + 0.01
            assert y + float(rect.attrib["height"]) <= height


def _luminance(colour: str) -> float:
    """Relative luminance, 0-1 (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# What a person with a missing cone sees, by the matrices of Viénot, Brettel and Mollon (1999), linear RGB.
DICHROMACIES = {
    "red": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "green": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def _seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> list[float]:
    channels = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    return [max(sum(part * channel for part, channel in zip(row, channels, strict=True)), 0.0) for row in matrix]


@pytest.mark.parametrize("kind", DICHROMACIES)
def test_the_three_verdicts_stay_apart_without_red_or_green(kind: str) -> None:
    colours = [palette.MATCHED, palette.REVIEW, palette.UNMATCHED]
    for at, one in enumerate(colours):
        for other in colours[at + 1 :]:
            pairs: list[tuple[float, float]] = list(
                zip(_seen(one, DICHROMACIES[kind]), _seen(other, DICHROMACIES[kind]), strict=True)
            )
            assert max(abs(a - b) for a, b in pairs) > 0.15


def test_text_has_enough_contrast_on_paper() -> None:
    assert _contrast(palette.INK, palette.PAPER) >= 4.5


def test_a_list_without_rows_has_no_charts(example: Rollups) -> None:
    totals: dict[str, Any] = {**example["totals"], "matched": 0, "review": 0, "unmatched": 0}
    assert draw_charts({**example, "totals": totals, "scoreDistribution": [], "passBreakdown": [], "pivots": []}) == {}
