"""The tagged structure of the PDF, walked as a reading machine walks it (ISO 14289-1, PDF/UA-1)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS

from .contents import dedupe_content, golden, match_content

STANDARD_TYPES = {
    "/Document", "/Part", "/Sect", "/Div", "/NonStruct", "/P", "/Span", "/Link", "/H1", "/H2", "/H3", "/L", "/LI",
    "/Lbl", "/LBody", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/Caption", "/Figure",
}  # fmt: skip
"""Those of ISO 32000-1, section 14.8.4, that a report uses."""


@pytest.fixture(scope="module", params=["match", "dedupe"])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    folder = tmp_path_factory.mktemp("report")
    is_match = request.param == "match"
    rollups = golden() if is_match else golden("rollups_dedupe_example")
    make = match_content if is_match else dedupe_content
    return PdfReader(EXPORTERS[ExportFormat.PDF](make(folder, rollups=rollups), folder))


def elements(node: Any, kind: str = "") -> Iterator[Any]:
    """The structure elements below *node* in reading order, of one *kind* if asked."""
    for child in _kids(node):
        if not kind or child["/S"] == kind:
            yield child
        yield from elements(child, kind)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return [kid for kid in found if isinstance(kid, dict) and "/S" in kid]


def tree(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]["/StructTreeRoot"]


def test_the_document_says_what_it_is_and_in_which_language(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Match report"
    assert [element["/S"] for element in _kids(tree(reader))] == ["/Document"]


def test_every_element_is_of_a_standard_type(reader: PdfReader) -> None:
    assert {element["/S"] for element in elements(tree(reader))} <= STANDARD_TYPES


def test_headings_begin_at_the_first_level_and_leave_none_out(reader: PdfReader) -> None:
    levels = [int(element["/S"][2]) for element in elements(tree(reader)) if element["/S"] in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert levels.count(2) >= 4


def test_every_cell_of_a_table_names_its_headings(reader: PdfReader) -> None:
    checked = 0
    for table in elements(tree(reader), "/Table"):
        headings = [cell["/ID"] for cell in elements(table, "/TH")]
        assert len(headings) == len(set(headings)) > 0
        for cell in elements(table, "/TD"):
            if cell["/K"]:
                named = cell["/A"]["/Headers"]
                assert named
                assert set(named) <= set(headings)
                checked += 1
    assert checked > 50


def test_links_and_pages_follow_the_structure(reader: PdfReader) -> None:
    assert all(page["/Tabs"] == "/S" for page in reader.pages)
    links = [element for element in elements(tree(reader), "/Link") if _is_annotated(element["/K"])]
    assert len(links) >= 5


def _is_annotated(kids: Sequence[Any]) -> bool:
    return any(isinstance(kid.get_object(), dict) and kid.get_object().get("/Type") == "/OBJR" for kid in kids)


def test_the_file_says_that_it_is_accessible(reader: PdfReader) -> None:
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in metadata
    assert "<dc:title>" in metadata
    assert reader.pdf_header >= "%PDF-1.7"


def test_bookmarks_lead_to_the_sections_in_order(reader: PdfReader) -> None:
    sections = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert len(sections) == len(list(elements(tree(reader), "/H2"))) >= 4
    pages = [reader.get_destination_page_number(section) for section in sections]
    assert pages == sorted(pages)
    assert all(page is not None and page > 0 for page in pages)


def test_nothing_is_drawn_that_is_neither_told_nor_marked_as_furniture(reader: PdfReader) -> None:
    for page in reader.pages:
        depth = 0
        for operands, operator in page.get_contents().operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in (b"Tj", b"TJ", b"Do", b"f", b"S", b"B", b"f*"):
                assert depth > 0, (operator, operands)
        assert depth == 0


def test_every_letter_can_be_read_out(reader: PdfReader) -> None:
    fonts = {name: font.get_object() for page in reader.pages for name, font in page["/Resources"]["/Font"].items()}
    assert fonts
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/ToUnicode" in font
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_links_say_where_they_lead(reader: PdfReader) -> None:
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots", [])]
    assert len(links) >= 5
    assert all(link.get("/Contents") for link in links)


def test_the_logo_is_named(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 20), "#c0392b").save(tmp_path / "logo.png")
    content = match_content(tmp_path, logo=tmp_path / "logo.png", owner_name="Acme Ltd")
    reader = PdfReader(EXPORTERS[ExportFormat.PDF](content, tmp_path))
    [logo, *_] = elements(tree(reader), "/Figure")
    assert logo["/Alt"] == "Acme Ltd"
