"""What a worksheet says of its cells and calamine does not: numbers shown with zeros in front, errors, and
formulas that were never calculated.

Excel keeps ``01234`` under its format for ZIP codes as the number 1234. Formats are looked up in the first part of the
sheet alone: a column has one, or none.
"""

import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from listmatch.intake.binary_workbook import cells_of, is_binary, sheet_part
from listmatch.intake.workbook_parts import NO_WORKBOOK_OF_XML, attributes, column_index, part_of, text_of

_LOOKED_AT = 4 * 1024 * 1024
"""bytes of the worksheet's XML that are looked at: some 8,000 rows, 20 ms"""

_CHUNK = 1024 * 1024
_ZEROS = re.compile(r"0(?:0|\\?[-. ]|\"[-. ]\")*0")
"""a format of nothing but zeros and marks between them: 00000, 00000\\-0000, 000\\-00\\-0000"""

_MOSTLY = 0.5
"""share of a column's numbers from which its format is that of the column"""

_ERROR = b't="e"'
_NO_RESULT = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*t="str")[^>]*><(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
"""a formula that was never calculated, as programs write it that fill in a workbook without Excel; a result of no
letters is a ``str``"""


@dataclass(frozen=True, slots=True)
class CellFormats:
    """Of one worksheet: 0-based column of the sheet -> its format (``00000-0000``); cells that hold no value."""

    zeros: Mapping[int, str] = field(default_factory=dict)
    errors: int = 0
    uncalculated: int = 0
    """formulas whose results the file does not hold"""


def cell_formats(path: Path, sheet: str) -> CellFormats:
    """The formats of the worksheet called *sheet*; none where the file is an unusual one.

    Of a binary workbook the errors alone are known.
    """
    try:
        with zipfile.ZipFile(path) as book:
            if is_binary(book):
                return CellFormats(errors=cells_of(book, sheet_part(book, sheet)).errors)
            part = part_of(book, sheet)
            with book.open(part) as stream:
                start = stream.read(_LOOKED_AT)
                errors, uncalculated = start.count(_ERROR), len(_NO_RESULT.findall(start))
                while (errors or uncalculated) and (more := stream.read(_CHUNK)):
                    errors, uncalculated = errors + more.count(_ERROR), uncalculated + len(_NO_RESULT.findall(more))
            styles = _zero_styles(text_of(book, "xl/styles.xml"))
    except NO_WORKBOOK_OF_XML:
        return CellFormats()
    return CellFormats(_zero_columns(start, styles) if styles else {}, errors, uncalculated)


def shown(value: float, form: str) -> str | None:
    """*value* as the format shows it; None when it is not a whole number of at most so many digits."""
    digits = str(int(value)) if value >= 0 and float(value).is_integer() else ""
    places = form.count("0")
    if not digits or len(digits) > places:
        return None
    filled = iter(digits.zfill(places))
    return "".join(next(filled) if mark == "0" else mark for mark in form)


def _zero_styles(styles: str) -> Mapping[bytes, str]:
    """Number of a cell style, as cells name it -> its format, for formats of zeros."""
    tags = re.findall(r"<(?:\w+:)?numFmt\s[^>]*>", styles)
    codes = {found.get("numFmtId"): unescape(found.get("formatCode", "")) for tag in tags if (found := attributes(tag))}
    zeros = {number: re.sub(r'[\\"]', "", code) for number, code in codes.items() if _ZEROS.fullmatch(code)}
    block = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    used = re.findall(r"<(?:\w+:)?xf\s[^>]*>", block.group()) if block else []
    formats = [zeros.get(attributes(tag).get("numFmtId")) for tag in used]
    return {str(n).encode(): form for n, form in enumerate(formats) if form}


def _zero_columns(start: bytes, styles: Mapping[bytes, str]) -> Mapping[int, str]:
    """0-based column -> the format that most of its numbers have."""
    seen: dict[bytes, Counter[str]] = defaultdict(Counter)
    for letters, rest in re.findall(rb'<(?:\w+:)?c r="([A-Z]{1,3})\d+"([^>]*[^/])>', start):
        if b't="' not in rest or b't="n"' in rest:
            style = re.search(rb's="(\d+)"', rest)
            seen[letters][styles.get(style.group(1), "") if style else ""] += 1
    mostly = {letters: counts.most_common(1)[0] for letters, counts in seen.items()}
    return {
        column_index(letters): form
        for letters, (form, count) in mostly.items()
        if form and count >= _MOSTLY * seen[letters].total()
    }
