"""Many rows into a worksheet of a finished .xlsx, fast and in constant memory.

xlsxwriter writes about 125,000 cells a second (measured: 500,000 rows of 32 columns take over two minutes), so it makes
the workbook with one pattern row per large sheet, and the rows are put in its place here: whole columns become XML with
Arrow, at about a million cells a second. Only the format of SpreadsheetML (ECMA-376, part 1, section 18.3) is relied
upon, nothing inside xlsxwriter.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    import pyarrow as pa

MAX_ROWS = 1_048_576
"""Rows of a worksheet, the header included (Excel's limit)."""

MAX_CELL = 32_767
"""UTF-16 units in a cell (Excel's limit)."""

COMPRESSION = 3
"""zlib level: less than half the time of 6 for files that are a seventh larger (measured on 40 MB of rows)."""

NOT_IN_XML = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"
"""Characters that XML 1.0 cannot hold."""

PLAIN_NUMBER = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?$"
"""Texts that are numbers and lose nothing by becoming one: no leading zero, at most Excel's fifteen digits."""


class CellKind(StrEnum):
    """What the cells of a column become."""

    TEXT = "text"
    NUMBER = "number"
    SCORE = "score"
    """a number with one decimal"""
    NUMBER_IF_PLAIN = "number_if_plain"
    """text that is written as a number where it is one"""
    BLANK = "blank"
    """empty cells that carry a format, to be filled in by hand"""


@dataclass(frozen=True, slots=True)
class Filling:
    """The rows of one large sheet: their number and the batches that hold them, one column per sheet column."""

    kinds: tuple[CellKind, ...]
    rows: int
    batches: Iterator["pa.RecordBatch"]


def fill(workbook: Path, target: Path, fillings: Mapping[str, Filling]) -> None:
    """Copy *workbook* to *target* with the pattern row (row 2) of each named part replaced by its rows.

    *fillings* maps parts (``xl/worksheets/sheet2.xml``) to rows. Entries carry the earliest date a zip can have, so the
    same rows give the same bytes.
    """
    with ZipFile(workbook) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as result:
        for entry in source.infolist():
            info = ZipInfo(entry.filename)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            # Sheets may exceed 2 GiB uncompressed, which must be announced before their length is known.
            is_large = entry.filename in fillings
            with source.open(entry) as old, result.open(info, "w", force_zip64=is_large) as new:
                if is_large:
                    _fill_sheet(old.read().decode("utf-8"), new, fillings[entry.filename])
                else:
                    shutil.copyfileobj(old, new)


def _fill_sheet(pattern: str, target: IO[bytes], filling: Filling) -> None:
    head, row, tail = re.split(r'(<row r="2".*?</row>)', pattern, maxsplit=1, flags=re.DOTALL)
    styles = re.findall(r'<c r="[A-Z]+2"(?: s="(\d+)")?', row)
    last = f"{column_letters(len(filling.kinds) - 1)}{filling.rows + 1}"
    target.write(re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{last}"', head).encode())
    number = 2
    for batch in filling.batches:
        target.write(_rows_xml(batch, filling.kinds, styles, number))
        number += batch.num_rows
    target.write(tail.encode())


def _rows_xml(batch: "pa.RecordBatch", kinds: Sequence[CellKind], styles: Sequence[str], first: int) -> "pa.Buffer":
    """The bytes of the rows of *batch* as ``<row>`` elements; *first* is the number of the first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = pc.cast(pa.array(range(first, first + batch.num_rows)), pa.string())
    cells = [pc.binary_join_element_wise('<row r="', numbers, '">', "")]
    for place, (column, kind, style) in enumerate(zip(batch.columns, kinds, styles, strict=True)):
        opening = pc.binary_join_element_wise(f'<c r="{column_letters(place)}', numbers, f'" s="{style or 0}"', "")
        cells.append(_cells(column, kind, opening))
    rows = pc.binary_join_element_wise(*cells, "</row>", "", null_handling="skip")
    # The texts of a new array lie one behind the other.
    _, _, texts = rows.buffers()
    return texts.slice(0, pc.sum(pc.binary_length(rows)).as_py())


def _cells(column: "pa.Array", kind: CellKind, opening: "pa.Array") -> "pa.Array":
    """The cells of one column, null where there is nothing to write."""
    import pyarrow as pa
    import pyarrow.compute as pc

    match kind:
        case CellKind.BLANK:
            return pc.binary_join_element_wise(opening, "/>", "")
        case CellKind.NUMBER | CellKind.SCORE:
            return pc.binary_join_element_wise(opening, "><v>", pc.cast(column, pa.string()), "</v></c>", "")
        case CellKind.NUMBER_IF_PLAIN:
            as_number = pc.binary_join_element_wise(opening, "><v>", column, "</v></c>", "")
            return pc.if_else(pc.match_substring_regex(column, PLAIN_NUMBER), as_number, _text_cells(column, opening))
        case _:
            return _text_cells(column, opening)


def _text_cells(column: "pa.Array", opening: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(
        opening, ' t="inlineStr"><is><t xml:space="preserve">', cell_text(column), "</t></is></c>", ""
    )


def cell_text(column: "pa.Array") -> "pa.Array":
    """Texts as they stand in a cell: cut to Excel's limit, without characters that XML cannot hold, escaped.

    An inline string is never a formula, whatever it begins with.
    """
    import pyarrow.compute as pc

    text = _shortened(column)
    text = pc.replace_substring_regex(text, NOT_IN_XML, "")
    text = pc.replace_substring_regex(text, "\r\n?", "\n")
    # Excel reads _x0041_ as A (ECMA-376, part 1, section 22.9.2.19), so what looks like it is escaped.
    text = pc.replace_substring_regex(text, "_(x[0-9a-fA-F]{4}_)", r"_x005F_\1")
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = pc.replace_substring(text, character, entity)
    return text


def _shortened(column: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    # A character is one or two UTF-16 units, so half the limit is safe for all.
    if not pc.any(pc.greater(pc.utf8_length(column), MAX_CELL // 2)).as_py():
        return column
    return pa.array([value and _cut(value) for value in column.to_pylist()], pa.string())


def _cut(value: str) -> str:
    units = value.encode("utf-16-le")[: 2 * MAX_CELL]
    return units.decode("utf-16-le", errors="ignore")


def column_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters, number = "", index + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
