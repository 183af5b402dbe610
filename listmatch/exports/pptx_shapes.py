"""What stands on a slide: text, large figures, native tables, native charts. Lengths are in inches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from listmatch.exports.chart_data import NativeChart
from listmatch.exports.numbers import written
from listmatch.exports.table import Table, column_weights

Drawn = Any
"""A slide, shape, text frame or cell of python-pptx, which is typed in parts only."""

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

NO_STYLE_NO_GRID = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Office's identifier of the table style of that name."""

INK, SOFT, RULE = "#222222", "#595959", "#d9d9d9"

ROW_HEIGHT = 0.34

GAP_WIDTH, MOST_GAP = 55, 500
"""Of PowerPoint's bars; it takes no more than the second."""

FULL = 6
"""Bars that fill a chart."""

WIDEST = 24.0
"""Characters that a column of a slide is given at most, beside its narrower neighbours."""

MAX_CELL = 70
"""Characters in a cell of a table; longer ones are cut so that rows keep their height."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def lengths(self) -> tuple[Any, Any, Any, Any]:
        """As python-pptx wants them."""
        from pptx.util import Inches

        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set."""

    size: float = 14
    colour: str = INK
    bold: bool = False
    serif: bool = False
    right: bool = False


def shortened(text: str, most: int) -> str:
    """*text* with at most *most* characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def rgb(colour: str) -> Drawn:
    """``#rrggbb`` as python-pptx wants it."""
    from pptx.dml.color import RGBColor

    of_parts: Drawn = RGBColor
    return of_parts(*bytes.fromhex(colour.removeprefix("#")))


def add_text(slide: Drawn, box: Box, texts: Sequence[str], look: Look | None = None) -> None:
    """A text box with one paragraph per text."""
    frame = slide.shapes.add_textbox(*box.lengths).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    set_text(frame, texts, look or Look())


def set_text(frame: Drawn, texts: Sequence[str], look: Look) -> None:
    """Fill *frame* with one paragraph per text."""
    from pptx.util import Pt

    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.space_after = Pt(look.size * 0.45)
        set_look(paragraph, look)


