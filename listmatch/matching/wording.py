"""What kinds of evidence and passes are called where a list lacks a column.

Who knows people by name and e-mail address has no company: what two such rows share is the domain behind the @, and
that is what a reason has to call it. Only words differ; what is compared, and how, is the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

FieldsOfLists = tuple[frozenset[str], ...]
"""the comparable fields of each list of a match; empty: not known, so nothing is lacking"""


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind or a pass is called, and the levels of other kinds beside which it goes without saying."""

    says: str
    implied_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def words_of(entry: Mapping[str, Any], lists: Collection[Collection[str]]) -> Words:
    """The words of an *entry* of a shipped table: its own, or those of the first of its ``lacking`` that is so.

    ``lacking`` names the columns that one of the lists has none of.
    """
    others = (each for each in entry.get("lacking", ()) if any(_lacks(fields, each["columns"]) for fields in lists))
    chosen = next(others, entry)
    implied_by = {kind: tuple(levels) for kind, levels in chosen.get("implied_by", {}).items()}
    return Words(chosen["says"], implied_by)


def _lacks(fields: Collection[str], columns: Sequence[str]) -> bool:
    return not set(columns) & set(fields)
