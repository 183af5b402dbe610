"""Sheets of figures in the workbook: tables and the texts above them, written with xlsxwriter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from listmatch.exports.numbers import Kind, Value
from listmatch.exports.table import Table
from listmatch.exports.xlsx_formats import Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FIGURE_WIDTH = 14
"""Characters that a heading of figures may have on one line."""


def lay_out(sheet: "Worksheet") -> None:
    """The widths and the print set-up of a sheet of figures."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 8, FIGURE_WIDTH)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def write_paragraphs(sheet: "Worksheet", row: int, texts: Sequence[str], formats: Formats) -> int:
    """Texts over the width of the figures; returns the row after them."""
    for text in texts:
        sheet.merge_range(row, 0, row, 6, "", formats.text)
        sheet.write_string(row, 0, text, formats.text)
        # Merged cells do not grow with their text; about 115 characters fit on a line.
        sheet.set_row(row, 14 * (1 + len(text) // 115))
        row += 1
    return row + 1 if texts else row


def write_table(sheet: "Worksheet", row: int, table: Table, formats: Formats) -> int:
    """A table with its title; returns the row after it. Nothing is written of a table without rows."""
    if not table.rows:
        return row
    sheet.write_string(row, 0, table.title, formats.heading)
    for place, column in enumerate(table.columns):
        beside = formats.head_indented if place else formats.head
        sheet.write_string(row + 1, place, column.label, formats.head_number if column.kind.is_number else beside)
    # A heading is bold, and stands off the edge of its column.
    if any(len(column.label) > FIGURE_WIDTH - 2 for column in table.columns[1:]):
        sheet.set_row(row + 1, 30)
    for offset, values in enumerate(table.rows):
        for place, value in enumerate(values):
            _figure(sheet, (row + 2 + offset, place), value, table.kind(offset, place), formats)
    return row + 3 + len(table.rows)


def _figure(sheet: "Worksheet", cell: tuple[int, int], value: Value, kind: Kind, formats: Formats) -> None:
    if value is None:
        sheet.write_blank(*cell, None, formats.label)
    elif isinstance(value, str):
        # A text behind figures would touch them, which stand at the right edge of their column.
        sheet.write_string(*cell, value, formats.label_indented if cell[1] and kind is Kind.TEXT else formats.label)
    else:
        sheet.write_number(*cell, value, formats.figures[kind if kind.is_number else Kind.COUNT])
