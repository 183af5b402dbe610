"""Reports about lists at the edges: tiny, all or nothing matched, very wide, very long, every script."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from listmatch.domain.columns import ColumnType
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import Verdict
from listmatch.exports import EXPORTERS, ReportContent
from listmatch.exports.content import Compared
from tests.unit.reporting.made_up import column, file_profile

from .contents import match_content
from .readers import html_text, pdf_font_files, pdf_fonts, pdf_text, pptx_text, sheet

NAMES = (
    "Đặng Thị Ngọc",
    "Ελένη Παπαδοπούλου",
    "Алексей Ковалёв",
    "王小明",
    "佐藤 健太",
    "김민준",
    "محمد عبد الله",
    "דוד כהן",
    "Zoë Łukasz Ñandú",
)


def one_row(folder: Path) -> ReportContent:
    return match_content(folder, source=[("Ann", "a@example.com", "1")], verdicts=[Verdict.MATCHED])


def nothing_matched(folder: Path) -> ReportContent:
    return match_content(folder, verdicts=[Verdict.UNMATCHED] * 3)


def everything_matched(folder: Path) -> ReportContent:
    rows = [(f"n{i}", f"n{i}@example.com", "1") for i in range(3)]
    return match_content(folder, source=rows, master=rows, verdicts=[Verdict.MATCHED] * 3)


def sixty_columns(folder: Path) -> ReportContent:
    header = [f"a rather long column name {i}" for i in range(60)]
    rows = [[f"value {i}" for i in range(60)]] * 3
    profile = file_profile(3, [column(name, ColumnType.TEXT, distinct=1) for name in header])
    return match_content(
        folder, header=header, source=rows, master=rows, verdicts=[Verdict.REVIEW] * 3, source_profile=profile
    )


def long_values(folder: Path) -> ReportContent:
    rows = [("x" * 200, "word " * 40, "y" * 200)] * 3
    return match_content(
        folder,
        source=rows,
        master=rows,
        verdicts=[Verdict.REVIEW] * 3,
        title="A title that goes on and on " * 4,
        source_name="f" * 200 + ".csv",
        owner_name="An owner with a very long name " * 4,
    )


def every_script(folder: Path) -> ReportContent:
    rows = [(name, "a@example.com", "1") for name in (*NAMES, "Ann")]
    return match_content(
        folder,
        source=rows,
        master=rows,
        verdicts=[*[Verdict.REVIEW] * len(NAMES), Verdict.MATCHED],
        title="Отчёт · Αναφορά · 報告",
        compared=[Compared("Name", ("name",), ("name",))],
    )


EDGES = (one_row, nothing_matched, everything_matched, sixty_columns, long_values, every_script)


@pytest.mark.parametrize("make", EDGES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("format", [f for f in ExportFormat if f is not ExportFormat.PDF])
def test_every_format_can_be_written(make: object, format: ExportFormat, tmp_path: Path) -> None:
    assert EXPORTERS[format](make(tmp_path), tmp_path).stat().st_size > 1000  # type: ignore[operator]


@pytest.mark.parametrize("make", [one_row, nothing_matched, sixty_columns, long_values], ids=lambda make: make.__name__)
def test_no_page_of_the_pdf_is_empty(make: object, tmp_path: Path) -> None:
    reader = PdfReader(EXPORTERS[ExportFormat.PDF](make(tmp_path), tmp_path))  # type: ignore[operator]
    assert all(len(page.extract_text()) > 60 for page in reader.pages)
    assert len(reader.pages) <= 12


def test_every_script_is_drawn_with_our_own_fonts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = EXPORTERS[ExportFormat.PDF](every_script(tmp_path), tmp_path)
    assert {font.split("-")[1] for font in pdf_fonts(path)} == {"Sans", "Serif", "CJK", "Arabic", "Hebrew"}
    assert "notdef" not in caplog.text
    text = pdf_text(path)
    for name in ("Đặng Thị Ngọc", "Ελένη Παπαδοπούλου", "Алексей Ковалёв", "王小明", "佐藤", "김민준", "Łukasz"):
        assert name in text


def test_every_script_is_in_workbook_page_and_slides(tmp_path: Path) -> None:
    content = every_script(tmp_path)
    page = html_text(EXPORTERS[ExportFormat.HTML](content, tmp_path))
    rows = sheet(EXPORTERS[ExportFormat.XLSX](content, tmp_path), "Review")
    slides = pptx_text(EXPORTERS[ExportFormat.PPTX](content, tmp_path))
    named = {value for row in rows for value in row}
    for name in NAMES:
        assert name in named
        assert name in slides
    assert "محمد عبد الله" in page


def test_right_to_left_names_are_marked_as_such(tmp_path: Path) -> None:
    page = EXPORTERS[ExportFormat.HTML](every_script(tmp_path), tmp_path).read_text(encoding="utf-8")
    assert '<td dir="rtl">محمد عبد الله</td>' in page
    assert '<td lang="zh-Hans">王小明</td>' in page
    assert "<td >Đặng Thị Ngọc</td>" in page


def test_the_pdf_is_tagged_titled_and_has_bookmarks(tmp_path: Path) -> None:
    reader = PdfReader(EXPORTERS[ExportFormat.PDF](match_content(tmp_path), tmp_path))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Match report"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert "1 Next steps and findings" in titles


def test_headings_of_tables_are_drawn_bold(tmp_path: Path) -> None:
    fonts = pdf_font_files(EXPORTERS[ExportFormat.PDF](match_content(tmp_path), tmp_path))
    # The stem of the letter l is 88 units wide in the regular face, 126 in the semi-bold.
    stems = {("Bold" in name, stem) for name, stem in fonts.items() if "Sans" in name}
    assert stems == {(False, 88), (True, 126)}
