"""Drawing horizontal bars as SVG: vector, accessible, readable without colour, safe for any text in a label."""

import re
import unicodedata
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from listmatch.reporting import palette

if TYPE_CHECKING:
    from listmatch.reporting.charts import Bar, Chart

WIDTH = 640
LABEL_WIDTH, NOTE_WIDTH = 150, 120
TRACK = WIDTH - LABEL_WIDTH - NOTE_WIDTH
BAR_HEIGHT, ROW_HEIGHT = 18, 28
TITLE_HEIGHT, LEGEND_HEIGHT = 30, 26
FONT = "'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
TEXT_SIZE, TITLE_SIZE = 12, 15
LABEL_ROOM = (LABEL_WIDTH - 10) / TEXT_SIZE
"""In em."""
GAP = 8
LEAST_WIDTH = 3.0
"""Of a part that is not nought, so that it is seen."""
# XML 1.0 cannot hold these at all, escaped or not.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw_bars(chart: "Chart") -> str:
    """*chart* as a complete SVG document, WIDTH units wide and as high as its bars need.

    The text alternative is the chart's title and description (``role="img"``); numbers stand beside every bar.
    """
    legend = _legend(chart)
    top = TITLE_HEIGHT + (LEGEND_HEIGHT if legend else 0)
    height = top + ROW_HEIGHT * len(chart.bars) + GAP
    longest = max((bar.total for bar in chart.bars), default=0) or 1
    key = re.sub(r"\W", "-", chart.name)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
            f' role="img" aria-labelledby="{key}-title {key}-description" font-family={quoteattr(FONT)}'
            f' font-size="{TEXT_SIZE}">',
            f'<title id="{key}-title">{_text(chart.title)}</title>',
            f'<desc id="{key}-description">{_text(chart.description)}</desc>',
            f'<text x="0" y="{TITLE_SIZE}" font-size="{TITLE_SIZE}" font-weight="bold" fill="{palette.INK}">'
            f"{_text(chart.title)}</text>",
            *legend,
            *(_bar(bar, y=top + ROW_HEIGHT * place, longest=longest) for place, bar in enumerate(chart.bars)),
            "</svg>",
        ]
    )


def _legend(chart: "Chart") -> list[str]:
    """Swatch and name of every colour that is used, when there is more than one."""
    names = {part.name: part.colour for bar in chart.bars for part in bar.parts}
    if len(names) < 2:
        return []
    drawn, x = [], 0
    for name, colour in names.items():
        drawn.append(f'<rect x="{x}" y="{TITLE_HEIGHT - 4}" width="12" height="12" fill="{colour}"/>')
        drawn.append(f'<text x="{x + 17}" y="{TITLE_HEIGHT + 6}" fill="{palette.INK}">{_text(name)}</text>')
        x += 17 + 8 * len(name) + GAP
    return drawn


def _bar(bar: "Bar", *, y: int, longest: int) -> str:
    middle = y + BAR_HEIGHT - 5
    drawn = [
        f'<text x="{LABEL_WIDTH - GAP}" y="{middle}" text-anchor="end" fill="{palette.INK}">'
        f"{_text(_short(bar.label))}<title>{_text(bar.label)}</title></text>",
        f'<rect x="{LABEL_WIDTH}" y="{y}" width="{TRACK}" height="{BAR_HEIGHT}" fill="{palette.RULE}" opacity="0.4"/>',
    ]
    x = float(LABEL_WIDTH)
    for part in bar.parts:
        width = max(TRACK * part.value / longest, LEAST_WIDTH) if part.value else 0.0
        if width:
            drawn.append(
                f'<rect x="{x:.2f}" y="{y}" width="{width:.2f}" height="{BAR_HEIGHT}" fill="{part.colour}"'
                f' stroke="{palette.PAPER}" stroke-width="0.5"><title>{_text(part.name)}: {part.value}</title></rect>'
            )
        x += width
    drawn.append(f'<text x="{LABEL_WIDTH + TRACK + GAP}" y="{middle}" fill="{palette.INK}">{_text(bar.note)}</text>')
    return "<g>" + "".join(drawn) + "</g>"


def _short(label: str) -> str:
    """*label*, cut where its room ends."""
    if sum(map(_width, label)) <= LABEL_ROOM:
        return label
    shown, left = "", LABEL_ROOM - _width("…")
    for letter in label:
        left -= _width(letter)
        if left < 0:
            break
        shown += letter
    return shown.rstrip() + "…"


def _width(letter: str) -> float:
    """Of a letter of Noto Sans, in em and rather too much."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or letter in "mwMW@%—…":
        return 1.0
    if letter in "iljftI.,:;'|!()[] /-":
        return 0.38
    return 0.68 if letter.isupper() else 0.56


def _text(text: str) -> str:
    return escape(_NOT_XML.sub(" ", text))
