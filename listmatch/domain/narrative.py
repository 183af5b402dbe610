"""The report in words, as reporting writes it and as reports and API read it (narrative.json)."""

from dataclasses import dataclass

TEMPLATE, LANGUAGE_MODEL = "template", "language_model"


@dataclass(frozen=True, slots=True)
class Narrative:
    """The three texts of the report, as plain text: the exporters escape it."""

    executive: str
    """one paragraph: what the list is worth, and what to do next"""
    data_quality: str
    """one paragraph"""
    key_findings: str
    """one finding per line"""
    source: str = TEMPLATE
    """``template`` or ``language_model``"""
    note: str = ""
    """why the language model's text was not used, in one sentence; empty when none was asked for or it was used"""
