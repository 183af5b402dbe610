"""From the document to HTML: the Jinja environment and its filters. PDF and HTML both render these templates."""

import re
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from listmatch.exports.document import NEXT, Report
from listmatch.exports.numbers import NOTHING, day, written
from listmatch.exports.scripts import han_language, script_marks
from listmatch.exports.table import Table, column_weights

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_ON_COVER = 900
"""Characters of a paragraph on the cover."""

NARROW_TABLE = 56
"""Characters across; about half of a line."""

SWATCH = 2.5
"""Characters that the colour of a column takes."""

LOCAL_NUMBER = 7
"""Digits from which a number that ends another is the same telephone number, with and without the country before it."""

EXTENSION = re.compile(r"\s*(?:x|ext\.?)\s*\d+$", re.IGNORECASE)


def packaged(path: str) -> bytes:
    """A file of this package, e.g. ``fonts/NotoSans-Regular.ttf``."""
    return files("listmatch.exports").joinpath(path).read_bytes()


def render(template: str, report: Report, *, scrolls: bool, **more: Any) -> str:
    """The document *report* by one of our templates, as HTML; every value is escaped.

    *scrolls*: it is shown on a screen, where a wide table can have room of its own.
    """
    lead = _lead(report)
    return (
        _environment()
        .get_template(template)
        .render(
            report=report,
            scrolls=scrolls,
            date=day(report.content.generated_at),
            created=report.content.generated_at.isoformat(timespec="seconds"),
            lead=lead,
            is_lead_whole=" ".join(lead) == " ".join(report.executive),
            on_brand=text_on(report.content.colour),
            marks=partial(script_marks, han=han_language(report.content)),
            **more,
        )
    )


def text_on(colour: str) -> str:
    """White or near-black, whichever is easier to read on *colour* (relative luminance of WCAG 2.2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Contrast with white and with black is equal at a luminance of 0.179.
    return "#ffffff" if luminance < 0.179 else "#111111"


def widths(table: Table, has_bars: bool) -> list[str]:
    """The width of each column in percent; bars get half of what the others need, their colours room in the heading."""
    weights = column_weights(table)
    if has_bars:
        swatches = [SWATCH * bool(column.meaning) for column in table.columns]
        weights = [weight + swatch for weight, swatch in zip(weights, swatches, strict=True)]
    weights += [sum(weights) / 2] * has_bars
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


def _lead(report: Report, limit: int = 640) -> tuple[str, ...]:
    """The executive narrative by paragraphs, as many of its sentences as fit on a cover; what to do next always."""
    *facts, last = report.executive or ("",)
    following = (last,) if last.startswith(NEXT) else ()
    lead = ""
    for sentence in re.split(r"(?<=[.!?。]) ", " ".join(facts if following else [*facts, last])):
        if lead and len(lead) + len(sentence) > limit:
            break
        lead = f"{lead} {sentence}".strip()
    return tuple(text[:MOST_ON_COVER] for text in (lead, *following) if text)


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
    shared: Mapping[str, Any] = {
        "written": written,
        "widths": widths,
        "is_narrow": is_narrow,
        "differs": differs,
        "nothing": NOTHING,
        "NEXT": NEXT,
    }
    environment.globals.update(shared)
    return environment
