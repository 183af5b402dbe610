"""Learning what the classes of two lists look like: EM over pairs as if they were independent, held by their priors.

Step 1 of the relationship model (relationships.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind
from listmatch.matching.model.ordered_levels import in_order
from listmatch.matching.model.relationships import (
    OTHERS,
    ClassModel,
    Floats,
    Patterns,
    log_sum,
    shares_of,
    shipped_model,
    sigmoid,
)

ROUNDS = 100
FORGIVEN_PAIRS = 10.0
"""expected pairs of a level whose absence says nothing yet"""


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
    min_kinds: int = 3
    """with fewer kinds of evidence the tables stay as shipped"""
    split_kinds: int = 4
    """with fewer kinds a job changer and a namesake look alike, so `same` is one class"""


@dataclass(frozen=True, slots=True)
class TableFit:
    """Tables and shares as they fit the pairs, and what a single pair means when rows are not looked at."""

    model: ClassModel
    pair_odds: float
    """prior odds that a candidate pair is right"""
    rounds: int
    fallbacks: tuple[str, ...]


def kinds_known(tables: EvidenceTables, kinds: Sequence[str], patterns: Patterns) -> int:
    """How many different things the two lists both speak about (an address with and without street is one)."""
    about = {kind.name: kind.about for kind in tables.kinds}
    spoken_of = {about[name] for column, name in enumerate(kinds) if (patterns[:, column] != UNKNOWN).any()}
    return len(spoken_of - {""})


def fit_tables(
    tables: EvidenceTables, patterns: Patterns, counts: Floats, *, kinds: Sequence[str], n_rows: int, leash: Leash
) -> TableFit:
    """EM over pairs. *counts* is the number of pairs per pattern, *n_rows* that of source rows."""
    known = kinds_known(tables, kinds, patterns)
    tied = {kind.name for kind in tables.kinds if kind.is_tied}
    ceilings = {kind.name: _ceiling(tables, kind, leash) for kind in tables.kinds}
    lessons = _lessons(tables, kinds)
    prior = shipped_model(tables, kinds)
    fallbacks = []
    if known < leash.split_kinds:
        fallbacks.append("few kinds of evidence: one class of the same entity")
        prior = replace(prior, same_shares=np.array([1.0] + [0.0] * (prior.n_same - 1)))
    if known < leash.min_kinds:
        fallbacks.append("very few kinds of evidence: tables as shipped")
        if known > 1:  # names alone cannot tell how many of them are namesakes
            tied |= {kind.name for kind in tables.kinds if kind.is_name}  # of one class of the same nothing is tied
        prior = _reachable(prior, patterns, counts, tied)
    model, expected = prior, tables.matched.value * n_rows
    odds = 1.0
    rounds = 0
    while rounds < ROUNDS:
        rounds += 1
        same, other = model.log_likelihoods(patterns)
        odds = _pair_odds(tables, expected, float(counts.sum()))
        p = sigmoid(np.log(odds) + log_sum(same) - log_sum(other))
        before, expected = expected, float((p * counts).sum())
        mass = np.hstack([shares_of(same) * (p * counts)[:, None], shares_of(other) * ((1 - p) * counts)[:, None]])
        counted = _counted_kinds(prior, patterns, mass, lessons, most=leash.other_kind_pairs)
        model = _learned(
            prior, model, counted, mass, leash=leash, tied=tied, ceilings=ceilings, free=known >= leash.min_kinds
        )
        model = _in_order(tables, model)
        if abs(expected - before) < 1e-3:
            break
    return TableFit(model, odds, rounds, tuple(fallbacks))


def _pair_odds(tables: EvidenceTables, right: float, pairs: float) -> float:
    """Prior odds that a pair is right, from the expected number of right ones, held by some rows of experience."""
    rows = tables.matched.weight
    return (right + rows * tables.matched.value) / (max(pairs - right, 1.0) + rows * OTHERS.value)


def _reachable(prior: ClassModel, patterns: Patterns, counts: Floats, tied: set[str]) -> ClassModel:
    """The tables without the levels that these lists do not have and blocking does not let through.

    Where names are all that two lists share, pairs with different names are never candidates; a table that expects
    them makes every equal name look better than it is (sparse lists: calibration error .027 without, .009 with).
    How a name is written does not depend on what two rows are to each other, so `tied` kinds lose such levels in all
    classes; whether two people live in one city does, so other kinds keep theirs.
    """
    tables = []
    for name, table, values in zip(prior.kinds, prior.tables, patterns.T, strict=True):
        seen = _counted(values, counts[:, None], levels=table.shape[1])[0]
        expected = (prior.same_shares @ table[: prior.n_same] + prior.other_shares @ table[prior.n_same :]) / 2
        passing = np.minimum(1.0, (seen + FORGIVEN_PAIRS) / (seen.sum() * expected + FORGIVEN_PAIRS))
        reached = table * passing if name in tied else table
        tables.append(reached / reached.sum(axis=1, keepdims=True))
    return replace(prior, tables=tuple(tables))


def _learned(
    prior: ClassModel,
    model: ClassModel,
    counted: Mapping[str, Floats],
    mass: Floats,
    *,
    leash: Leash,
    tied: set[str],
    ceilings: Mapping[str, Floats],
    free: bool,
) -> ClassModel:
    """Shares and tables, from the expected number of pairs per pattern and class (*mass*) and per kind, class and level
    (*counted*), held by their priors.

    Where tables are not *free*, only those of other entities are learned, of tied kinds and names: how frequent the
    names are of those who share one has to be seen (16 of 90 equal names without a city were namesakes where 3 were
    expected), and how little of a name strangers share (companies found by first word and city: F1 .878 to .933).
    """
    per_class = mass.sum(axis=0)
    same = per_class[: prior.n_same] + leash.share_pairs * prior.same_shares
    other = per_class[prior.n_same :] + leash.share_pairs * prior.other_shares
    tables = []
    for name, table in zip(prior.kinds, prior.tables, strict=True):
        if not free and name not in tied:
            tables.append(table)
            continue
        pairs = counted[name]
        if name in tied:
            pairs = np.vstack([np.tile(pairs[: prior.n_same].sum(axis=0), (prior.n_same, 1)), pairs[prior.n_same :]])
        held = _held(pairs, table, leash, ceiling=ceilings[name])
        tables.append(held if free else np.vstack([table[: prior.n_same], held[prior.n_same :]]))
    shares = {"same_shares": same / same.sum(), "other_shares": other / other.sum()}
    return replace(model, tables=tuple(tables), **shares)


def _in_order(tables: EvidenceTables, model: ClassModel) -> ClassModel:
    """The model with the levels in order that have one."""
    known = [kind for kind in tables.kinds if kind.name in model.kinds]
    ordered = [
        in_order(table, kind, same_shares=model.same_shares) if kind.in_order else table
        for kind, table in zip(known, model.tables, strict=True)
    ]
    return replace(model, tables=tuple(ordered))


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What a kind learns from a finer one about the same thing."""

    kind: str
    finer: str
    levels: Floats
    """finer x own levels, by level value: 1 where a finer level lies within an own one"""
    classes: Floats
    """1 for the classes in which it holds, else 0: one column"""


