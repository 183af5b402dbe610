"""The relationship model: what two rows are to each other, by classes whose tables adapt to the lists without labels.

A pair is a pattern of evidence levels; a class (same person, colleague, household, namesake, no relation) is one
probability table per kind of evidence. It comes to a posterior in three steps, the first two of them an
expectation-maximisation over distinct patterns:

1. ``class_fit`` treats pairs as independent and moves tables and shares from their priors as far as data allows;
2. ``row_fit`` keeps the tables and learns how many source rows are in the master at all, and how often;
3. the posterior of a pair is that of its row: right candidates compete unless the master holds copies.

Method: Fellegi and Sunter (1969) with latent classes instead of two; priors as pseudo-counts (MAP EM). That step 2 must
not touch the tables, and that tables need a leash, was measured; docs/adr/0004 has the figures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import EvidenceTables, Prior

Floats = NDArray[np.float64]
Patterns = NDArray[np.int8]
"""one line per distinct pattern, one column per kind; -1 where a side does not say"""

OTHERS = Prior(1.0, 5.0)
"""expected wrong candidates per source row; without it one lone pair would be its own proof that others are rare"""

MOST_COPIES = 2.0
"""further right candidates of a source row that are believed in the mean: a chain whose shops all have one name and
number is no sign that other rows have more than one, whose chances a mean of twenty would leave at nothing"""


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

    def changed(self, change: Callable[[str, Floats], Floats]) -> "ClassModel":
        """The model with each table as *change* makes it, of its kind and itself."""
        return replace(self, tables=tuple(map(change, self.kinds, self.tables)))

    def log_likelihoods(self, patterns: Patterns) -> tuple[Floats, Floats]:
        """log P(pattern, class | same entity) and log P(pattern, class | another): patterns x classes."""
        with np.errstate(divide="ignore"):
            shares = np.log(np.concatenate([self.same_shares, self.other_shares]))
        total = np.tile(shares, (len(patterns), 1))
        for column, table in enumerate(self.tables):
            # level -1 picks the appended zero: what is unknown costs nothing
            total += np.column_stack([np.log(table), np.zeros(len(table))]).T[patterns[:, column]]
        return total[:, : self.n_same], total[:, self.n_same :]


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


def pair_posteriors(model: ClassModel, patterns: Patterns, *, odds: float) -> Floats:
    """P(right) per pattern when pairs stand for themselves (a list compared with itself)."""
    return sigmoid(np.log(odds) + log_ratios(model, patterns))


def log_ratios(model: ClassModel, patterns: Patterns) -> Floats:
    """log P(pattern | same entity) / P(pattern | another) per pattern, in nats."""
    same, other = model.log_likelihoods(patterns)
    return log_sum(same) - log_sum(other)


def log_sum(values: Floats) -> Floats:
    """Per line of *values*, logarithms, that of their sum."""
    top = values.max(axis=1, keepdims=True)
    summed: Floats = top[:, 0] + np.log(np.exp(values - top).sum(axis=1))
    return summed


def shares_of(log_values: Floats) -> Floats:
    """Each value's share of its line, from logarithms."""
    shares: Floats = np.exp(log_values - log_sum(log_values)[:, None])
    return shares


def sigmoid(log_odds: Floats) -> Floats:
    """Probabilities of log-odds, however large."""
    result: Floats = np.exp(-np.logaddexp(0, -log_odds))
    return result
