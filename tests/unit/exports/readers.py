"""Reading a report back out of the files that people open."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from fontTools.ttLib import TTFont
from pptx import Presentation
from pypdf import PdfReader


def pdf_text(path: Path) -> str:
    """The text of all pages, blanks made one."""
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(path).pages))


def pdf_fonts(path: Path) -> set[str]:
    """The names of the fonts that letters are drawn with."""
    fonts: set[str] = set()
    for page in PdfReader(path).pages:
        named = page["/Resources"].get("/Font", {})
        fonts |= {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in named.values()}
    return fonts


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def html_text(path: Path) -> str:
    """What a reader sees of a page."""
    return " ".join(" ".join(_parsed(path).texts).split())


def html_tags(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    """Every element of a page with its attributes."""
    return _parsed(path).tags


def _parsed(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    """The values of a worksheet."""
    workbook = openpyxl.load_workbook(path)
    return list(workbook[name].iter_rows(values_only=True))


def pptx_text(path: Path) -> str:
    """Every text on the slides: boxes and tables."""
    texts: list[str] = []
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
    return " ".join(" ".join(texts).split())


def pdf_font_files(path: Path) -> dict[str, int]:
    """Name of each embedded TrueType font -> width of the stem of its letter l, as it was embedded."""
    stems = {}
    for page in PdfReader(path).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            drawn = font.get_object()
            descriptor = drawn["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            if "/FontFile2" in descriptor:
                embedded = TTFont(BytesIO(descriptor["/FontFile2"].get_data()))
                glyph = _glyph_of("l", drawn["/ToUnicode"].get_data().decode())
                outline = embedded["glyf"][embedded.getGlyphOrder()[glyph]]
                stems[str(drawn["/BaseFont"]).partition("+")[2]] = outline.xMax - outline.xMin
    return stems


def _glyph_of(letter: str, to_unicode: str) -> int:
    found = re.search(rf"<([0-9a-fA-F]{{4}})> <{ord(letter):04x}>", to_unicode)
    assert found is not None
    return int(found[1], 16)