def set_look(paragraph: Drawn, look: Look) -> None:
    """Size, colour, weight, face and alignment of a paragraph."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.font.size, paragraph.font.bold = Pt(look.size), look.bold
    paragraph.font.color.rgb = rgb(look.colour)
    if look.serif:
        paragraph.font.name = "Georgia"
    paragraph.alignment = PP_ALIGN.RIGHT if look.right else PP_ALIGN.LEFT


def add_rule(slide: Drawn, box: Box, colour: str) -> None:
    """A filled bar; an empty text box, because shapes bring an outline and a shadow from the theme."""
    bar = slide.shapes.add_textbox(*box.lengths)
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb(colour)


def add_table(slide: Drawn, box: Box, table: Table, *, rows: int, longest: int = MAX_CELL) -> None:
    """The first *rows* rows of *table* as a native table, as high as they need; cells are cut at *longest*."""
    shown = table.rows[:rows]
    size = Box(box.left, box.top, box.width, ROW_HEIGHT * (len(shown) + 1))
    shape = slide.shapes.add_table(len(shown) + 1, len(table.columns), *size.lengths)
    shape.name = table.title
    _plain_style(shape)
    _set_widths(shape.table, table, box.width)
    for place, column in enumerate(table.columns):
        look = Look(size=11, colour=SOFT, right=column.kind.is_number)
        _set_cell(shape.table.cell(0, place), shortened(column.label, MAX_CELL), look)
    for row, values in enumerate(shown):
        for place, value in enumerate(values):
            text = shortened(written(value, table.kind(row, place)), longest)
            look = Look(size=12, right=table.columns[place].kind.is_number)
            _set_cell(shape.table.cell(row + 1, place), text, look)


def _plain_style(shape: Drawn) -> None:
    """Neither banding nor fills; the rules are drawn cell by cell."""
    shape.table.horz_banding = False
    properties = shape.table._tbl.tblPr  # python-pptx has no public way to choose a table style
    properties.find(f"{DRAWING}tableStyleId").text = NO_STYLE_NO_GRID


def _set_widths(table: Drawn, given: Table, width: float) -> None:
    from pptx.util import Inches

    # A long text breaks into two lines; the labels beside it must not.
    weights = [min(weight, WIDEST) for weight in column_weights(given)]
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = Inches(width * weight / sum(weights))


def _set_cell(cell: Drawn, text: str, look: Look) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    cell.margin_left, cell.margin_right = Inches(0.06), Inches(0.12)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.background()
    _rule_below(cell, look.colour)
    set_text(cell.text_frame, [text], look)
    cell.text_frame.paragraphs[0].space_after = 0


def _rule_below(cell: Drawn, colour: str) -> None:
    """A thin line under *cell*, dark under the head; python-pptx has no public way to draw one."""
    from pptx.oxml import parse_xml

    shade = (INK if colour == SOFT else RULE).removeprefix("#")
    line = parse_xml(
        f'<a:lnB xmlns:a="{DRAWING[1:-1]}" w="6350"><a:solidFill><a:srgbClr val="{shade}"/></a:solidFill></a:lnB>'
    )
    # Borders come before the fill (ECMA-376, part 1, section 21.1.3.17).
    cell._tc.get_or_add_tcPr().insert(0, line)


def add_bar_chart(slide: Drawn, box: Box, chart: NativeChart, *, has_title: bool = True) -> None:
    """*chart* as native horizontal bars that can be edited in PowerPoint; without a title where the slide says it."""
    from pptx.chart import data as chart_data
    from pptx.enum.chart import XL_CHART_TYPE

    # The figures are counts also where the axis shows shares of a whole.
    written_as = "#,##0" if chart.is_whole else chart.number_format
    figures: Drawn = getattr(chart_data, "CategoryChartData")(number_format=written_as)  # noqa: B009 - untyped
    figures.categories = [category[:40] for category in chart.categories]
    for series in chart.series:
        figures.add_series(series.name, series.values)
    stacked = XL_CHART_TYPE.BAR_STACKED_100 if chart.is_whole else XL_CHART_TYPE.BAR_STACKED
    form = XL_CHART_TYPE.BAR_CLUSTERED if len(chart.series) == 1 else stacked
    frame = slide.shapes.add_chart(form, *box.lengths, figures)
    frame.name = chart.title
    _style_chart(frame.chart, chart, has_title=has_title)


def _style_chart(drawn: Drawn, chart: NativeChart, *, has_title: bool) -> None:
    from pptx.util import Pt

    drawn.font.size, drawn.font.color.rgb = Pt(11), rgb(INK)
    drawn.has_title = has_title
    if has_title:
        drawn.chart_title.text_frame.text = chart.title
        set_look(drawn.chart_title.text_frame.paragraphs[0], Look(size=13, bold=True))
    _style_bars(drawn, chart)
    _style_axes(drawn, number_format=chart.number_format, step=chart.step if len(chart.series) > 1 else None)


def _style_bars(drawn: Drawn, chart: NativeChart) -> None:
    """One series: its figures stand at the bars. Several: a legend and an axis."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION

    plot, is_single = drawn.plots[0], len(chart.series) == 1
    # In percent of a bar: a few bars are no thicker than many.
    plot.gap_width = min(max(GAP_WIDTH, round(GAP_WIDTH * FULL / len(chart.categories))), MOST_GAP)
    drawn.has_legend, plot.has_data_labels = not is_single, is_single
    if is_single:
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = chart.number_format, False
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    else:
        plot.overlap = 100
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for series, given in zip(plot.series, chart.series, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(given.colour)


def _style_axes(drawn: Drawn, *, number_format: str, step: float | None) -> None:
    """*step*: distance of the marks on the axis of values; None leaves that axis out."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    categories, values = drawn.category_axis, drawn.value_axis
    categories.reverse_order = True
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.format.line.color.rgb = rgb(RULE)
    values.visible = values.has_major_gridlines = step is not None
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number_format, False
    if step is not None:
        values.major_unit = step
        # The reversed categories take the axis to the top with them; high is the bottom then.
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        values.major_gridlines.format.line.color.rgb = rgb(RULE)
        values.format.line.fill.background()
