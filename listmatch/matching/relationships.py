"""The relationship model: what two rows are to each other, by classes whose tables adapt to the lists without labels.

A pair is a pattern of evidence levels; a class (same person, colleague, household, namesake, no relation) is one
probability table per kind of evidence. Three steps, each an expectation-maximisation over distinct patterns:

1. ``fit_tables`` treats pairs as independent and moves tables and shares from their priors as far as data allows;
2. ``fit_rows`` keeps the tables and learns how many source rows are in the master at all, and how often;
3. the posterior of a pair is that of its row: right candidates compete unless the master holds copies.

Method: Fellegi and Sunter (1969) with latent classes instead of two; priors as pseudo-counts (MAP EM). That step 2 must
not touch the tables, and that tables need a leash, was measured; docs/adr/0004 has the figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence import UNKNOWN, EvidenceTables, Kind, Prior

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Patterns = NDArray[np.int8]
"""one line per distinct pattern, one column per kind; -1 where a side does not say"""

ROUNDS = 100
TINY = 1e-12
OTHERS = Prior(1.0, 5.0)
"""expected wrong candidates per source row; without it one lone pair would be its own proof that others are rare"""
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
    unrelated_bound: float = 12.0
    """the class without relation is what blocking happens to bring up, so it may grow more freely; without any bound it
    swallows true pairs where nearly all candidates are right (FEBRL3 F1 .81, with it .99)"""
    min_kinds: int = 3
    """with fewer kinds of evidence the tables stay as shipped"""
    split_kinds: int = 4
    """with fewer kinds a job changer and a namesake look alike, so `same` is one class"""


@dataclass(frozen=True, slots=True)
class ClassModel:
    """Probability tables (classes x levels, by level value) and shares of the classes."""

    kinds: tuple[str, ...]
    tables: tuple[Floats, ...]
    same_shares: Floats
    other_shares: Floats

    @property
    def n_same(self) -> int:
        """Number of classes that mean the same entity; they come first."""
        return len(self.same_shares)

    def log_likelihoods(self, patterns: Patterns) -> tuple[Floats, Floats]:
        """log P(pattern, class | same entity) and log P(pattern, class | another): patterns x classes."""
        with np.errstate(divide="ignore"):
            shares = np.log(np.concatenate([self.same_shares, self.other_shares]))
        total = np.tile(shares, (len(patterns), 1))
        for column, table in enumerate(self.tables):
            # level -1 picks the appended zero: what is unknown costs nothing
            total += np.column_stack([np.log(table), np.zeros(len(table))]).T[patterns[:, column]]
        return total[:, : self.n_same], total[:, self.n_same :]


@dataclass(frozen=True, slots=True)
class TableFit:
    """Tables and shares as they fit the pairs, and what a single pair means when rows are not looked at."""

    model: ClassModel
    pair_odds: float
    """prior odds that a candidate pair is right"""
    rounds: int
    fallbacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFit:
    """What the rows say: ``matched`` share of source rows in the master, ``copies`` further right rows of each."""

    matched: float
    copies: float
    others_per_row: float
    rounds: int


def shipped_model(tables: EvidenceTables, kinds: Sequence[str]) -> ClassModel:
    """The tables as shipped, for *kinds*, levels by value."""
    chosen = [kind for kind in tables.kinds if kind.name in kinds]
    arrays = []
    for kind in chosen:
        table = np.array([level.p for level in reversed(kind.levels)], dtype=float).T
        arrays.append(table / table.sum(axis=1, keepdims=True))
    return ClassModel(
        kinds=tuple(kind.name for kind in chosen),
        tables=tuple(arrays),
        same_shares=np.array(tables.same_shares) / sum(tables.same_shares),
        other_shares=np.array(tables.other_shares) / sum(tables.other_shares),
    )


def kinds_known(tables: EvidenceTables, kinds: Sequence[str], patterns: Patterns) -> int:
    """How many different things the two lists both speak about (an address with and without street is one)."""
    about = {kind.name: kind.about for kind in tables.kinds}
    return len({about[name] for column, name in enumerate(kinds) if (patterns[:, column] != UNKNOWN).any()})


def fit_tables(
    tables: EvidenceTables, patterns: Patterns, counts: Floats, *, kinds: Sequence[str], n_rows: int, leash: Leash
) -> TableFit:
    """EM over pairs. *counts* is the number of pairs per pattern, *n_rows* that of source rows."""
    known = kinds_known(tables, kinds, patterns)
    tied = {kind.name for kind in tables.kinds if kind.is_tied}
    ceilings = {kind.name: _ceiling(tables, kind, leash) for kind in tables.kinds}
    prior = shipped_model(tables, kinds)
    fallbacks = []
    if known < leash.split_kinds:
        fallbacks.append("few kinds of evidence: one class of the same entity")
        prior = replace(prior, same_shares=np.array([1.0] + [TINY] * (prior.n_same - 1)))
    if known < leash.min_kinds:
        fallbacks.append("very few kinds of evidence: tables as shipped")
        prior = _reachable(prior, patterns, counts, tied)
    model, expected = prior, tables.matched.value * n_rows
    odds = 1.0
    rounds = 0
    while rounds < ROUNDS:
        rounds += 1
        same, other = model.log_likelihoods(patterns)
        odds = _pair_odds(tables, expected, float(counts.sum()))
        p = _sigmoid(np.log(odds) + _log_sum(same) - _log_sum(other))
        before, expected = expected, float((p * counts).sum())
        mass = np.hstack([_share(same) * (p * counts)[:, None], _share(other) * ((1 - p) * counts)[:, None]])
        model = _learned(
            prior, model, patterns, mass, leash=leash, tied=tied, ceilings=ceilings, free=known >= leash.min_kinds
        )
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
    patterns: Patterns,
    mass: Floats,
    *,
    leash: Leash,
    tied: set[str],
    ceilings: Mapping[str, Floats],
    free: bool,
) -> ClassModel:
    """Shares and tables, from the expected number of pairs per pattern and class, held by their priors.

    Where tables are not *free*, only those of other entities are learned, of tied kinds: how frequent the names are of
    those who share one has to be seen (16 of 90 equal names without a city were namesakes where 3 were expected).
    """
    per_class = mass.sum(axis=0)
    same = per_class[: prior.n_same] + leash.share_pairs * prior.same_shares
    other = per_class[prior.n_same :] + leash.share_pairs * prior.other_shares
    tables = []
    for name, table, values in zip(prior.kinds, prior.tables, patterns.T, strict=True):
        if not free and name not in tied:
            tables.append(table)
            continue
        counted = _counted(values, mass, levels=table.shape[1])
        if name in tied:
            counted[: prior.n_same] = counted[: prior.n_same].sum(axis=0)
        held = _held(counted, table, leash, ceiling=ceilings[name])
        tables.append(held if free else np.vstack([table[: prior.n_same], held[prior.n_same :]]))
    shares = {"same_shares": same / same.sum(), "other_shares": other / other.sum()}
    return replace(model, tables=tuple(tables), **shares)


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
    """A table from counts and prior; the last class (no relation) is held from above only."""
    table = counted + leash.table_pairs * prior + 0.02
    table /= table.sum(axis=1, keepdims=True)
    lowest = prior / leash.bound
    lowest[-1] = 0.0
    held: Floats = np.clip(table, lowest, prior * ceiling)
    held /= held.sum(axis=1, keepdims=True)
    return held


def fit_rows(
    model: ClassModel,
    tables: EvidenceTables,
    patterns: Patterns,
    *,
    which: Ints,
    row: Ints,
    n_rows: int,
    start: RowFit | None = None,
) -> tuple[RowFit, Floats]:
    """EM over source rows with fixed tables: the fit, and P(right) per pair.

    *which* is the pattern and *row* (0-based) the source row of each pair. A row is unmatched, or holds one right
    candidate plus Poisson(copies) further ones: its odds are matched/(1-matched) * (prod(1 + copies*s) - 1)/copies,
    s being P(pattern | same) over the rate of others. With *start* nothing is learned: a pinned model is applied.
    """
    log_ratio = log_ratios(model, patterns)
    matched, copies = tables.matched.value, tables.copies.value
    others = _others_per_row(len(which) - matched * n_rows, n_rows)
    if start:
        matched, copies, others = start.matched, start.copies, start.others_per_row
    rounds = 0
    while rounds < ROUNDS:
        rounds += 1
        p, row_p = _row_posteriors(log_ratio, which, row, n_rows, matched=matched, copies=copies, others=others)
        if start:
            break
        rows = float(row_p.sum())
        before = matched, copies
        matched = min((rows + tables.matched.weight * tables.matched.value) / (n_rows + tables.matched.weight), 0.9995)
        further = float((np.bincount(row, p, n_rows) - row_p).clip(0).sum())
        copies = (further + tables.copies.value * tables.copies.weight) / (rows + tables.copies.weight)
        others = _others_per_row(float((1 - p).sum()), n_rows)
        if abs(before[0] - matched) + abs(before[1] - copies) < 1e-5:
            break
    return RowFit(matched, copies, others, rounds), p


def _others_per_row(others: float, n_rows: int) -> float:
    return max((others + OTHERS.value * OTHERS.weight) / (n_rows + OTHERS.weight), 0.05)


def _row_posteriors(
    log_ratio: Floats, which: Ints, row: Ints, n_rows: int, *, matched: float, copies: float, others: float
) -> tuple[Floats, Floats]:
    """P(right) per pair, and P(any candidate is right) per row."""
    log_s = np.clip(log_ratio - np.log(others), -40, 40)[which]
    log_factor = np.logaddexp(0, np.log(copies) + log_s)
    log_any = np.bincount(row, log_factor, n_rows)
    prior = np.log(matched / (1 - matched)) - copies
    with np.errstate(divide="ignore"):
        log_odds = prior - np.log(copies) + log_any + np.log(-np.expm1(-log_any))
    total = np.logaddexp(0, log_odds)
    row_p = np.exp(log_odds - total)
    p = np.exp(prior + log_s + (log_any - total)[row] - log_factor)
    return np.minimum(p, row_p[row]), row_p


def pair_posteriors(model: ClassModel, patterns: Patterns, *, odds: float) -> Floats:
    """P(right) per pattern when pairs stand for themselves (a list compared with itself)."""
    return _sigmoid(np.log(odds) + log_ratios(model, patterns))


def log_ratios(model: ClassModel, patterns: Patterns) -> Floats:
    """log P(pattern | same entity) / P(pattern | another) per pattern, in nats."""
    same, other = model.log_likelihoods(patterns)
    return _log_sum(same) - _log_sum(other)


def _log_sum(values: Floats) -> Floats:
    top = values.max(axis=1, keepdims=True)
    summed: Floats = top[:, 0] + np.log(np.exp(values - top).sum(axis=1))
    return summed


def _share(log_values: Floats) -> Floats:
    shares: Floats = np.exp(log_values - _log_sum(log_values)[:, None])
    return shares


def _sigmoid(log_odds: Floats) -> Floats:
    result: Floats = np.exp(-np.logaddexp(0, -log_odds))
    return result
