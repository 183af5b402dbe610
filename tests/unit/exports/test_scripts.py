"""Values in every script: which way they run, and whose shapes their ideographs have."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import Verdict
from listmatch.exports import EXPORTERS
from listmatch.exports.content import Compared
from listmatch.exports.scripts import han_language, script_marks
from tests.unit.reporting.made_up import file_profile

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
    content = match_content(
        tmp_path, source_profile=file_profile(1, country=source), master_profile=file_profile(1, country=master)
    )
    assert han_language(content) == language


def test_the_same_ideograph_is_drawn_in_the_shape_of_its_language(tmp_path: Path) -> None:
    drawn = {country: _shape_of_bone(country, tmp_path) for country in ("CN", "JP", "TW")}
    assert len(set(drawn.values())) == 3


def _shape_of_bone(country: str, folder: Path) -> bytes:
    """The embedded CJK font of a report in which 骨, which differs between the three, is the only ideograph."""
    content = match_content(
        folder,
        source=[("骨", "a@example.com", "1")],
        master=[("骨", "b@example.com", "1")],
        verdicts=[Verdict.REVIEW],
        source_profile=file_profile(1, country=country),
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
