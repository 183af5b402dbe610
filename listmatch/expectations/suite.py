"""Suites as data: expectations with Great Expectations' own names and arguments, as YAML that a person can edit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from listmatch.domain.columns import RESERVED_PREFIX, ColumnType
from listmatch.domain.files import ColumnProfile, FileProfile
from listmatch.errors import InputError

SLACK = 0.1
"""By how much the share of filled or fitting values may fall below what the first list showed."""

ROWS_FACTOR = 2.0
"""A list of the same family that is half or twice as long is worth a look."""

UNREADABLE = 0.05
"""Share of quarantined lines from which a list is not a model for the next one."""

LEAST_QUALITY = 60.0
"""Quality score (0-100) from which a list is a model for the next one."""

_SHAPES: Mapping[ColumnType, str] = {
    ColumnType.EMAIL: r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
    ColumnType.PHONE: r"^[^A-Za-z]*\d[^A-Za-z]*(?:(?:ext|x)[. ]*\d+)?$",
    ColumnType.US_ZIP: r"^\d{5}(?:-?\d{4})?$",
    ColumnType.NUMBER: r"^[-+]?[\d.,\s]*\d[\d.,\s]*$",
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation: ``type`` as Great Expectations calls it, its ``arguments`` likewise."""

    type: str
    arguments: Mapping[str, Any]

    @property
    def column(self) -> str:
        """The column it is about; empty for one about the table."""
        return str(self.arguments.get("column", ""))


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one expectation. ``examples`` is empty unless the owner allows values to be shown; ``lines`` says
    where such values stand, as numbers of lines in the file."""

    expectation: Expectation
    is_met: bool
    unexpected_count: int = 0
    unexpected_share: float = 0.0
    """0-1, of the values looked at"""
    observed: str = ""
    examples: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations of one family of lists.

    ``values`` hold for the original columns of a list (checked on a sample), ``figures`` for its profile: rows,
    quarantined_share, duplicate_share, quality_score.
    """

    family: str
    values: tuple[Expectation, ...]
    figures: tuple[Expectation, ...]

    def to_yaml(self) -> str:
        """The suite as a person edits it."""
        data = {
            "family": self.family,
            "values": [{"type": each.type, **each.arguments} for each in self.values],
            "figures": [{"type": each.type, **each.arguments} for each in self.figures],
        }
        return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)

    @classmethod
    def from_yaml(cls, text: str, *, place: str) -> "Suite":
        """The inverse of to_yaml. Raises InputError, which names the place."""
        try:
            data = yaml.safe_load(text)
            return cls(str(data["family"]), _expectations(data["values"]), _expectations(data["figures"]))
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            cure = "It needs family, values and figures; every entry has a type. Delete it to have a new one proposed."
            raise InputError("the expectations cannot be read.", place=place, cure=cure) from error


def _expectations(entries: list[dict[str, Any]]) -> tuple[Expectation, ...]:
    return tuple(
        Expectation(str(entry["type"]), {name: value for name, value in entry.items() if name != "type"})
        for entry in entries
    )


def is_good(profile: FileProfile) -> bool:
    """Whether the next list of a family may be measured against this one."""
    readable = figures_of(profile)["quarantined_share"] <= UNREADABLE
    return profile.rows > 0 and readable and profile.quality.score >= LEAST_QUALITY


def propose_suite(profile: FileProfile, *, family: str) -> Suite:
    """Expectations that the profiled list meets with some slack, so that the next of its family may differ a little."""
    columns = [column.name for column in profile.columns if not column.name.startswith(RESERVED_PREFIX)]
    values = [Expectation("expect_table_columns_to_match_set", {"column_set": columns, "exact_match": False})]
    for column in profile.columns:
        values += _of_column(column, rows=profile.rows)
    return Suite(family, tuple(values), tuple(_of_profile(profile)))


def _of_column(column: ColumnProfile, *, rows: int) -> Iterator[Expectation]:
    filled = 1 - column.null_count / rows if rows else 0.0
    if filled > SLACK:
        mostly = 1.0 if filled == 1.0 and rows >= 1000 else round(filled - SLACK, 3)
        yield Expectation("expect_column_values_to_not_be_null", {"column": column.name, "mostly": mostly})
    if column.type is ColumnType.ID and column.distinct_count == rows - column.null_count > 1:
        yield Expectation("expect_column_values_to_be_unique", {"column": column.name})
    if column.type in _SHAPES and column.valid_share > 0.5:
        mostly = round(max(column.valid_share - SLACK, 0.0), 3)
        arguments = {"column": column.name, "regex": _SHAPES[column.type], "mostly": mostly}
        yield Expectation("expect_column_values_to_match_regex", arguments)


def _of_profile(profile: FileProfile) -> Iterator[Expectation]:
    rows = profile.rows
    bounds = {
        "rows": (int(rows / ROWS_FACTOR), int(rows * ROWS_FACTOR)),
        "quarantined_share": (0.0, round(figures_of(profile)["quarantined_share"] + SLACK / 10, 4)),
        "duplicate_share": (0.0, round(figures_of(profile)["duplicate_share"] + SLACK, 4)),
        "quality_score": (round(max(profile.quality.score - 100 * SLACK, 0.0), 1), 100.0),
    }
    for column, (low, high) in bounds.items():
        yield Expectation("expect_column_values_to_be_between", {"column": column, "min_value": low, "max_value": high})


def figures_of(profile: FileProfile) -> dict[str, float]:
    """The figures of a profile that a suite speaks of."""
    return {
        "rows": float(profile.rows),
        "quarantined_share": profile.quarantined / profile.lines if profile.lines else 0.0,
        "duplicate_share": profile.duplicate_rows / profile.rows if profile.rows else 0.0,
        "quality_score": float(profile.quality.score),
    }
