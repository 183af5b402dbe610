"""The narrative of a report: what the rollups say in plain sentences, and what to do next.

Written by template, or by a language model whose every number is checked (``language_model``); nothing here sees rows.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from listmatch.domain.narrative import LANGUAGE_MODEL, Narrative
from listmatch.domain.rollups import Rollups
from listmatch.reporting import findings, wording
from listmatch.reporting.language_model import LanguageModel, NarrativeRejected

if TYPE_CHECKING:
    import jinja2


def write_narrative(rollups: Rollups, *, language_model: LanguageModel | None = None) -> Narrative:
    """The narrative of *rollups*; by *language_model* when one is given and what it writes can be trusted.

    Never raises for what the model does: the text then comes from the template, and ``note`` says why.
    """
    if language_model is None:
        return _by_template(rollups)
    try:
        texts = language_model.write(rollups)
    except NarrativeRejected as reason:
        return _by_template(rollups, note=f"The language model's text was not used: {reason}")
    return Narrative(texts.executive, texts.data_quality, texts.key_findings, source=LANGUAGE_MODEL)


def _by_template(rollups: Rollups, *, note: str = "") -> Narrative:
    variant = "dedupe" if rollups["mode"] == "dedupe" else "match"
    executive, quality, findings_ = (
        _templates().get_template(f"{variant}_{section}.txt.jinja").render(_facts(rollups))
        for section in ("executive", "data_quality", "key_findings")
    )
    return Narrative(
        executive=_tidy(executive, is_list=False),
        data_quality=_tidy(quality, is_list=False),
        key_findings=_tidy(findings_, is_list=True),
        note=note,
    )


def _facts(rollups: Rollups) -> dict[str, Any]:
    return {
        "rollups": rollups,
        "totals": rollups["totals"],
        "quality": rollups["dataQuality"],
        "promises": rollups.get("promises") or {},
        "leads": rollups.get("leads", False),
        "households": rollups.get("households", False),
        "findings": findings,
    }


def _tidy(text: str, *, is_list: bool) -> str:
    """*text* as one line, or as one line per paragraph: the template may be laid out to be read."""
    paragraphs = text.split("\n\n") if is_list else [text]
    lines = (" ".join(paragraph.split()) for paragraph in paragraphs)
    return "\n".join(line for line in lines if line)


@cache
def _templates() -> "jinja2.Environment":
    import jinja2

    # The result is plain text, which the exporters escape; column values were made printable in the rollups.
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("listmatch.reporting"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701
        trim_blocks=True,
    )
    environment.filters |= {"number": wording.number, "percent": wording.percent, "count": wording.count}
    environment.filters |= {"choose": wording.choose, "listed": wording.listed, "sentence": wording.sentence}
    return environment
