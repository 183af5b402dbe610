"""Learning how many source rows are in the master: EM over rows, whose candidates compete, with fixed tables.

Step 2 of the relationship model (relationships.py).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import EvidenceTables
from listmatch.matching.model.relationships import (
    MOST_COPIES,
    OTHERS,
    ClassModel,
    Floats,
    Patterns,
    log_ratios,
    sigmoid,
)

Ints = NDArray[np.int64]

ROUNDS = 100


@dataclass(frozen=True, slots=True)
class RowFit:
    """What the rows say: ``matched`` share of source rows in the master, ``copies`` further right rows of each."""

    matched: float
    copies: float
    others_per_row: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who competes: of each pair its pattern and its source row (0-based), and how many source rows there are."""

    which: Ints
    row: Ints
    n_rows: int


def fit_rows(model: ClassModel, tables: EvidenceTables, patterns: Patterns, candidates: Candidates) -> RowFit:
    """EM over source rows with fixed tables.

    A row is unmatched, or holds one right candidate plus Poisson(copies) further ones: its odds are
    matched/(1-matched) * (prod(1 + copies*s) - 1)/copies, s being P(pattern | same) over the rate of others.
    """
    log_ratio = log_ratios(model, patterns)
    matched, n_rows = tables.matched.value, candidates.n_rows
    others = _others_per_row(len(candidates.which) - matched * n_rows, n_rows)
    fit = RowFit(matched, tables.copies.value, others, rounds=0)
    while fit.rounds < ROUNDS:
        before, fit = fit, _next(fit, tables, log_ratio, candidates)
        if abs(before.matched - fit.matched) + abs(before.copies - fit.copies) < 1e-5:
            break
    return fit


def posteriors(model: ClassModel, patterns: Patterns, candidates: Candidates, *, rows: RowFit) -> Floats:
    """P(right) per pair, as its row has it."""
    p, _ = _row_posteriors(log_ratios(model, patterns), candidates, rows)
    return p


def lone_posteriors(model: ClassModel, patterns: Patterns, *, rows: RowFit) -> Floats:
    """P(right) per pattern for a candidate without competitors."""
    log_odds = np.log(rows.matched / (1 - rows.matched)) - rows.copies - np.log(rows.others_per_row)
    return sigmoid(log_odds + log_ratios(model, patterns))


def _next(fit: RowFit, tables: EvidenceTables, log_ratio: Floats, candidates: Candidates) -> RowFit:
    """One round: what the posteriors under *fit* say of the rows, held by what is expected of lists."""
    p, row_p = _row_posteriors(log_ratio, candidates, fit)
    n_rows, rows = candidates.n_rows, float(row_p.sum())
    matched = min((rows + tables.matched.weight * tables.matched.value) / (n_rows + tables.matched.weight), 0.9995)
    further = float((np.bincount(candidates.row, p, n_rows) - row_p).clip(0, MOST_COPIES).sum())
    copies = (further + tables.copies.value * tables.copies.weight) / (rows + tables.copies.weight)
    return RowFit(matched, copies, _others_per_row(float((1 - p).sum()), n_rows), fit.rounds + 1)


def _others_per_row(others: float, n_rows: int) -> float:
    return max((others + OTHERS.value * OTHERS.weight) / (n_rows + OTHERS.weight), 0.05)


def _row_posteriors(log_ratio: Floats, candidates: Candidates, fit: RowFit) -> tuple[Floats, Floats]:
    """P(right) per pair, and P(any candidate is right) per row."""
    row, copies = candidates.row, fit.copies
    log_s = np.clip(log_ratio - np.log(fit.others_per_row), -40, 40)[candidates.which]
    log_factor = np.logaddexp(0, np.log(copies) + log_s)
    log_any = np.bincount(row, log_factor, candidates.n_rows)
    prior = np.log(fit.matched / (1 - fit.matched)) - copies
    with np.errstate(divide="ignore"):
        log_odds = prior - np.log(copies) + log_any + np.log(-np.expm1(-log_any))
    total = np.logaddexp(0, log_odds)
    row_p = np.exp(log_odds - total)
    p = np.exp(prior + log_s + (log_any - total)[row] - log_factor)
    return np.minimum(p, row_p[row]), row_p
