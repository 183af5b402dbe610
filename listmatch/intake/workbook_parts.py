"""The parts of a workbook of XML (ECMA-376) that are read beside calamine: where a worksheet lies, and its columns."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from html import unescape

_LONGEST = 64 * 1024 * 1024
"""bytes of the workbook's own parts (styles, names of sheets) that are read at most"""

NO_WORKBOOK_OF_XML = (
    KeyError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What is raised here for other, damaged, encrypted or unusual workbooks. Calamine says what is wrong with them, if
anything is."""


def part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The path of the XML of the worksheet called *sheet* within the workbook. Raises `NO_WORKBOOK_OF_XML`."""
    tags = re.findall(r"<(?:\w+:)?sheet\s[^>]*>", text_of(book, "xl/workbook.xml"))
    named = {
        unescape(found["name"]): found["id"] for tag in tags if (found := attributes(tag)).keys() >= {"name", "id"}
    }
    links = re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", text_of(book, "xl/_rels/workbook.xml.rels"))
    targets = {found["Id"]: found["Target"] for link in links if (found := attributes(link)).keys() >= {"Id", "Target"}}
    target = targets[named[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def text_of(book: zipfile.ZipFile, part: str) -> str:
    """The text of a part. Raises `NO_WORKBOOK_OF_XML`."""
    with book.open(part) as stream:
        return stream.read(_LONGEST).decode()


def attributes(tag: str) -> Mapping[str, str]:
    """The attributes of a tag by their names without prefixes."""
    return {name.rpartition(":")[2]: value for name, value in re.findall(r'([\w:]+)="([^"]*)"', tag)}


def column_index(letters: bytes) -> int:
    """``A`` -> 0, ``AA`` -> 26."""
    place = 0
    for letter in letters:
        place = 26 * place + letter - ord("A") + 1
    return place - 1
