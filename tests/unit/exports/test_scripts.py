"""Values in every script: which way they run, and whose shapes their ideographs have."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import Verdict
from listmatch.exports import EXPORTERS
from listmatch.exports.chart_labels import laid_over
from listmatch.exports.content import Compared
from listmatch.exports.markup import chart_markup
from listmatch.exports.scripts import han_language, script_marks
from listmatch.reporting.charts import Bar, Chart, Part
from listmatch.reporting.svg import draw_bars

from .contents import match_content


@pytest.mark.parametrize(
    ("value", "marks"),
    [
        ("Ann", ""),
        (None, ""),
        (12, ""),
        ("Zoë Łukasz", ""),
        ("Ελένη", ""),
        ("محمد", 'dir="rtl"'),
        ("12 דוד", 'dir="rtl"'),
        ("Ann محمد", ""),
        ("佐藤さん", 'lang="ja"'),
        ("ｻﾄｳ", 'lang="ja"'),
        ("김민준", 'lang="ko"'),
        ("ㄅㄆㄇ", 'lang="zh-Hant"'),
        ("王小明", 'lang="zh-Hans"'),
        ("Acme 株式会社", 'lang="zh-Hans"'),
    ],
)
def test_a_value_is_marked_by_its_letters(value: str | int | None, marks: str) -> None:
    assert script_marks(value, han="zh-Hans") == marks


@pytest.mark.parametrize(
    ("source", "master", "language"),
    [
        ("JP", "US", "ja"),
        ("US", "TW", "zh-Hant"),
        ("KR", "", "ko"),
        ("HK", "", "zh-HK"),
        ("CN", "", "zh-Hans"),
        ("", "", "zh-Hans"),
    ],
)
def test_ideographs_alone_are_those_of_the_country_of_the_lists(
    source: str, master: str, language: str, tmp_path: Path
) -> None:
    content = match_content(tmp_path, source_profile={"country": source}, master_profile={"country": master})
    assert han_language(content) == language


def test_the_same_ideograph_is_drawn_in_the_shape_of_its_language(tmp_path: Path) -> None:
    drawn = {country: _shape_of_bone(country, tmp_path) for country in ("CN", "JP", "TW")}
    assert len(set(drawn.values())) == 3


@pytest.mark.parametrize(
    ("label", "marks"), [("דוד 12", 'dir="rtl"'), ("قطر Gold", 'dir="rtl"'), ("Gold", ""), ("大阪", 'lang="ja"')]
)
def test_labels_of_charts_are_text_of_the_page_in_their_own_direction(label: str, marks: str) -> None:
    page = laid_over(chart_markup(draw_bars(a_chart(label))), han="ja")
    assert "<text" not in page
    assert re.search(rf'<span class="mark" style="right: 1[0-9.]+mm; [^"]*" {marks}>{label}</span>', page)
    assert page.count("<rect") == 2


def test_a_label_stays_text_where_it_stands_over_a_chart() -> None:
    page = laid_over(chart_markup(draw_bars(a_chart("<b>&amp;"))), han="ja")
    assert ">&lt;b&gt;&amp;amp;</span>" in page


def test_a_label_that_is_wider_than_its_room_is_shortened() -> None:
    for label, most in (("W" * 60, 13), ("骨" * 60, 12), ("i" * 60, 37), ("Manager / lead, north", 21)):
        shown = re.findall(r'text-anchor="end"[^>]*>([^<]*)<title>', draw_bars(a_chart(label)))
        assert len(shown) == 1
        assert len(shown[0]) <= most
        assert shown[0].endswith("…") == (len(label) == 60)


def a_chart(label: str) -> Chart:
    return Chart("one", "Rows", "Rows: one", (Bar(label, (Part("Rows", 1, "#0072b2"),), "1"),))


def _shape_of_bone(country: str, folder: Path) -> bytes:
    """The embedded CJK font of a report in which 骨, which differs between the three, is the only ideograph."""
    content = match_content(
        folder,
        source=[("骨", "a@example.com", "1")],
        master=[("骨", "b@example.com", "1")],
        verdicts=[Verdict.REVIEW],
        source_profile={"country": country},
        compared=[Compared("Name", ("name",), ("name",))],
    )
    reader = PdfReader(EXPORTERS[ExportFormat.PDF](content, folder))
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            drawn = font.get_object()
            if "CJK" in drawn["/BaseFont"]:
                descriptor = drawn["/DescendantFonts"][0].get_object()["/FontDescriptor"]
                embedded: bytes = descriptor["/FontFile3"].get_data()
                return embedded
    raise AssertionError("no ideograph was drawn")
