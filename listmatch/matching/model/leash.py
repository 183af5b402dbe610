"""How far data may move the shipped tables: the most and the least that a level or a share may become."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import EvidenceTables, Kind
from listmatch.matching.model.relationships import MOST_COPIES, Floats

MOST_LEFT_OUT = 0.98
"""share of a class's pairs that have such levels at most"""


@dataclass(frozen=True, slots=True)
class Leash:
    """How far data may move the shipped tables. Figures: docs/adr/0004."""

    table_pairs: float = 100.0
    """pairs that one class's table weighs"""
    share_pairs: float = 100.0
    """pairs that the shares within the same, and within the others, weigh"""
    bound: float = 8.0
    """no probability of a class leaves its prior by more than this factor"""
    other_kind_pairs: float = 1000.0
    """pairs of a finer kind that count at most, where a kind learns from it (``Kind.learns_from``)"""
    unrelated_bound: float = 12.0
    """the class without relation is what blocking happens to bring up, so it may grow more freely; without any bound it
    swallows true pairs where nearly all candidates are right (FEBRL3 F1 .81, with it .99)"""
    shown_bound: float = 2.0
    """the same factor where the master itself shows how likely a level is"""
    right_per_row: float = 1 + MOST_COPIES
    """right pairs of a source row that are believed in the mean: where all people have one of twenty names, those of
    one name became `same person, moved` (eighteen right pairs a row: precision .67, with the bound .94)"""


def ceiling(tables: EvidenceTables, kind: Kind, leash: Leash, *, shown: NDArray[np.bool_] | None = None) -> Floats:
    """By what factor a level may become likelier than it was: classes x levels, by level value."""
    highest = np.full((len(tables.classes), len(kind.levels)), leash.bound)
    highest[-1] = leash.unrelated_bound
    for value, level in enumerate(reversed(kind.levels)):
        highest[[each.name in level.at_most for each in tables.classes], value] = 1.0
    return highest if shown is None else np.where(shown, np.minimum(highest, leash.shown_bound), highest)


def floor(tables: EvidenceTables, kind: Kind, leash: Leash) -> Floats:
    """By what factor levels may become rarer than they were: one per class, 0 where nothing holds them from below."""
    free = [each.name in kind.seldom_in for each in tables.classes]
    free[-1] = True
    return np.where(free, 0.0, 1.0 / leash.bound)[:, None]


def held(counted: Floats, prior: Floats, leash: Leash, *, lowest: Floats, highest: Floats) -> Floats:
    """A table from counts and prior, no level below its *lowest* or above its *highest* probability.

    What a class makes sure (a level that cannot rise) stays where it is held: the other levels share the rest, else a
    table that data pull down everywhere would raise it again.
    """
    table = counted + leash.table_pairs * prior + 0.02
    table /= table.sum(axis=1, keepdims=True)
    table = np.clip(table, lowest, highest)
    sure = np.where((highest <= prior) & (table >= prior), table, 0.0)
    others = table - sure
    moved: Floats = sure + others * (1.0 - sure.sum(axis=1, keepdims=True)) / others.sum(axis=1, keepdims=True)
    return moved


def as_lists_leave_out(table: Floats, *, prior: Floats, values: Sequence[int], n_same: int) -> Floats:
    """The *table* in which the levels at *values* are as frequent in other classes as the odds of the *prior* have it.

    Of right pairs 24 in 100 may lack a given name because the list has none there, so as many pairs of relatives lack
    it; of those a list shows too few to learn it from, and each would be taken for the one person of that surname there
    (27 of 39 such matches were wrong). At least: what data show beyond that stays.
    """
    kept = table.copy()
    for value in values:
        least = prior[n_same:, value] / prior[:n_same, value].max() * table[:n_same, value].max()
        kept[n_same:, value] = np.maximum(table[n_same:, value], least)
    kept[:, values] /= np.maximum(1.0, kept[:, values].sum(axis=1, keepdims=True) / MOST_LEFT_OUT)
    others = [value for value in range(table.shape[1]) if value not in values]
    rest = 1.0 - kept[:, values].sum(axis=1, keepdims=True)
    kept[:, others] *= rest / kept[:, others].sum(axis=1, keepdims=True)
    return kept


def bounded(weights: Floats, most: Floats) -> Floats:
    """Shares from *weights*, none above its *most*: what is over goes to the others, as they are."""
    shares = weights / weights.sum()
    kept = np.minimum(shares, most)
    free = np.where(shares < most, shares, 0.0)
    within: Floats = kept + free * (1.0 - kept.sum()) / max(free.sum(), 1e-12)
    return within
