"""What in the rollups is worth a sentence: the facts that the narrative is written from.

Pure functions over the rollups; nothing is counted here that the rollups do not hold.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any

from listmatch.domain.rollups import Rollups
from listmatch.reporting.dimensions import EMAIL_CLASS

FEWEST_ROWS = 30
CLEARLY = 3.0
"""Standard errors by which a group must differ before it is named; about one chance finding in 400 groups."""

FEWEST_OF_A_SIDE = 5
"""Rows that a group must have, or be expected to have, of the rarer verdict: standard errors say nothing of fewer, and
one match among 79 rows is no group that matches best."""

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """One value of one dimension that stands out."""

    column: str
    label: str
    value: str
    figures: Facts


def strongest_pass(rollups: Rollups) -> Facts | None:
    """The pass that found most rows."""
    return next(iter(rollups["passBreakdown"]), None)


def outlier(rollups: Rollups, *, share: str, overall: float, is_high: bool) -> Group | None:
    """The group whose *share* (a key of pivot values, in per cent) is most clearly above or below *overall*."""
    sign = 1 if is_high else -1
    best, best_distance = None, CLEARLY
    for group in _groups(rollups):
        distance = sign * _distance(group.figures[share] / 100, overall / 100, rows=group.figures["rows"])
        if distance > best_distance:
            best, best_distance = group, distance
    return best


def richest(rollups: Rollups) -> Group | None:
    """The group that brings most new records, of those that clearly bring more than their size would.

    The class of an e-mail address is not a group that more rows could be found for.
    """
    rows, new = rollups["totals"]["sourceRows"], rollups["totals"]["newRecords"]
    overall = new / rows if rows and new else 0.0
    rich = [
        group
        for group in _groups(rollups)
        if group.column != EMAIL_CLASS
        and _distance(_new_share(group.figures), overall, rows=group.figures["rows"]) > CLEARLY
    ]
    return max(rich, key=lambda group: group.figures["newRecords"], default=None)


def _new_share(figures: Facts) -> float:
    return float(figures["newRecords"] / figures["rows"])


def _distance(share: float, expected: float, *, rows: int) -> float:
    """How many standard errors *share* of *rows* rows is above the *expected* share (all 0-1); 0 of too few rows."""
    rarer = max(each if expected < 0.5 else 1 - each for each in (share, expected)) * rows
    if rarer < FEWEST_OF_A_SIDE:
        return 0.0
    spread = sqrt(expected * (1 - expected) / rows)
    return (share - expected) / spread if spread else 0.0


def _groups(rollups: Rollups) -> Iterator[Group]:
    rows = rollups["totals"]["sourceRows"] or 0
    for pivot in rollups["pivots"]:
        for value in pivot["values"]:
            if value["kind"] == "value" and FEWEST_ROWS <= value["rows"] < rows:
                yield Group(pivot["column"], pivot["label"], value["value"], value)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """How many rows resemble another entity, and what that is to them, in the words of a sentence."""

    rows: int
    words: str


def near_misses(rollups: Rollups) -> list[NearMiss]:
    """The two most frequent ways in which unmatched and review rows resemble a master row without being it."""
    misses = [each for each in rollups["relationships"] if each["nearMisses"] and not each["isSame"]]
    told = [NearMiss(each["nearMisses"], _words_of(each["relationship"])) for each in misses]
    return [each for each in told if each.words][:2]


def _words_of(relationship: str) -> str:
    """What a near-miss of this relationship is called; empty where there is no resemblance."""
    return _near_miss_words().get(relationship, relationship)


@cache
def _near_miss_words() -> Mapping[str, str]:
    text = files("listmatch.reporting").joinpath("data", "near_misses.toml").read_text(encoding="utf-8")
    return {entry["name"]: entry["words"] for entry in tomllib.loads(text)["relationship"]}


def changed_entities(rollups: Rollups) -> list[Facts]:
    """Matched classes that say the entity has changed (``same person, new employer``): the master is out of date."""
    return [each for each in rollups["relationships"] if each["matched"] and each["isSame"] and _has_detail(each)]


def _has_detail(relationship: Facts) -> bool:
    return "," in relationship["relationship"]


def change_of(rollups: Rollups, figure: str) -> Facts | None:
    """How *figure* changed since the previous run, where the two runs can be compared and it did."""
    comparison = rollups.get("comparison")
    if not comparison or not comparison["isSameShape"]:
        return None
    return next((each for each in comparison["changes"] if each["figure"] == figure and each["change"]), None)
