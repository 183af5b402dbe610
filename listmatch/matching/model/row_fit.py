"""Learning how many source rows are in the master: EM over rows, whose candidates compete, with fixed tables.

Step 2 of the relationship model (relationships.py).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import EvidenceTables
from listmatch.matching.model.relationships import OTHERS, ClassModel, Floats, Patterns, log_ratios, sigmoid

Ints = NDArray[np.int64]

ROUNDS = 100


@dataclass(frozen=True, slots=True)
class RowFit:
    """What the rows say: ``matched`` share of source rows in the master, ``copies`` further right rows of each."""

    matched: float
    copies: float
    others_per_row: float
    rounds: int


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


def lone_posteriors(model: ClassModel, patterns: Patterns, *, rows: RowFit) -> Floats:
    """P(right) per pattern for a candidate without competitors."""
    log_odds = np.log(rows.matched / (1 - rows.matched)) - rows.copies - np.log(rows.others_per_row)
    return sigmoid(log_odds + log_ratios(model, patterns))


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
