"""The report as a workbook: summary with native charts, every row, rows to review, new records, quality, definitions.

The sheets of figures are written with xlsxwriter; the rows of the large sheets are put in by ``worksheets``.
"""

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.domain.verdicts import Verdict
from listmatch.exports import quality_tables, result_tables, segments
from listmatch.exports.chart_data import native_charts
from listmatch.exports.content import ReportContent
from listmatch.exports.document import executive, lines, method_paragraphs
from listmatch.exports.next_steps import next_steps
from listmatch.exports.numbers import Kind
from listmatch.exports.review_sheet import DECISIONS, HEADING, JOB_PROPERTY
from listmatch.exports.worksheets import CellKind, column_letters, fill
from listmatch.exports.xlsx_charts import add_chart, data_rows, write_data
from listmatch.exports.xlsx_formats import FONT, Formats, formats_of
from listmatch.exports.xlsx_rows import RowSheet, row_sheets
from listmatch.exports.xlsx_tables import lay_out, write_paragraphs, write_table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


def write_xlsx(content: ReportContent, into: Path) -> Path:
    """Write ``report.xlsx`` into *into*. The same content gives the same bytes; memory does not grow with the rows."""
    from xlsxwriter import Workbook

    target, pattern = into / "report.xlsx", into / ".report.pattern.xlsx"
    sheets = [part for sheet in row_sheets(content) for part in sheet.parts()]
    try:
        with Workbook(pattern, _options()) as workbook:
            workbook.set_properties(_properties(content))
            if content.job_id:
                workbook.set_custom_property(JOB_PROPERTY, content.job_id, "text")
            formats = formats_of(workbook, content.colour)
            _summary(workbook, content, formats, sheets)
            for sheet in sheets:
                _pattern_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
            _segments(workbook, content, formats)
            _quality(workbook, content, formats)
            _definitions(workbook, content, formats)
            write_data(workbook, native_charts(content), formats.heading)
        # The summary is sheet 1; the large sheets follow in order.
        fill(
            pattern,
            target,
            {f"xl/worksheets/sheet{n}.xml": sheet.filling() for n, sheet in enumerate(sheets, start=2) if sheet.rows},
        )
    finally:
        pattern.unlink(missing_ok=True)
    return target


def _options() -> dict[str, Any]:
    """Texts are texts: nothing is taken for a formula, an address or a number."""
    return {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(FONT),
    }


def _properties(content: ReportContent) -> dict[str, Any]:
    return {
        "title": content.title,
        "subject": content.subtitle,
        "author": content.owner_name or "listmatch",
        "comments": "Written by listmatch",
        "created": content.generated_at.astimezone(UTC).replace(tzinfo=None),
    }


def _summary(workbook: "Workbook", content: ReportContent, formats: Formats, sheets: Sequence[RowSheet]) -> None:
    sheet = workbook.add_worksheet("Summary")
    lay_out(sheet)
    sheet.write_string(0, 0, content.title, formats.title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, content.subtitle, formats.note)
    sheet.write_string(2, 0, f"{content.generated_at:%Y-%m-%d}", formats.note)
    row = write_paragraphs(sheet, 4, executive(content), formats)
    row = write_table(sheet, row, next_steps(content), formats)
    row = write_paragraphs(sheet, row, lines(content.narrative.get("keyFindings", "")), formats)
    below = _charts(workbook, sheet, (row, 3), content, ("outcome", "cluster_sizes", "scores", "passes"))
    row = write_table(sheet, row, result_tables.totals(content), formats)
    row = _recount(sheet, row, content, formats, sheets)
    row = max(row, below)
    for table in (
        result_tables.comparison,
        result_tables.expectations,
        result_tables.scores,
        result_tables.relationships,
        result_tables.frequent_values,
    ):
        row = write_table(sheet, row, table(content), formats)


def _charts(
    workbook: "Workbook", sheet: "Worksheet", cell: tuple[int, int], content: ReportContent, keys: Sequence[str]
) -> int:
    """The named charts below each other from *cell* on; returns the row after them."""
    charts = native_charts(content)
    rows = data_rows(charts)
    row, column = cell
    for key in keys:
        if key in charts:
            row += add_chart(workbook, sheet, (row, column), charts[key], rows[key])
    return row