def _lessons(tables: EvidenceTables, kinds: Sequence[str]) -> Sequence[_Lesson]:
    """The lessons among *kinds*. A level of a kind holds the finer levels down to the one of its name."""
    known = {kind.name: kind for kind in tables.kinds if kind.name in kinds}
    lessons = []
    for kind in known.values():
        for finer in (known[name] for name in kind.learns_from if name in known):
            levels = np.zeros((len(finer.levels), len(kind.levels)))
            ends = [[level.name for level in finer.levels].index(level.name) for level in kind.levels]
            for place, level in enumerate(finer.levels):
                own = kind.levels[int(np.searchsorted(ends, place))]
                levels[finer.value_of(level), kind.value_of(own)] = 1.0
            classes = [[float(each.name in kind.learns_from[finer.name])] for each in tables.classes]
            lessons.append(_Lesson(kind.name, finer.name, levels, np.array(classes)))
    return lessons


def _counted_kinds(
    prior: ClassModel, patterns: Patterns, mass: Floats, lessons: Sequence[_Lesson], *, most: float
) -> Mapping[str, Floats]:
    """Expected pairs per class and level of every kind, with at most so many per class from finer kinds."""
    seen = {
        name: _counted(values, mass, levels=table.shape[1])
        for name, table, values in zip(prior.kinds, prior.tables, patterns.T, strict=True)
    }
    counted = dict(seen)
    for lesson in lessons:
        learned = seen[lesson.finer] @ lesson.levels * lesson.classes
        share = most / np.maximum(learned.sum(axis=1, keepdims=True), most)
        counted[lesson.kind] = counted[lesson.kind] + learned * share
    return counted


def _counted(values: NDArray[np.int8], mass: Floats, *, levels: int) -> Floats:
    """Expected pairs per class and level of one kind; what is unknown is not counted."""
    known = values != UNKNOWN
    return np.stack([np.bincount(values[known], mass[known, c], levels) for c in range(mass.shape[1])])


def _ceiling(tables: EvidenceTables, kind: Kind, leash: Leash) -> Floats:
    """By what factor a level may become likelier than it was: classes x levels, by level value."""
    ceiling = np.full((len(tables.classes), len(kind.levels)), leash.bound)
    ceiling[-1] = leash.unrelated_bound
    for value, level in enumerate(reversed(kind.levels)):
        ceiling[[each.name in level.at_most for each in tables.classes], value] = 1.0
    return ceiling


def _held(counted: Floats, prior: Floats, leash: Leash, *, ceiling: Floats) -> Floats:
    """A table from counts and prior; the last class (no relation) is held from above only.

    What a class makes sure (a ceiling of 1) stays where it is held: the other levels share the rest, else a table that
    data pull down everywhere would raise it again.
    """
    table = counted + leash.table_pairs * prior + 0.02
    table /= table.sum(axis=1, keepdims=True)
    lowest = prior / leash.bound
    lowest[-1] = 0.0
    table = np.clip(table, lowest, prior * ceiling)
    sure = np.where((ceiling <= 1.0) & (table >= prior), table, 0.0)
    others = table - sure
    held: Floats = sure + others * (1.0 - sure.sum(axis=1, keepdims=True)) / others.sum(axis=1, keepdims=True)
    return held
