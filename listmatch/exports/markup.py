"""From the document to HTML: the Jinja environment, its filters, and the check on what goes in unescaped.

PDF and HTML both render these templates. Every value is escaped; only charts, which our own code drew, are not, and
they are checked here.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from xml.etree import ElementTree

from markupsafe import Markup

from listmatch.errors import ContractBroken
from listmatch.exports.document import NEXT, Report, executive
from listmatch.exports.numbers import NOTHING, Value, written
from listmatch.exports.scripts import han_language, script_marks
from listmatch.exports.tables import Table, column_weights

if TYPE_CHECKING:
    from jinja2 import Environment

SVG = "{http://www.w3.org/2000/svg}"

FAMILIES = "Report Sans, Report Arabic, Report Hebrew, Report CJK, sans-serif"
"""The families of our style sheets, so that text in charts looks like the text around them."""

MOST_ON_COVER = 900
"""Characters of a paragraph on the cover."""

NARROW_TABLE = 56
"""Characters across; about half of a line."""

LOCAL_NUMBER = 7
"""Digits from which a number that ends another is the same telephone number, with and without the country before it."""

EXTENSION = re.compile(r"\s*(?:x|ext\.?)\s*\d+$", re.IGNORECASE)

DRAWN = frozenset(
    f"{SVG}{name}"
    for name in ("svg", "title", "desc", "g", "rect", "path", "line", "circle", "polyline", "text", "tspan")
)
"""Elements that a chart may have; none of them can load or run anything."""


def packaged(path: str) -> bytes:
    """A file of this package, e.g. ``fonts/NotoSans-Regular.ttf``."""
    return files("listmatch.exports").joinpath(path).read_bytes()


def _as_it_is(chart: Markup) -> Markup:
    return chart


def render(template: str, report: Report, *, as_drawn: Callable[[Markup], Markup] = _as_it_is, **more: Any) -> str:
    """The document *report* by one of our templates, as HTML; *as_drawn* makes of a checked chart what stands in it."""
    checked = {name: as_drawn(chart_markup(svg)) for name, svg in report.content.charts.items()}
    drawn = {svg: checked[name] for name, svg in report.content.charts.items()}
    return (
        _environment()
        .get_template(template)
        .render(
            report=report,
            drawn=drawn,
            date=_date(report),
            created=report.content.generated_at.isoformat(timespec="seconds"),
            lead=_lead(report),
            on_brand=text_on(report.content.colour),
            marks=partial(script_marks, han=han_language(report.content)),
            **more,
        )
    )


def chart_markup(svg: str) -> Markup:
    """An SVG that may stand in a page as it is.

    Raises ContractBroken when it holds anything but shapes and text: scripts, links, styles, images, event handlers.
    """
    if "<!" in svg or "<?" in svg:
        raise _forbidden("a declaration")
    for element in ElementTree.fromstring(svg).iter():  # noqa: S314 - no declarations, so no entities
        if element.tag not in DRAWN:
            raise _forbidden(f"<{element.tag}>")
        for name, value in element.attrib.items():
            local = name.rpartition("}")[2].lower()
            if local.startswith("on") or local in ("href", "style") or "url(" in value.lower():
                raise _forbidden(f"{local}=")
    ours = re.sub(r'font-family="[^"]*"', f'font-family="{FAMILIES}"', svg)
    return Markup(ours)  # noqa: S704 - checked above


def text_on(colour: str) -> str:
    """White or near-black, whichever is easier to read on *colour* (relative luminance of WCAG 2.2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Contrast with white and with black is equal at a luminance of 0.179.
    return "#ffffff" if luminance < 0.179 else "#111111"


def share(value: Value) -> str:
    """A percentage as the width of a bar, between 0 and 100."""
    number = value if isinstance(value, int | float) else 0.0
    return f"{min(max(number, 0.0), 100.0):.2f}"


def widths(table: Table, has_bar: bool) -> list[str]:
    """The width of each column in percent; a bar gets a quarter of what the others need."""
    weights = column_weights(table)
    weights += [sum(weights) / 4] * has_bar
    return [f"{100 * weight / sum(weights):.2f}" for weight in weights]


def is_narrow(table: Table) -> bool:
    """Whether a table is easier to read when it does not fill the page."""
    return sum(column_weights(table)) < NARROW_TABLE


def differs(one: str, other: str) -> bool:
    """Whether two values are more than two ways to write one: by their letters and digits, numbers by their digits."""
    return _bare(one) != _bare(other) and not _one_number(one, other)


def _bare(value: str) -> str:
    return "".join(letter for letter in normalize("NFKD", value).casefold() if letter.isalnum())


def _one_number(one: str, other: str) -> bool:
    """Whether two numbers are one without leading zeros; telephone numbers also without country code and extension."""
    short, long = sorted((_digits(one), _digits(other)), key=len)
    return bool(short) and (short == long or (len(short) >= LOCAL_NUMBER and long.endswith(short)))


def _digits(value: str) -> str:
    number = EXTENSION.sub("", value)
    return "".join(filter(str.isdigit, number)).lstrip("0") if not any(map(str.isalpha, number)) else ""


def _date(report: Report) -> str:
    at = report.content.generated_at
    return f"{at.day} {at:%B %Y}"


def _lead(report: Report, limit: int = 640) -> tuple[str, ...]:
    """The executive narrative by paragraphs, as many of its sentences as fit on the cover; what to do next always."""
    *facts, last = executive(report.content) or ("",)
    following = (last,) if last.startswith(NEXT) else ()
    lead = ""
    for sentence in re.split(r"(?<=[.!?。]) ", " ".join(facts if following else [*facts, last])):
        if lead and len(lead) + len(sentence) > limit:
            break
        lead = f"{lead} {sentence}".strip()
    return tuple(text[:MOST_ON_COVER] for text in (lead, *following) if text)


def _forbidden(what: str) -> ContractBroken:
    return ContractBroken(f"a chart holds {what}, which a chart may not.", place="report")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("listmatch.exports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    functions: Mapping[str, Any] = {
        "written": written,
        "share": share,
        "widths": widths,
        "is_narrow": is_narrow,
        "differs": differs,
        "nothing": NOTHING,
    }
    environment.globals.update(functions)
    return environment