def _recount(sheet: "Worksheet", row: int, content: ReportContent, formats: Formats, sheets: Sequence[RowSheet]) -> int:
    """Formulas that count the rows of this very workbook, so that whoever doubts a total sees it add up."""
    figures = content.totals
    if content.rollups.get("mode") != "best_match":
        return row
    named = [part for part in sheets if part.name.startswith("Results")]
    place = next(at for at, column in enumerate(named[0].columns) if column.heading == "Verdict")
    letter = column_letters(place)
    sheet.write_string(row, 0, "Counted again in this workbook", formats.heading)
    for offset, verdict in enumerate(Verdict, start=1):
        counted = "+".join(f"COUNTIF('{part.name}'!{letter}:{letter},\"{verdict}\")" for part in named)
        sheet.write_string(row + offset, 0, f"Rows with the verdict {verdict}", formats.label)
        sheet.write_formula(row + offset, 1, f"={counted}", formats.figures[Kind.COUNT], figures.get(str(verdict), 0))
    return row + len(Verdict) + 2


def _segments(workbook: "Workbook", content: ReportContent, formats: Formats) -> None:
    sheet = workbook.add_worksheet("Segments")
    lay_out(sheet)
    row = 0
    for place, table in enumerate(segments.pivots(content), start=1):
        below = _charts(workbook, sheet, (row, 7), content, (f"pivot_{place}",))
        row = max(write_table(sheet, row, table, formats), below)
    if not row:
        sheet.write_string(
            0, 0, "All rows have one verdict, or no column divides the list into telling parts.", formats.note
        )


def _quality(workbook: "Workbook", content: ReportContent, formats: Formats) -> None:
    sheet = workbook.add_worksheet("Data quality")
    lay_out(sheet)
    row = write_paragraphs(sheet, 0, lines(content.narrative.get("dataQuality", "")), formats)
    for table in (
        quality_tables.lists(content),
        quality_tables.missing(content),
        quality_tables.rules(content),
        quality_tables.column_profiles(content),
    ):
        row = write_table(sheet, row, table, formats)
    row = write_paragraphs(sheet, row, quality_tables.repairs(content), formats)
    write_paragraphs(sheet, row, quality_tables.drift(content), formats)


def _definitions(workbook: "Workbook", content: ReportContent, formats: Formats) -> None:
    sheet = workbook.add_worksheet("Definitions")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    row = write_paragraphs(sheet, 0, method_paragraphs(content), formats)
    sheet.write_row(row, 0, ["Figure", "Meaning"], formats.head)
    for label, text in (*content.profile_summary, *result_tables.definitions(content).rows):
        row += 1
        sheet.write_string(row, 0, str(label), formats.label)
        sheet.write_string(row, 1, str(text), formats.text)


def _pattern_sheet(sheet: "Worksheet", rows: RowSheet, formats: Formats) -> None:
    """A large sheet with its header, filters and widths, and one row that shows how the others are formatted."""
    last = max(rows.rows, 1)
    for place, column in enumerate(rows.columns):
        is_number = column.kind in (CellKind.NUMBER, CellKind.SCORE)
        sheet.write_string(0, place, column.heading, formats.head_number if is_number else formats.head_indented)
        sheet.set_column(place, place, column.width)
        if rows.rows:
            sheet.write_blank(1, place, None, _cell_format(column.kind, formats))
        if column.differs_from >= 0 and rows.rows:
            left, right = column_letters(column.differs_from), column_letters(place)
            criteria = f'=AND(${right}2<>"",${left}2<>"",${right}2<>${left}2)'
            sheet.conditional_format(
                1, place, last, place, {"type": "formula", "criteria": criteria, "format": formats.differs}
            )
        if column.heading == "Verdict" and rows.rows:
            _colour_verdicts(sheet, place, last, formats)
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(rows.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(len(rows.columns) - 1)}{last + 1}"})
    if rows.has_decision and rows.rows:
        sheet.data_validation(1, 0, last, 0, {"validate": "list", "source": list(DECISIONS), "error_title": HEADING})


def _colour_verdicts(sheet: "Worksheet", place: int, last: int, formats: Formats) -> None:
    for verdict, colour in formats.verdicts.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{verdict}"', "format": colour}
        sheet.conditional_format(1, place, last, place, rule)


def _cell_format(kind: CellKind, formats: Formats) -> "Format":
    match kind:
        case CellKind.BLANK:
            return formats.decision
        case CellKind.TEXT:
            return formats.plain_text
        case CellKind.SCORE:
            return formats.score
        case _:
            return formats.number
