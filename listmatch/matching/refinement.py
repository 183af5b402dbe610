"""What labelled pairs say about scores: a calibration on top of the model, learned from labels and review decisions.

The tables stay as they are; one straight line on the log-odds (Platt, 1999) is laid over the scores, held by a prior so
that one label moves a score of 75 by less than ten points. People decide mostly what was in review, but that does no
harm: what is learned is how often a pair of a given score is right, and which scores were asked about does not change
that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, isfinite, log
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.relationships import Floats

SLOPE_SD, SHIFT_SD = 0.2, 0.5
"""how far slope and shift are believed to lie from 1 and 0 before anybody has labelled anything"""
LEAST_SLOPE = 0.1
SUREST = 1e-6
"""scores are written with four decimals of a per cent; nothing is surer than that"""
ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds of a score become ``slope * log-odds + shift``; as it stands nothing is changed.

    ``labels`` is the number of pairs it was learned from, ``right`` that of the right ones among them; the two losses
    are mean log losses over them (nats) before and after.
    """

    slope: float = 1.0
    shift: float = 0.0
    labels: int = 0
    right: int = 0
    loss_before: float = 0.0
    loss_after: float = 0.0

    def applied(self, scores: Floats) -> Floats:
        """Calibrated scores (0-100)."""
        if not self.labels:
            return scores
        calibrated: Floats = 100 / (1 + np.exp(-(self.slope * _log_odds(scores) + self.shift)))
        return calibrated

    def undone(self, score: float) -> float:
        """The score (0-100) that became *score*."""
        if not self.labels:
            return score
        p = min(max(score / 100, SUREST), 1 - SUREST)
        return 100 / (1 + exp((self.shift - log(p / (1 - p))) / self.slope))

    def to_dict(self) -> dict[str, float | int]:
        """JSON-ready; ``from_dict`` gives it back."""
        return {
            "slope": float(f"{self.slope:.12g}"),
            "shift": float(f"{self.shift:.12g}"),
            "labels": self.labels,
            "right": self.right,
            "loss_before": float(f"{self.loss_before:.6g}"),
            "loss_after": float(f"{self.loss_after:.6g}"),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The calibration of a document. Raises KeyError, TypeError or ValueError for one that is none."""
        floats = {name: float(data[name]) for name in ("slope", "shift", "loss_before", "loss_after")}
        if not all(map(isfinite, floats.values())) or floats["slope"] <= 0:
            raise ValueError("a calibration must rise")
        return cls(**floats, labels=int(data["labels"]), right=int(data["right"]))


UNCALIBRATED = Calibration()


def refine(scores: Floats, is_match: NDArray[np.bool_]) -> Calibration:
    """The calibration that fits labelled pairs, given the score (0-100) of each before any calibration.

    The most probable line under a normal prior around "no change", by Newton's method.
    """
    if not len(scores):
        return UNCALIBRATED
    x, y = _log_odds(scores), is_match.astype(np.float64)
    features = np.column_stack([x, np.ones_like(x)])
    weights, prior = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    precision = np.diag([SLOPE_SD**-2, SHIFT_SD**-2])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (p - y) + precision @ (weights - prior)
        curvature = (features * (p * (1 - p))[:, None]).T @ features + precision
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    slope, shift = max(float(weights[0]), LEAST_SLOPE), float(weights[1])
    return Calibration(slope, shift, len(y), int(y.sum()), _loss(features @ prior, y), _loss(slope * x + shift, y))


def _log_odds(scores: Floats) -> Floats:
    p = np.clip(scores / 100, SUREST, 1 - SUREST)
    odds: Floats = np.log(p / (1 - p))
    return odds


def _loss(log_odds: Floats, y: Floats) -> float:
    return float(np.mean(np.logaddexp(0, log_odds) - y * log_odds))
