"""LibreOffice opens our workbook and our slides, recomputes them, and converts them without loss."""

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import Verdict
from listmatch.exports import EXPORTERS, ReportContent
from listmatch.exports.review_sheet import ReviewDecision, Ruling, job_of, read_decisions
from listmatch.exports.rows import ResultFile
from tests.unit.exports.contents import dedupe_content, golden, match_content

pytestmark = pytest.mark.integration

VALUES = (
    "01234", "=1+1", "+49 30 1234", "-5", "@sum", "1e5", "3/4", "TRUE", "2026-05-04", " blanks ", "two\nlines",
    'a "quoted", one', "王小明", "佐藤さん", "김민준", "محمد عبد الله", "a & <b>", "_x0041_", "x" * 200,
    "'quoted", "😀",
)  # fmt: skip
"""What spreadsheets like to take for something else."""

EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""LibreOffice's filter options: comma, quotes, UTF-8, from line 1, cells as they are shown, a file per sheet."""

ALWAYS_RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""

Convert = Callable[..., Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Converts a file in a LibreOffice of its own, which recomputes every formula; returns the folder of the result."""
    command = shutil.which("soffice")
    assert command, "LibreOffice is missing: apt-get install libreoffice-calc libreoffice-impress"
    home = tmp_path_factory.mktemp("libreoffice")
    (home / "user").mkdir()
    (home / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")

    def converted(path: Path, to: str, name: str = "converted") -> Path:
        into = path.parent / name
        profile = f"-env:UserInstallation={home.as_uri()}"
        subprocess.run(
            [command, profile, "--headless", "--convert-to", to, "--outdir", str(into), str(path)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return into

    return converted


@pytest.fixture
def content(tmp_path: Path) -> ReportContent:
    """One row for each value, a third of them in review, a third unmatched."""
    verdicts = [list(Verdict)[place % 3] for place in range(len(VALUES))]
    rows = [(value, f"p{place}@example.com", f"{place:05}") for place, value in enumerate(VALUES)]
    return match_content(tmp_path, source=rows, master=rows, verdicts=verdicts, job_id="job-7")


def with_false_results(workbook: Path) -> Path:
    """*workbook* with the stored result of every formula set to a number that none of them has."""
    changed = workbook.with_name("false.xlsx")
    with ZipFile(workbook) as old, ZipFile(changed, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            if entry.startswith("xl/worksheets/"):
                text = re.sub(rb"(</f><v>)[^<]*", rb"\g<1>987654", text)
            new.writestr(entry, text)
    return changed


def csv_rows(folder: Path, sheet: str) -> list[list[str]]:
    [path] = folder.glob(f"*-{sheet}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_recomputed_totals_agree_with_the_rollups(content: ReportContent, convert: Convert, tmp_path: Path) -> None:
    falsified = with_false_results(EXPORTERS[ExportFormat.XLSX](content, tmp_path))
    assert 987654 in {
        cell.value for row in openpyxl.load_workbook(falsified, data_only=True)["Summary"] for cell in row
    }
    summary = {row[0]: row[1] for row in csv_rows(convert(falsified, EVERY_SHEET_AS_CSV), "Summary")}
    for verdict in Verdict:
        assert summary[f"Rows with the verdict {verdict}"] == str(content.rollups["totals"][verdict])


def test_every_value_of_the_results_survives(content: ReportContent, convert: Convert, tmp_path: Path) -> None:
    workbook = EXPORTERS[ExportFormat.XLSX](content, tmp_path)
    header, *rows = csv_rows(convert(workbook, EVERY_SHEET_AS_CSV), "Results")
    assert [row[header.index("name")] for row in rows] == list(VALUES)
    assert [row[header.index("zip")] for row in rows] == [f"{place:05}" for place in range(len(VALUES))]
    assert len(rows) == ResultFile(content.results).rows


def test_a_workbook_saved_by_libreoffice_still_brings_its_decisions(
    content: ReportContent, convert: Convert, tmp_path: Path
) -> None:
    path = EXPORTERS[ExportFormat.XLSX](content, tmp_path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Review"]
    sheet["A2"], sheet["B2"], sheet["A3"] = "Match", "the same phone", "No match"
    rows = [sheet.cell(line, 3).value for line in (2, 3)]
    workbook.save(path)
    again = convert(path, "xlsx") / "report.xlsx"
    assert read_decisions(again) == (
        ReviewDecision(rows[0], rows[0], Ruling.ACCEPT, "the same phone"),
        ReviewDecision(rows[1], rows[1], Ruling.REJECT),
    )
    assert job_of(again) == "job-7"


def test_charts_filters_and_lists_to_choose_from_are_understood(
    content: ReportContent, convert: Convert, tmp_path: Path
) -> None:
    again = openpyxl.load_workbook(convert(EXPORTERS[ExportFormat.XLSX](content, tmp_path), "xlsx") / "report.xlsx")
    assert len(again["Summary"]._charts) > 0
    assert again["Results"].auto_filter.ref is not None
    [validation] = again["Review"].data_validations.dataValidation
    assert validation.formula1 == '"Match,No match,Unsure"'


@pytest.mark.parametrize("make", [match_content, dedupe_content], ids=["match", "dedupe"])
def test_slides_keep_their_texts_charts_and_tables(
    make: Callable[..., ReportContent], convert: Convert, tmp_path: Path
) -> None:
    rollups = golden() if make is match_content else golden("rollups_dedupe_example")
    path = EXPORTERS[ExportFormat.PPTX](make(tmp_path, rollups=rollups), tmp_path)
    ours, theirs = Presentation(str(path)), Presentation(str(convert(path, "pptx") / "report.pptx"))
    assert [kinds(slide) for slide in theirs.slides] == [kinds(slide) for slide in ours.slides]
    assert [tables(slide) for slide in theirs.slides] == [tables(slide) for slide in ours.slides]
    pages = PdfReader(convert(path, "pdf") / "report.pdf").pages
    assert len(pages) == len(ours.slides)
    for page, slide in zip(pages, ours.slides, strict=True):
        assert letters(slide.shapes.title.text) in letters(page.extract_text())


@pytest.mark.parametrize("make", [match_content, dedupe_content], ids=["match", "dedupe"])
def test_the_workbook_prints(make: Callable[..., ReportContent], convert: Convert, tmp_path: Path) -> None:
    content = make(tmp_path)
    text = "".join(
        page.extract_text()
        for page in PdfReader(convert(EXPORTERS[ExportFormat.XLSX](content, tmp_path), "pdf") / "report.pdf").pages
    )
    assert letters(content.title) in letters(text)
    assert letters(content.subtitle) in letters(text)


def kinds(slide: object) -> tuple[int, int]:
    """How many charts and how many tables stand on a slide."""
    shapes = list(slide.shapes)  # type: ignore[attr-defined]
    return sum(shape.has_chart for shape in shapes), sum(shape.has_table for shape in shapes)


def tables(slide: object) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for shape in slide.shapes  # type: ignore[attr-defined]
        if shape.has_table
    ]


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)
