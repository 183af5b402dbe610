"""One pair's score taken apart: what each kind of evidence adds to the log-odds, so that the parts add up to the score.

Kinds depend on each other through the classes, so no order of adding them up is the right one; each kind is given the
mean of what it adds over all orders (its Shapley value; Shapley, 1953). With at most a dozen kinds that is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb, log

import numpy as np

from listmatch.matching.evidence.kinds import UNKNOWN, Kind
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import Floats, log_ratios
from listmatch.matching.wording import FieldsOfLists

START = "starting point"
TOLD = "past decisions"
"""what labels and decisions moved after the evidence was weighed"""
SUREST = 1e-6
"""a score of 100 stands for a probability that was rounded; its log-odds are cut off here"""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one kind adds. ``log_odds`` is in nats; ``level`` the words of what was seen."""

    kind: str
    level: str
    log_odds: float


def contributions(
    model: ScoringModel, levels: Mapping[str, int], *, score: float, lists: FieldsOfLists = ()
) -> tuple[Contribution, ...]:
    """The parts of a score (0-100), the largest first after the starting point; their sum is its log-odds.

    *levels* are the ``evidence_<kind>`` values of the pair. The starting point is what the score would be with no
    evidence at all: how many rows have a match here, and how the other candidates of the row compete. What labels and
    decisions moved in a calibrated model is a part of its own. The words are those that fit *lists*.
    """
    known = [name for name in model.classes.kinds if levels.get(name, UNKNOWN) != UNKNOWN]
    values = _shapley(model, known, levels)
    tables = evidence_tables(model.type, lists)
    parts = [
        Contribution(kind.says, _seen(kind, levels[kind.name]), float(value))
        for kind, value in zip(map(tables.kind, known), values, strict=True)
    ]
    before = _log_odds(model.calibration.undone(score))
    rest = before - sum(part.log_odds for part in parts)
    if model.calibration.labels:
        parts.append(Contribution(TOLD, "", _log_odds(score) - before))
    return (Contribution(START, "", rest), *sorted(parts, key=lambda part: (-abs(part.log_odds), part.kind)))


def _seen(kind: Kind, value: int) -> str:
    return kind.seen.format(level=kind.level(value).name)


def _log_odds(score: float) -> float:
    p = min(max(score / 100, SUREST), 1 - SUREST)
    return log(p / (1 - p))


def _shapley(model: ScoringModel, known: list[str], levels: Mapping[str, int]) -> Floats:
    """The Shapley value of each known kind for the log-odds of the pair."""
    size = len(known)
    subsets = np.arange(1 << size)
    patterns = np.full((len(subsets), len(model.classes.kinds)), UNKNOWN, dtype=np.int8)
    for place, name in enumerate(known):
        patterns[subsets >> place & 1 == 1, model.classes.kinds.index(name)] = levels[name]
    worth = log_ratios(model.classes, patterns)
    members = sum((subsets >> place & 1 for place in range(size)), start=np.zeros_like(subsets))
    values = np.zeros(size)
    for place in range(size):
        without = subsets[subsets >> place & 1 == 0]
        weights = np.array([1 / (size * comb(size - 1, int(count))) for count in members[without]])
        values[place] = (weights * (worth[without | 1 << place] - worth[without])).sum()
    return values
