"""Whatever stands in a list is text in every report; nothing of it is run, loaded or laid out."""

import socket
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import Verdict
from listmatch.errors import InputError
from listmatch.exports import EXPORTERS, ReportContent

from .contents import match_content
from .readers import html_tags, html_text, pdf_text, pptx_text, sheet

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=http://192.0.2.1/x.png onerror=alert(1)>",
    "</style><style>body{display:none}",
    "url(http://192.0.2.1/a.css)",
    "{{ 7*7 }}{% raw %}",
    '"><a href="javascript:alert(1)">x</a>',
    '=HYPERLINK("http://192.0.2.1","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|'x'",
    "&lt;b&gt;",
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a report reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def content(tmp_path: Path) -> ReportContent:
    rows = [(value, "ann@example.com", "1") for value in HOSTILE]
    hostile = " ".join(HOSTILE)
    return match_content(
        tmp_path,
        header=("na<b>me", "email", "zip"),
        source=rows,
        master=rows,
        verdicts=[Verdict.REVIEW] * len(rows),
        title="<b>Title</b>",
        source_name="=leads<i>.csv",
        owner_name='"><script>owner</script>',
        narrative={"executive": hostile, "dataQuality": HOSTILE[1], "keyFindings": "\n".join(HOSTILE)},
        profile_summary=[("<u>Profile</u>", HOSTILE[0])],
    )


def test_the_page_shows_them_as_text(content: ReportContent, tmp_path: Path) -> None:
    path = EXPORTERS[ExportFormat.HTML](content, tmp_path)
    text, tags = html_text(path), html_tags(path)
    for value in HOSTILE:
        assert " ".join(value.split()) in text
    assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "b", "i", "u", "iframe", "link", "object"})
    assert all(not name.startswith("on") for _, attributes in tags for name in attributes)
    assert all((attributes.get("href") or "#").startswith("#") for _, attributes in tags)
    assert sum(tag == "style" for tag, _ in tags) == 1


def test_the_page_forbids_the_browser_to_fetch(content: ReportContent, tmp_path: Path) -> None:
    tags = html_tags(EXPORTERS[ExportFormat.HTML](content, tmp_path))
    policy = next(a["content"] for tag, a in tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_the_pdf_shows_them_as_text(content: ReportContent, tmp_path: Path) -> None:
    path = EXPORTERS[ExportFormat.PDF](content, tmp_path)
    text = pdf_text(path).replace(" ", "")
    for value in HOSTILE:
        assert value.replace(" ", "") in text
    assert b"/JavaScript" not in path.read_bytes()
    assert b"/URI" not in path.read_bytes()


def test_the_workbook_has_no_formula_but_its_own(content: ReportContent, tmp_path: Path) -> None:
    path = EXPORTERS[ExportFormat.XLSX](content, tmp_path)
    workbook = openpyxl.load_workbook(path)
    formulas = [cell.value for page in workbook for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == [f"=COUNTIF('Results'!B:B,\"{verdict}\")" for verdict in Verdict]
    assert not any(page._hyperlinks for page in workbook)
    header, *rows = sheet(path, "Results")
    assert [row[header.index("na<b>me")] for row in rows] == list(HOSTILE)


def test_the_slides_show_them_as_text(content: ReportContent, tmp_path: Path) -> None:
    path = EXPORTERS[ExportFormat.PPTX](content, tmp_path)
    text = pptx_text(path)
    assert "<b>Title</b>" in text
    assert HOSTILE[0] in text
    with ZipFile(path) as package:
        targets = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in targets


@pytest.mark.parametrize("colour", ["red", "#12345", "#123456;}body{", "url(x)", ""])
def test_a_colour_is_six_hexadecimal_digits(colour: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="report colour"):
        match_content(tmp_path, colour=colour)


def test_an_svg_logo_loads_nothing(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="file:///etc/passwd" width="9" '
        'height="9"/><image href="http://192.0.2.1/x.png" width="9" height="9"/><rect width="5" height="5"/></svg>'
    )
    content = match_content(tmp_path, logo=logo)
    for format in ExportFormat:
        assert EXPORTERS[format](content, tmp_path).stat().st_size > 1000
