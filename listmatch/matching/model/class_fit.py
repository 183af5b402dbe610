"""Learning what the classes of two lists look like: EM over pairs as if they were independent, held by their priors.

Step 1 of the relationship model (relationships.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables
from listmatch.matching.model.chance import (
    NOTHING_COUNTED,
    Commonness,
    as_common_as_rows,
    lowered,
    rare_agreement,
    with_chance,
    with_others_of_a_name,
)
from listmatch.matching.model.kin import held_by_kin
from listmatch.matching.model.leash import Leash, as_lists_leave_out, bounded, ceiling, floor, held
from listmatch.matching.model.lessons import Lesson, count_kinds, count_levels, lessons_among
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
class TableFit:
    """Tables and shares as they fit the pairs, and what a single pair means when rows are not looked at."""

    model: ClassModel
    pair_odds: float
    """prior odds that a candidate pair is right"""
    rounds: int
    fallbacks: tuple[str, ...]


def kinds_known(tables: EvidenceTables, kinds: Sequence[str], patterns: Patterns) -> int:
    """How many different things the two lists both speak about (an address with and without street is one)."""
    spoken = _spoken_of(kinds, patterns)
    weights: dict[str, int] = {}
    for kind in tables.kinds:
        if kind.name in spoken and kind.about:
            weights[kind.about] = max(weights.get(kind.about, 0), kind.weighs)
    return sum(weights.values())


def _spoken_of(kinds: Sequence[str], patterns: Patterns) -> set[str]:
    """The *kinds* of which at least one pair says something."""
    return {name for column, name in enumerate(kinds) if (patterns[:, column] != UNKNOWN).any()}


def _tellable(tables: EvidenceTables, model: ClassModel, spoken: set[str], *, known: int) -> ClassModel:
    """The model without the classes that nothing tells apart where lists speak of the *spoken* kinds alone.

    Of name and website a branch has both: held for frequent, it made of nine in ten true pairs of such lists a review.
    """
    told = [not one.told_by or not spoken.isdisjoint(one.told_by) for one in tables.other]
    asked = [known < one.fewer_than for one in tables.other]
    shares = model.other_shares * np.logical_and(told, asked)
    return replace(model, other_shares=shares / shares.sum())


@dataclass(frozen=True, slots=True)
class _Terms:
    """On what terms the tables of some kinds are learned: the same in every round."""

    prior: ClassModel
    leash: Leash
    tied: frozenset[str]
    """kinds that do not tell the classes of the same entity apart"""
    ceilings: Mapping[str, Floats]
    floors: Mapping[str, Floats]
    of_lists: Mapping[str, Sequence[int]]
    """values of the levels that are frequent or rare in all classes alike (``Level.is_of_lists``)"""
    lessons: Sequence[Lesson]
    most: Floats
    """share that each class of the same entity has at most"""
    are_free: bool
    """False where the kinds are too few: then tables of the same entity stay as shipped"""
    fallbacks: tuple[str, ...] = ()


def _terms(
    tables: EvidenceTables,
    patterns: Patterns,
    counts: Floats,
    *,
    prior: ClassModel,
    shown: Mapping[str, NDArray[np.bool_]],
    leash: Leash,
) -> _Terms:
    """The terms for the kinds of *prior*: with fewer that both lists speak about, less is learned.

    *shown* are, per kind, the classes and levels of whose probability the master has shown that it is that low.
    """
    kinds = prior.kinds
    known = kinds_known(tables, kinds, patterns)
    tied = {kind.name for kind in tables.kinds if kind.is_tied}
    prior = _tellable(tables, prior, _spoken_of(kinds, patterns), known=known)
    fallbacks = []
    if known < tables.splits_from:
        fallbacks.append("the lists share few kinds of evidence: who has moved or changed jobs is not told apart")
        prior = replace(prior, same_shares=np.array([1.0] + [0.0] * (prior.n_same - 1)))
    if known < tables.free_from:
        fallbacks.append(
            "the lists share very few kinds of evidence: how much each counts is not learned, but taken as shipped"
        )
        if known > 1:  # names alone cannot tell how many of them are namesakes
            tied |= {kind.name for kind in tables.kinds if kind.is_name}  # of one class of the same nothing is tied
        prior = _reachable(prior, patterns, counts, tied)
    return _Terms(
        prior,
        leash,
        frozenset(tied),
        {kind.name: ceiling(tables, kind, leash, shown=shown.get(kind.name)) for kind in tables.kinds},
        {kind.name: floor(tables, kind, leash) for kind in tables.kinds},
        {kind.name: [kind.value_of(level) for level in kind.levels if level.is_of_lists] for kind in tables.kinds},
        lessons_among(tables, kinds),
        np.array([one.most for one in tables.same]),
        are_free=known >= tables.free_from,
        fallbacks=tuple(fallbacks),
    )


def fit_tables(
    tables: EvidenceTables,
    patterns: Patterns,
    counts: Floats,
    *,
    kinds: Sequence[str],
    n_rows: int,
    leash: Leash,
    counted: Commonness = NOTHING_COUNTED,
) -> TableFit:
    """EM over pairs, of *kinds*. *counts* is the number of pairs per pattern, *n_rows* that of source rows.

    Lists of few kinds say too little to be learned from below: learning sets out from what chance cannot explain, and
    strangers are no more than it brings.
    """
    expected_of = with_chance(shipped_model(tables, kinds), tables, counted.chances)
    prior = with_others_of_a_name(expected_of, tables, counted.one_name)
    shown = lowered(expected_of, prior)
    prior = as_common_as_rows(prior, tables, counted.of_rows)
    terms = _terms(tables, patterns, counts, prior=prior, shown=shown, leash=leash)
    rare = rare_agreement(prior, tables, patterns, chances=counted.chances, n_rows=n_rows)
    model, expected = terms.prior, tables.first_share * n_rows
    if not terms.are_free:
        expected = max(expected, rare.beyond_chance(counts))
    odds = 1.0
    rounds = 0
    while rounds < ROUNDS:
        rounds += 1
        same, other = model.log_likelihoods(patterns)
        odds = _pair_odds(tables, expected, float(counts.sum()))
        p = sigmoid(np.log(odds) + log_sum(same) - log_sum(other))
        before, expected = expected, min(float((p * counts).sum()), leash.right_per_row * n_rows)
        mass = np.hstack([shares_of(same) * (p * counts)[:, None], shares_of(other) * ((1 - p) * counts)[:, None]])
        model = _in_order(tables, _learned(terms, patterns, mass))
        few = None if terms.are_free else counted
        model = held_by_kin(model, tables, patterns, mass, right=expected, few=few)
        model = model if terms.are_free else rare.bounded(model, mass)
        if abs(expected - before) < 1e-3:
            break
    return TableFit(model, odds, rounds, terms.fallbacks)


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
        seen = count_levels(values, counts[:, None], levels=table.shape[1])[0]
        same, other = prior.same_shares @ table[: prior.n_same], prior.other_shares @ table[prior.n_same :]
        passing = np.minimum(1.0, (seen + FORGIVEN_PAIRS) / (seen.sum() * (same + other) / 2 + FORGIVEN_PAIRS))
        passing[same >= other] = 1.0
        reached = table * passing if name in tied else table
        tables.append(reached / reached.sum(axis=1, keepdims=True))
    return replace(prior, tables=tuple(tables))


def _learned(terms: _Terms, patterns: Patterns, mass: Floats) -> ClassModel:
    """Shares and tables, from the expected number of pairs per pattern and class (*mass*), held by their priors.

    Where tables are not free, only those of other entities are learned, of tied kinds and names: how frequent the
    names are of those who share one has to be seen (16 of 90 equal names without a city were namesakes where 3 were
    expected), and how little of a name strangers share (companies found by first word and city: F1 .878 to .933).
    """
    prior, leash = terms.prior, terms.leash
    counted = count_kinds(prior, patterns, mass, terms.lessons, most=leash.other_kind_pairs)
    tables = []
    for name, table in zip(prior.kinds, prior.tables, strict=True):
        is_tied, pairs = name in terms.tied, counted[name]
        if not terms.are_free and not is_tied:
            tables.append(table)
            continue
        if is_tied:
            pairs = np.vstack([np.tile(pairs[: prior.n_same].sum(axis=0), (prior.n_same, 1)), pairs[prior.n_same :]])
        moved = held(pairs, table, leash, lowest=terms.floors[name] * table, highest=terms.ceilings[name] * table)
        moved = as_lists_leave_out(moved, prior=table, values=terms.of_lists[name], n_same=prior.n_same)
        tables.append(moved if terms.are_free else np.vstack([table[: prior.n_same], moved[prior.n_same :]]))
    per_class = mass.sum(axis=0)
    same = per_class[: prior.n_same] + leash.share_pairs * prior.same_shares
    other = per_class[prior.n_same :] + leash.share_pairs * prior.other_shares
    return replace(prior, tables=tuple(tables), same_shares=bounded(same, terms.most), other_shares=other / other.sum())


def _in_order(tables: EvidenceTables, model: ClassModel) -> ClassModel:
    """The model with the levels in order that have one."""
    known = [kind for kind in tables.kinds if kind.name in model.kinds]
    ordered = [
        in_order(table, kind, same_shares=model.same_shares) if kind.in_order else table
        for kind, table in zip(known, model.tables, strict=True)
    ]
    return replace(model, tables=tuple(ordered))
