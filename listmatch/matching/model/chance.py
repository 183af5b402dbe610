"""How often two rows of these lists agree by chance: brought into the shipped tables, and taken from what is found.

In a nation's list a city in common says much, in the list of one town nothing; a name and a city are too little to
learn that from the candidate pairs (``FREE_FROM``), but the lists themselves show it: the chance that any row of the
one and any of the other have the same city (what Fellegi and Sunter's *u* is for unrelated rows).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import EvidenceTables, Kind
from listmatch.matching.model.relationships import ClassModel, Floats, Patterns

KIN = 0.15
"""of the agreement that tables expect of a class that agrees by chance, the part that has another cause: namesakes of
one family, and of the region where a name is at home"""

MOST = 0.5
"""chance of agreement that is believed: in lists whose rows nearly all have one value, that two differ would be so rare
in every class that a single pair could teach what it means"""

SHIPPED_PAIRS = 100.0
"""pairs of rows of one name that shipped experience weighs"""

FARTHEST = 8.0
"""factor by which lists move how common names are: where hardly a row has a rare name, such a pair may be right too"""

SHIPPED_ROWS = 100.0
"""source rows that shipped experience of how common names are weighs"""

LEAST = 0.05
"""part of what is expected that is left, whatever a master shows: the source may have other branches"""

FEW = 0.01
"""pairs of strangers that are always possible: nothing is learned to be impossible"""


@dataclass(frozen=True, slots=True)
class Commonness:
    """How common it is in two lists that rows agree which are not the same; empty where nothing was counted."""

    chances: Mapping[str, float] = field(default_factory=dict)
    """way of agreeing (``Level.chance``), a column as a rule -> share of all pairs of rows that agree"""
    one_name: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """column -> pairs of master rows of one name that agree, and all there are"""
    of_rows: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """kind -> source rows per level that tells how common a name is (``Level.of_rows``)"""


NOTHING_COUNTED = Commonness()


def with_chance(prior: ClassModel, tables: EvidenceTables, chances: Mapping[str, float]) -> ClassModel:
    """The tables of *prior*, in which levels agree at least as often as by chance.

    *chances* are the shares of all pairs of rows that agree on a column (``Level.chance``). Classes ``by_chance``
    expect little else; in all others two rows agree for what the class means, or else by chance.
    """
    by_chance = np.array([each.by_chance for each in tables.classes])
    return prior.changed(lambda name, table: _mixed(table, tables.kind(name), chances, by_chance))


def _mixed(table: Floats, kind: Kind, chances: Mapping[str, float], is_by_chance: NDArray[np.bool_]) -> Floats:
    """One table (classes x levels, by level value), cumulated from its best level on."""
    if not any(level.chance in chances for level in kind.levels):
        return table
    chance, caused, reached = 0.0, np.zeros(len(table)), np.zeros(len(table))
    columns = []
    for level, expected in zip(kind.levels, table[:, ::-1].T, strict=True):
        by_chance = is_by_chance & (level.chance in chances)
        caused = caused + np.where(by_chance, KIN * expected, expected)
        chance = max(chance, min(chances.get(level.chance, 0.0), MOST))
        before, reached = reached, caused + (1.0 - caused) * chance
        columns.append(reached - before)
    columns[-1] = 1.0 - before
    return np.column_stack(columns[::-1])


def with_others_of_a_name(
    prior: ClassModel, tables: EvidenceTables, seen: Mapping[str, tuple[float, float]]
) -> ClassModel:
    """The tables of *prior*, in which the classes ``seen_by`` a name agree at most as often as the master shows.

    *seen* are, per column, the pairs of master rows of one name that agree and all there are. The branches of a chain
    with one shop a town have no town in common, which the candidate pairs of a list that has its rows cannot teach:
    there the same shop is the other half. A master that holds rows twice shows more agreement than branches have, so
    what it shows is only believed where it is less than expected.
    """
    asked = np.array([bool(each.seen_by) for each in tables.classes])
    return prior.changed(lambda name, table: _capped(table, tables.kind(name), seen, asked))


def as_common_as_rows(
    prior: ClassModel, tables: EvidenceTables, of_rows: Mapping[str, tuple[float, ...]]
) -> ClassModel:
    """The tables of *prior*, in which right pairs have names at least as common as the source rows (``Level.of_rows``).

    Half of the people of some lists have names that others have too; what such a name is worth is said by how many of
    the others have it. Rows that are not in the master have names that are rarer there, so those in it have no rarer
    names than *of_rows* (source rows per kind and level) shows, but they may have commoner ones.
    """

    def shown(name: str, table: Floats) -> Floats:
        rows = np.array(of_rows.get(name, ()))
        if not rows.sum():
            return table
        kind = tables.kind(name)
        values = [kind.value_of(level) for level in kind.levels if level.of_rows]
        table = table.copy()
        for line in table[: prior.n_same]:
            expected = np.cumsum(line[values]) / line[values].sum()
            seen = (np.cumsum(rows) + SHIPPED_ROWS * expected) / (rows.sum() + SHIPPED_ROWS)
            shares = np.diff(np.maximum(expected, seen), prepend=0.0)
            before = line[values] / line[values].sum()
            line[values] *= np.clip(shares / before, 1.0 / FARTHEST, FARTHEST)
            line /= line.sum()
        return table

    return prior.changed(shown)


def lowered(before: ClassModel, after: ClassModel) -> Mapping[str, NDArray[np.bool_]]:
    """Per kind the classes and levels (by value) that *after* has for less likely than *before*."""
    pairs = zip(before.kinds, before.tables, after.tables, strict=True)
    return {name: theirs < 0.999 * mine for name, mine, theirs in pairs if theirs is not mine}


def _capped(table: Floats, kind: Kind, seen: Mapping[str, tuple[float, float]], is_asked: NDArray[np.bool_]) -> Floats:
    """One table (classes x levels, by level value), cumulated from its best level on."""
    if not any(level.chance in seen for level in kind.levels):
        return table
    expected, before = np.zeros(len(table)), np.zeros(len(table))
    columns = []
    for level, p in zip(kind.levels, table[:, ::-1].T, strict=True):
        expected = expected + p
        reached = before + p
        if level.chance in seen:
            agreeing, pairs = seen[level.chance]
            shown = (agreeing + SHIPPED_PAIRS * expected) / (pairs + SHIPPED_PAIRS)
            reached = np.where(is_asked, np.clip(shown, before + LEAST * p, reached), reached)
        columns.append(reached - before)
        before = reached
    columns[-1] = columns[-1] + 1.0 - before
    return np.column_stack(columns[::-1])


@dataclass(frozen=True, slots=True)
class RareAgreement:
    """The pairs that agree on a name which hardly another row has (``Level.at_random``), and on all else that is known.

    Where a name and a town are all that lists say, nothing in the pairs tells the rows that are in the master from
    namesakes and kin; but chance can bring only so many of them together.
    """

    rare: Mapping[str, int]
    """the level value, per kind, of names that hardly another row has"""
    agrees: NDArray[np.bool_]
    """per pattern"""
    by_chance: Floats
    """pairs that chance brings together, about, per pattern"""

    def beyond_chance(self, counts: Floats) -> float:
        """How many pairs, *counts* per pattern, chance does not explain: about as many are right at least."""
        return float((counts - self.by_chance)[self.agrees].clip(0.0).sum())

    def bounded(self, model: ClassModel, mass: Floats) -> ClassModel:
        """The model without more strangers of a rare name than that. *mass*: expected pairs per pattern and class."""
        strangers = mass[self.agrees][:, model.n_same :].sum(axis=1)
        explained = np.minimum(strangers, self.by_chance[self.agrees])
        kept = (explained.sum() + FEW) / (strangers.sum() + FEW)

        def bounded(name: str, table: Floats) -> Floats:
            if name not in self.rare:
                return table
            table = table.copy()
            table[model.n_same :, self.rare[name]] *= kept
            table /= table.sum(axis=1, keepdims=True)
            return table

        return model.changed(bounded)


def rare_agreement(
    prior: ClassModel, tables: EvidenceTables, patterns: Patterns, *, chances: Mapping[str, float], n_rows: int
) -> RareAgreement:
    """What chance brings together of *n_rows* source rows and the master."""
    rare: dict[str, int] = {}
    by_chance = np.full(len(patterns), float(n_rows))
    agrees, is_rare = np.ones(len(patterns), bool), np.zeros(len(patterns), bool)
    for name, table, values in zip(prior.kinds, prior.tables, patterns.T, strict=True):
        same, other = prior.same_shares @ table[: prior.n_same], prior.other_shares @ table[prior.n_same :]
        for value, level in enumerate(reversed(tables.kind(name).levels)):
            there = values == value
            agrees[there] &= same[value] >= other[value]
            by_chance[there] *= level.at_random or chances.get(level.chance, 1.0)
            if level.at_random is not None:
                rare[name] = value
                is_rare |= there
    return RareAgreement(rare, agrees & is_rare, by_chance)
