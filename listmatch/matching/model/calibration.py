"""What scores promise: expected precision and recall with an interval, and the line that keeps a promised error.

Scores are posteriors, so sums of them are expected counts. What they cannot know is their own common error; the
interval therefore shifts all log-odds by one random amount per draw. That covered the truth in 98 % of trials for
precision and in all for the recall of what is reachable; shifts of 0 or 1 did not (docs/adr/0004).
"""

import numpy as np

from listmatch.domain.summaries import Interval, Promises
from listmatch.domain.verdicts import NO_LINE, reached_from
from listmatch.matching.model.relationships import Floats

SHIFT_SD = 1.5
"""standard deviation of the common error on the log-odds"""
DRAWS = 1000
BINS = 2000
LEAST_MATCHES = 10
"""of fewer matches no share is estimated: the next one would move it by ten points"""
CAUTION = 1.0
"""log-odds taken off every score before an error is promised; among households scores from 95 on bear twice the error
that they say, and elsewhere a half (99 lists of eleven kinds)"""
LOWEST_LINE = 50.0
SUREST = 0.998
"""no score counts for more when an error is promised"""


def promises(scores: Floats, *, threshold: float) -> Promises:
    """Promises of a threshold (0-100), given the best score (0-100) of every source row, 0 where there is none.

    What a person decided has ``NO_LINE`` for a score, and is above every threshold.
    """
    p = _probability(scores)
    log_odds = np.log(p / (1 - p))
    edges = np.linspace(log_odds.min(initial=-14.0), log_odds.max(initial=14.0), BINS)
    counts, centres = _histogram(log_odds, edges)
    lowest = reached_from(threshold)
    least = _probability(np.array([lowest]))
    is_matched = centres >= np.log(least / (1 - least))
    rng = np.random.default_rng(20061120)
    drawn = (
        rng.multinomial(len(scores), counts / max(counts.sum(), 1), size=DRAWS) if len(scores) else np.zeros((DRAWS, 1))
    )
    shift = rng.normal(0, SHIFT_SD, DRAWS)[:, None]
    right = rng.binomial(drawn.astype(np.int64), 1 / (1 + np.exp(-(centres + shift))))
    matched, total = drawn[:, is_matched].sum(axis=1), right.sum(axis=1)
    right_matched = right[:, is_matched].sum(axis=1)
    over = p[scores >= lowest]
    return Promises(
        threshold=min(threshold, 100.0),
        precision=_interval(float(over.mean()), right_matched, matched) if len(over) >= LEAST_MATCHES else None,
        recall=_interval(float(over.sum() / p.sum()), right_matched, total) if p.sum() >= LEAST_MATCHES else None,
    )


def line_for(scores: Floats, *, max_wrong: float) -> float:
    """The lowest threshold (50-100) at which hardly more than *max_wrong* (0-1) of the matched rows can be wrong.

    Not their expected share alone has to be small enough: of few rows one too many is wrong by mere chance, so the
    number of wrong rows, as a Poisson count, must keep within the promise in 95 of 100 lists.
    ``NO_LINE`` when none can promise that; never below 50, where a match would be more likely wrong than right.
    """
    descending = np.sort(scores)[::-1]
    shown = np.floor(descending * 10 + 0.5) / 10
    p = np.clip(descending / 100, 1e-9, 1 - 1e-9)
    cautious = 1 / (1 + np.exp(CAUTION) * (1 - p) / p)
    matched = np.arange(1, len(p) + 1)
    allowed = max_wrong * matched
    is_kept = np.cumsum(1 - np.minimum(cautious, SUREST)) <= allowed
    is_kept &= np.cumsum(1 - cautious) <= _bearable(np.floor(allowed + 1e-9))
    last_of_its_score = np.append(shown[1:] != shown[:-1], True) if len(p) else np.zeros(0, dtype=bool)
    kept = np.flatnonzero(is_kept & last_of_its_score)
    return max(float(shown[kept[-1]]), LOWEST_LINE) if len(kept) else NO_LINE


def _bearable(wrong: Floats) -> Floats:
    """The expected count from which a Poisson count stays within *wrong* in 95 of 100 cases.

    That is the 5 % quantile of Gamma(wrong + 1), here by the cube of Wilson and Hilferty (1931), low by at most .01.
    """
    shape = wrong + 1
    bearable: Floats = shape * (1 - 1 / (9 * shape) - 1.6449 / (3 * np.sqrt(shape))) ** 3
    return bearable


def _probability(scores: Floats) -> Floats:
    """Scores as probabilities that have finite log-odds; what is above 100 stays above."""
    return np.where(scores > 100, 1 - 1e-7, np.clip(scores / 100, 1e-6, 1 - 1e-6))


def _histogram(log_odds: Floats, edges: Floats) -> tuple[Floats, Floats]:
    """Rows per narrow bin of log-odds, and the mean log-odds of each; empty bins are left out."""
    place = np.clip(np.searchsorted(edges, log_odds, side="right"), 0, len(edges))
    counts = np.bincount(place, minlength=len(edges) + 1).astype(float)
    sums = np.bincount(place, log_odds, len(edges) + 1)
    filled = counts > 0
    if not filled.any():
        return np.zeros(1), np.zeros(1)
    return counts[filled], sums[filled] / counts[filled]


def _interval(expected: float, part: Floats, whole: Floats) -> Interval:
    shares = np.divide(part, whole, out=np.full(len(part), expected), where=whole > 0)
    low, high = np.quantile(shares, [0.025, 0.975])
    return Interval(expected, float(min(low, expected)), float(max(high, expected)))
