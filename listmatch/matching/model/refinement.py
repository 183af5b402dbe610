"""What labelled pairs say about scores: a calibration on top of the model, learned from labels and review decisions.

The tables stay as they are; a curve is laid over the log-odds of the scores: a Gaussian process around "no change"
(Rasmussen and Williams, 2006, ch. 3), on a grid, kept rising by isotonic regression. It moves scores like those that
were asked about and hardly any other. People decide mostly what is in review, and what they say of a score of 75 says
little of one of 30: a straight line (Platt, 1999), learned from 100 decisions in review, made scores worse in half of
eight populations (docs/adr/0004). One label moves a score of 75 by less than ten points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.model.relationships import Floats, sigmoid

SHIFT_SD = 0.7
"""how far the log-odds of a score are believed to be off before anybody has labelled anything"""
REACH = 0.75
"""how far away on the log-odds a label still tells something: 75 about 86, and half as much about 90"""
STEP = 0.5
LOWEST, HIGHEST = -6.0, 9.0
"""the grid on which the curve is learned, in log-odds; what is beyond moves as its end does"""
LEAST_SLOPE = 0.1
"""so that no two scores become equal"""
SUREST = 1e-6
"""scores are written with four decimals of a per cent; nothing is surer than that"""
ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Calibration:
    """To the log-odds of a score a correction is added; as it stands nothing is changed.

    ``corrections`` are those at the grid's points (``grid``), straight lines between. ``labels`` is the number of pairs
    it was learned from, ``right`` that of the right ones among them; the two losses are mean log losses over them
    (nats) before and after.
    """

    corrections: tuple[float, ...] = ()
    labels: int = 0
    right: int = 0
    loss_before: float = 0.0
    loss_after: float = 0.0

    def applied(self, scores: Floats) -> Floats:
        """Calibrated scores (0-100)."""
        if not self.labels:
            return scores
        x = _log_odds(scores)
        return 100 * sigmoid(x + np.interp(x, grid(), self.corrections))

    def undone(self, score: float) -> float:
        """The score (0-100) that became *score*."""
        if not self.labels:
            return score
        x = _log_odds(np.array([score]))
        return float(100 * sigmoid(x - np.interp(x, grid() + self.corrections, self.corrections))[0])

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; ``from_dict`` gives it back."""
        return {
            "corrections": list(self.corrections),
            "labels": self.labels,
            "right": self.right,
            "loss_before": float(f"{self.loss_before:.6g}"),
            "loss_after": float(f"{self.loss_after:.6g}"),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The calibration of a document. Raises KeyError, TypeError or ValueError for one that is none."""
        corrections = tuple(float(value) for value in data["corrections"])
        losses = {name: float(data[name]) for name in ("loss_before", "loss_after")}
        if not all(map(isfinite, (*corrections, *losses.values()))) or len(corrections) != len(grid()):
            raise ValueError("a calibration has a number for each point of its grid")
        if (np.diff(grid() + corrections) <= 0).any():
            raise ValueError("a calibration must rise")
        return cls(corrections, **losses, labels=int(data["labels"]), right=int(data["right"]))


UNCALIBRATED = Calibration()


def grid() -> Floats:
    """The log-odds at which corrections are learned."""
    return np.arange(LOWEST, HIGHEST + STEP / 2, STEP)


def refine(scores: Floats, is_match: NDArray[np.bool_]) -> Calibration:
    """The calibration that fits labelled pairs, given the score (0-100) of each before any calibration.

    The most probable curve, by Newton's method.
    """
    if not len(scores):
        return UNCALIBRATED
    x, y = _log_odds(scores), is_match.astype(np.float64)
    weights, prior = _weights(x), _prior_precision()
    corrections: Floats = np.zeros(len(prior))
    for _ in range(ROUNDS):
        p = sigmoid(x + weights @ corrections)
        curvature = (weights * (p * (1 - p))[:, None]).T @ weights + prior
        step = np.linalg.solve(curvature, weights.T @ (p - y) + prior @ corrections)
        corrections = corrections - step
        if np.abs(step).max() < 1e-9:
            break
    rising = np.round(_rising(corrections, certainty=weights.sum(axis=0) + SHIFT_SD**-2), 6) + 0.0  # no minus zero
    return Calibration(tuple(rising.tolist()), len(y), int(y.sum()), _loss(x, y), _loss(x + weights @ rising, y))


def _weights(x: Floats) -> Floats:
    """How much each point of the grid (columns) counts for each of the log-odds *x* (lines)."""
    points = grid()
    weights: Floats = np.column_stack([np.interp(x, points, point) for point in np.eye(len(points))])
    return weights


def _prior_precision() -> Floats:
    points = grid()
    apart = (points[:, None] - points) / REACH
    covariance = SHIFT_SD**2 * np.exp(-(apart**2) / 2)
    return np.asarray(np.linalg.inv(covariance + 1e-6 * np.eye(len(points))), np.float64)


def _rising(corrections: Floats, *, certainty: Floats) -> Floats:
    """The nearest corrections under which a better score stays the better one, moved where least is known."""
    from scipy.optimize import isotonic_regression

    least = LEAST_SLOPE * grid()
    rising = isotonic_regression(grid() + corrections - least, weights=certainty).x
    kept: Floats = rising + least - grid()
    return kept


def _log_odds(scores: Floats) -> Floats:
    p = np.clip(scores / 100, SUREST, 1 - SUREST)
    odds: Floats = np.log(p / (1 - p))
    return odds


def _loss(log_odds: Floats, y: Floats) -> float:
    return float(np.mean(np.logaddexp(0, log_odds) - y * log_odds))
