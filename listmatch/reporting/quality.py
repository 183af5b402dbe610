"""The ``dataQuality`` of a report: what the lists lack, and what reading and cleansing did to them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from listmatch.domain.columns import Field
from listmatch.domain.drift import Change
from listmatch.domain.files import FileProfile
from listmatch.domain.rollups import DataQuality, IdentifierColumns, ListChange, ListQuality, MissingField, RuleCount
from listmatch.reporting.figures import SENTENCE_LIMIT, printable, share_pct

INVALID_EMAILS = "invalidEmails"

NO_FIELD = "no_field"
"""The column of ``marts.missing_fields`` that counts rows without any value to compare."""


def data_quality(
    source: FileProfile,
    *,
    master: FileProfile | None,
    missing: Mapping[str, int],
    duplicates: int,
    excluded: int | None,
) -> DataQuality:
    """The data quality section; *missing* is the one line of ``marts.missing_fields``."""
    has_email = Field.EMAIL in missing
    return {
        "totalSource": source.rows,
        "missingEmail": missing.get(Field.EMAIL),
        "missingPhone": missing.get(Field.PHONE),
        "invalidEmail": source.cleanse_report.get(INVALID_EMAILS, 0) if has_email else None,
        "duplicateRows": source.duplicate_rows,
        "quarantinedLines": source.quarantined,
        "unreadLines": source.quarantined - source.lines_apart,
        "paddedRows": source.padded_rows,
        "blankLines": source.blank_lines,
        "sourceDuplicates": duplicates,
        "rowsWithNothingToCompare": missing[NO_FIELD],
        "excludedRows": excluded,
        "missing": _missing_fields(source, missing),
        "rules": _rules(source, master),
        "source": _list_quality(source),
        "master": None if master is None else _list_quality(master),
    }


def identifiers_left_out(columns: tuple[str, str] | None) -> IdentifierColumns | None:
    """The ``identifiersLeftOut`` of a report: the columns of source and master that number different things."""
    return None if columns is None else {"source": printable(columns[0]), "master": printable(columns[1])}


def _missing_fields(source: FileProfile, missing: Mapping[str, int]) -> list[MissingField]:
    return [
        {
            "field": str(field),
            "label": field.words.capitalize(),
            "columns": [printable(name) for name in columns],
            "count": missing[field],
            "pct": share_pct(missing[field], source.rows),
        }
        for field, columns in source.fields.items()
        if columns
    ]


def _rules(source: FileProfile, master: FileProfile | None) -> list[RuleCount]:
    """Cleansing rules that touched or found anything in either list, by name."""
    reports = [source.cleanse_report, {} if master is None else master.cleanse_report]
    touched = sorted({rule for report in reports for rule, count in report.items() if count})
    return [
        {
            "rule": rule,
            "label": _rule_labels().get(rule) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", rule).lower(),
            "source": reports[0].get(rule, 0),
            "master": None if master is None else reports[1].get(rule, 0),
        }
        for rule in touched
    ]


@cache
def _rule_labels() -> Mapping[str, str]:
    text = files("listmatch.reporting").joinpath("data", "cleansing_rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _list_quality(profile: FileProfile) -> ListQuality:
    return {
        "rows": profile.rows,
        "lines": profile.lines,
        "quarantined": profile.quarantined,
        "duplicateRows": profile.duplicate_rows,
        "score": profile.quality.score,
        "parts": dict(profile.quality.parts),
        "repairs": list(profile.repairs),
        "comparedWith": None if profile.drift is None else printable(profile.drift.previous_name),
        "drift": [] if profile.drift is None else [_change(change) for change in profile.drift.changes],
    }


def _change(change: Change) -> ListChange:
    """One thing that moved since the previous list of the same kind."""
    return {
        "kind": str(change.kind),
        "column": printable(change.column),
        "before": printable(change.before),
        "now": printable(change.now),
        "sentence": printable(change.sentence, limit=SENTENCE_LIMIT),
    }
