"""How a list differs from the one before it of the same kind."""

from dataclasses import dataclass
from enum import StrEnum


class DriftKind(StrEnum):
    """What moved."""

    OTHER_COLUMNS = "other_columns"
    """hardly a column of the one list is in the other; nothing else is told"""
    COLUMN_GONE = "column_gone"
    COLUMN_NEW = "column_new"
    COLUMN_RENAMED = "column_renamed"
    TYPE_CHANGED = "type_changed"
    ROWS = "rows"
    EMPTY = "empty"
    DISTINCT = "distinct"
    VALUES = "values"
    """the values are distributed otherwise"""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that moved; ``before`` and ``now`` in words or figures as a person reads them."""

    kind: DriftKind
    column: str
    """empty for what concerns the whole list"""
    before: str
    now: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Drift:
    """What moved since the previous list of the same drop rule or name; no changes: it looks as ever."""

    previous_file_id: str
    previous_name: str
    changes: tuple[Change, ...] = ()
