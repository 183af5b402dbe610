"""Native charts of the workbook; their figures stand on a sheet of their own, where they can be changed."""

from typing import TYPE_CHECKING, Any

from listmatch.exports.chart_data import NativeChart

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart_bar import ChartBar
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DATA_SHEET = "Chart data"

WIDTH = 620
ROW_HEIGHT = 20
"""Pixels of a row of a sheet at the default size."""

FONT: dict[str, Any] = {"name": "Arial", "size": 9, "color": "#222222"}


def add_chart(workbook: "Workbook", sheet: "Worksheet", cell: tuple[int, int], chart: NativeChart, first: int) -> int:
    """Put *chart*, whose figures stand from row *first* of the data sheet, at *cell*; returns the rows it covers."""
    drawn = _drawn(workbook, chart, first)
    # One bar needs about 30 pixels; title, axis and legend together about 110.
    height = 110 + 30 * len(chart.categories)
    drawn.set_size({"width": WIDTH, "height": height})
    sheet.insert_chart(*cell, drawn, {"object_position": 3, "description": chart.title})
    return height // ROW_HEIGHT + 2


def data_rows(charts: dict[str, NativeChart]) -> dict[str, int]:
    """The row of the data sheet at which each chart's heading stands."""
    rows, row = {}, 0
    for key, chart in charts.items():
        rows[key] = row
        row += len(chart.categories) + 3
    return rows


def write_data(workbook: "Workbook", charts: dict[str, NativeChart], heading: "Format") -> None:
    """The sheet with the figures of all charts."""
    sheet = workbook.add_worksheet(DATA_SHEET)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 4, 14)
    for key, row in data_rows(charts).items():
        chart = charts[key]
        sheet.write_string(row, 0, chart.title, heading)
        for place, series in enumerate(chart.series, start=1):
            sheet.write_string(row, place, series.name, heading)
            sheet.write_column(row + 1, place, series.values)
        for offset, category in enumerate(chart.categories, start=1):
            sheet.write_string(row + offset, 0, category)


def _drawn(workbook: "Workbook", chart: NativeChart, first: int) -> "ChartBar":
    is_single = len(chart.series) == 1
    subtype = "percent_stacked" if chart.is_whole else "stacked"
    drawn = workbook.add_chart({"type": "bar"} if is_single else {"type": "bar", "subtype": subtype})
    last = first + len(chart.categories)
    labels = {
        "data_labels": {"value": True, "num_format": chart.number_format, "font": FONT, "position": "outside_end"}
    }
    for place, series in enumerate(chart.series, start=1):
        drawn.add_series(
            {
                "name": [DATA_SHEET, first, place],
                "categories": [DATA_SHEET, first + 1, 0, last, 0],
                "values": [DATA_SHEET, first + 1, place, last, place],
                "fill": {"color": series.colour},
                "points": [{"fill": {"color": colour}} for colour in series.colours] or None,
                "gap": 55,
                **(labels if is_single else {}),
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {**FONT, "size": 11, "bold": True}, "overlay": False})
    drawn.set_y_axis({"reverse": True, "num_font": FONT, "line": {"none": True}, "major_tick_mark": "none"})
    drawn.set_x_axis(
        {
            "num_font": FONT,
            "num_format": chart.number_format,
            "major_gridlines": {"visible": not is_single, "line": {"color": "#e5e5e5"}},
            "line": {"none": True},
            # The reversed categories take the axis to the top with them; high is the bottom then.
            "label_position": "high",
            "visible": not is_single,
            "major_unit": chart.step,
        }
    )
    drawn.set_legend({"none": True} if is_single else {"position": "bottom", "font": FONT})
    drawn.set_chartarea({"border": {"none": True}})
    return drawn
