"""The parts of an XML workbook (ECMA-376) that calamine does not show: where a worksheet is, and its columns."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree

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
    named = _pairs(book, "xl/workbook.xml", "sheet", "name", "id")
    targets = relations(book, "xl/_rels/workbook.xml.rels")
    target = targets[named[sheet]]
    if target.startswith("/"):
        return target.lstrip("/")
    return target if target.startswith("xl/") else f"xl/{target}"


def relations(book: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    """The parts that a part of relations names: id -> path. Raises `NO_WORKBOOK_OF_XML`."""
    return _pairs(book, part, "Relationship", "Id", "Target")


def _pairs(book: zipfile.ZipFile, part: str, tag: str, key: str, value: str) -> Mapping[str, str]:
    """Of all tags of a name in a part: one attribute -> another. Raises ValueError where one is there twice."""
    with book.open(part) as stream:
        try:
            root = ElementTree.fromstring(stream.read(_LONGEST))  # noqa: S314 - expat bounds what entities become
        except ElementTree.ParseError as error:
            raise ValueError("The part is not XML.") from error
    pairs = dict[str, str]()
    for element in root.iter():
        found = {_local(name): held for name, held in element.attrib.items()}
        if _local(element.tag) == tag and found.keys() >= {key, value}:
            if found[key] in pairs:
                raise ValueError("The part is ambiguous.")
            pairs[found[key]] = found[value]
    return pairs


def _local(name: str) -> str:
    """The name of a tag or an attribute without its name space."""
    return name.rpartition("}")[2]


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


def column_letters(index: int) -> str:
    """The inverse of `column_index`."""
    letters, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
