"""The labels of a chart as text of the page, laid over its bars.

WeasyPrint sets the text of an SVG letter by letter, from left to right: nothing is joined, turned or kerned. Text of
the page is shaped by Pango, so Arabic letters join, directions mix as they should, and a label is cut where its room
ends.
"""

import re
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

from listmatch.exports.scripts import script_marks

WIDTH_MM = 150.0
"""Of a chart on the page; print.css says so too."""

BASELINE = 0.888
"""Of Noto Sans below the top of a line as high as the letters, in em (hhea: ascender 1.069, descender 0.293)."""

TEXT_SIZE = 12.0

_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_LABEL = re.compile(r"<text ([^>]*)>([^<]*)(?:<title>[^<]*</title>)?</text>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Label:
    """One text of a chart; lengths are in the units of its view box."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool
    ends_here: bool
    """whether *x* is where it ends"""


def laid_over(chart: Markup, *, han: str) -> Markup:
    """*chart* (a checked SVG) without its labels, and they as text of the page that stands where they stood.

    *han* is the language of ideographs that do not say it themselves.
    """
    box = _VIEW_BOX.search(chart)
    if box is None:
        return chart
    width = float(box[1])
    spans = Markup("").join(_span(_label(found), width, han=han) for found in _LABEL.finditer(chart))
    bars = Markup(_LABEL.sub("", chart))  # noqa: S704 - what is left of what was checked
    return Markup('<div class="bars">{}{}</div>').format(bars, spans)


def _label(found: "re.Match[str]") -> Label:
    has = dict(_ATTRIBUTE.findall(found[1]))
    return Label(
        text=unescape(found[2]),
        x=float(has.get("x", 0)),
        y=float(has.get("y", 0)),
        size=float(has.get("font-size", TEXT_SIZE)),
        is_bold=has.get("font-weight") == "bold",
        ends_here=has.get("text-anchor") == "end",
    )


def _span(label: Label, width: float, *, han: str) -> Markup:
    unit = WIDTH_MM / width
    top = (label.y - BASELINE * label.size) * unit
    side, room = ("right", label.x) if label.ends_here else ("left", width - label.x)
    style = (
        f"{side}: {(width - room) * unit:.2f}mm; top: {top:.2f}mm; max-width: {room * unit:.2f}mm; "
        f"font-size: {label.size * unit:.3f}mm"
    )
    return Markup('<span class="mark{}" style="{}" {}>{}</span>').format(
        " strong" if label.is_bold else "",
        style,
        script_marks(label.text, han=han),
        escape(label.text),
    )
