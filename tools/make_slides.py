"""Make the template of the slides, ``listmatch/exports/templates/slides.pptx``, from python-pptx's empty one.

16:9, three layouts (cover, title and body, title only), Georgia over Arial, text on white, no decoration.
"""

import re
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu, Inches

TARGET = Path(__file__).resolve().parent.parent / "listmatch" / "exports" / "templates" / "slides.pptx"

KEPT = ("Title Slide", "Title and Content", "Title Only")

TITLE = (0.75, 0.5, 11.85, 0.95)
BODY = (0.75, 1.65, 11.85, 4.95)
NUMBER = (11.6, 6.95, 1.0, 0.3)
COVER_TITLE = (0.75, 2.2, 10.5, 1.5)
COVER_SUBTITLE = (0.75, 3.75, 10.5, 0.8)

THEME_COLOURS = {
    "dk2": "222222",
    "lt2": "F5F5F3",
    "accent1": "0072B2",
    "accent2": "E69F00",
    "accent3": "999999",
    "accent4": "1F4E79",
    "accent5": "009E73",
    "accent6": "CC79A7",
}


def main() -> None:
    """Write the template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    _restyle(deck)
    _place(deck.slide_master)
    for layout in deck.slide_layouts:
        _place(layout)
    deck.core_properties.title = "listmatch slides"
    deck.save(str(TARGET))


def _restyle(deck: Deck) -> None:
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    for name, colour in THEME_COLOURS.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', text, flags=re.S
        )
    text = re.sub(r'(<a:majorFont>\s*<a:latin typeface=")[^"]*', r"\1Georgia", text)
    text = re.sub(r'(<a:minorFont>\s*<a:latin typeface=")[^"]*', r"\1Arial", text)
    theme._blob = text.encode("utf-8")  # python-pptx has no public way to change a theme
    styles = deck.slide_master.element.find(qn("p:txStyles"))
    _size(styles.find(qn("p:titleStyle")), {"lvl1pPr": 2600}, align="l")
    _size(styles.find(qn("p:bodyStyle")), {"lvl1pPr": 1600, "lvl2pPr": 1400, "lvl3pPr": 1200})


def _size(style: etree._Element, sizes: dict[str, int], align: str = "") -> None:
    for level, size in sizes.items():
        properties = style.find(qn(f"a:{level}"))
        if align:
            properties.set("algn", align)
        properties.find(qn("a:defRPr")).set("sz", str(size))


def _place(page: SlideMaster | SlideLayout) -> None:
    is_cover = getattr(page, "name", "") == "Title Slide"
    for shape in list(page.placeholders):
        kind = shape.element.find(f".//{qn('p:ph')}").get("type", "body")
        box = {
            "title": TITLE,
            "ctrTitle": COVER_TITLE,
            "subTitle": COVER_SUBTITLE,
            "body": BODY,
            "obj": BODY,
            "sldNum": NUMBER,
        }.get(kind)
        if box is None or (is_cover and kind == "sldNum"):
            shape.element.getparent().remove(shape.element)
            continue
        shape.left, shape.top, shape.width, shape.height = (Emu(Inches(length)) for length in box)


if __name__ == "__main__":
    main()
