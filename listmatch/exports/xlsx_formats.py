"""The cell formats of the workbook: fonts, fills, how numbers are written."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from listmatch.domain.verdicts import Verdict
from listmatch.exports.markup import text_on
from listmatch.exports.numbers import Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT = {"font_name": "Arial", "font_size": 10}

NUMBER_FORMATS = {Kind.COUNT: "#,##0", Kind.PERCENT: '0.00"%"', Kind.SCORE: "0.0", Kind.CHANGE: "+#,##0.##;-#,##0.##;0"}

VERDICT_FILLS = {Verdict.MATCHED: "#dcebf5", Verdict.REVIEW: "#fdf0d5", Verdict.UNMATCHED: "#eeeeee"}


@dataclass(frozen=True)
class Formats:
    """The cell formats of one workbook, made once."""

    title: "Format"
    heading: "Format"
    head: "Format"
    head_number: "Format"
    head_indented: "Format"
    label: "Format"
    label_indented: "Format"
    text: "Format"
    note: "Format"
    plain_text: "Format"
    number: "Format"
    score: "Format"
    decision: "Format"
    differs: "Format"
    figures: "dict[Kind, Format]"
    verdicts: "dict[Verdict, Format]"


def formats_of(workbook: "Workbook", colour: str) -> Formats:
    """The formats of *workbook*, whose headings are filled with *colour*."""
    head = {"bold": True, "bg_color": colour, "font_color": text_on(colour), "valign": "vcenter", "text_wrap": True}
    line = {"bottom": 1, "bottom_color": "#d9d9d9", "valign": "top"}

    def made(**properties: Any) -> "Format":
        return workbook.add_format({**FONT, **properties})

    return Formats(
        title=made(font_size=20, font_color=colour),
        heading=made(bold=True, font_size=12),
        head=made(**head),
        head_number=made(**head, align="right"),
        head_indented=made(**head, indent=1),
        label=made(**line, num_format="@"),
        label_indented=made(**line, num_format="@", indent=1),
        text=made(valign="top", text_wrap=True),
        note=made(font_color="#595959"),
        plain_text=made(num_format="@", indent=1),
        number=made(num_format="General"),
        score=made(num_format="0.0"),
        decision=made(bg_color="#fffbe9", border=1, border_color="#e0d9b8"),
        differs=made(font_color="#8a5a00", bold=True),
        figures={kind: made(**line, num_format=form, align="right") for kind, form in NUMBER_FORMATS.items()},
        verdicts={verdict: made(bg_color=fill_colour) for verdict, fill_colour in VERDICT_FILLS.items()},
    )
