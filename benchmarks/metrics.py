"""How good verdicts are against the truth: per source row for a match, per pair for a dedupe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.labelled import LabelledSet, Pairs

REVIEW = 20.0
"""width of the review band in points of the score"""


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares are 0-1. ``precision`` and ``recall`` are of rows (pairs, for a dedupe) at or above the line.

    ``accuracy`` is the share of rows with the right outcome, counting review as unmatched; ``ece`` the expected
    calibration error of the best candidate's score over ten bins; ``reach`` the share of matches that are candidates.
    """

    precision: float
    recall: float
    f1: float
    accuracy: float
    review: float
    review_true: float
    ece: float
    reach: float
    wrong: int


def row_quality(
    best: Mapping[int, tuple[int, float]], labelled: LabelledSet, candidates: Pairs, *, line: float
) -> Quality:
    """Quality of the best candidate per source row: row -> (master row, score 0-100)."""
    rows = labelled.source_rows
    score, is_right = np.zeros(rows), np.zeros(rows, dtype=bool)
    for row, (master, value) in best.items():
        score[row - 1], is_right[row - 1] = value, (row, master) in labelled.truth
    has_match = np.zeros(rows, dtype=bool)
    has_match[[row - 1 for row, _ in labelled.truth]] = True
    matched, review = score >= line, (score < line) & (score >= line - REVIEW)
    right = int((matched & is_right).sum())
    precision, recall, f1 = rates(right, int(matched.sum()), int(has_match.sum()))
    reached = len({row for row, master in labelled.truth if (row, master) in candidates})
    return Quality(
        precision,
        recall,
        f1,
        accuracy=float(np.where(matched, is_right, ~has_match).mean()),
        review=float(review.mean()),
        review_true=float(is_right[review].mean()) if review.any() else 0.0,
        ece=calibration_error(score, is_right),
        reach=reached / max(int(has_match.sum()), 1),
        wrong=int(matched.sum()) - right,
    )


def pair_quality(scores: Mapping[tuple[int, int], float], labelled: LabelledSet, *, line: float) -> Quality:
    """Quality of the scored pairs of a dedupe."""
    score = np.fromiter(scores.values(), dtype=float, count=len(scores))
    is_right = np.fromiter((pair in labelled.truth for pair in scores), dtype=bool, count=len(scores))
    matched, review = score >= line, (score < line) & (score >= line - REVIEW)
    right = int((matched & is_right).sum())
    precision, recall, f1 = rates(right, int(matched.sum()), len(labelled.truth))
    return Quality(
        precision,
        recall,
        f1,
        accuracy=float("nan"),
        review=float(review.mean()),
        review_true=float(is_right[review].mean()) if review.any() else 0.0,
        ece=calibration_error(score, is_right),
        reach=float(is_right.sum()) / max(len(labelled.truth), 1),
        wrong=int(matched.sum()) - right,
    )


def cluster_pairs(groups: Iterable[int]) -> set[tuple[int, int]]:
    """The pairs of row numbers (from 1) that clusters imply; *groups* is the cluster of each row."""
    members: dict[int, list[int]] = {}
    for row, group in enumerate(groups, 1):
        members.setdefault(group, []).append(row)
    return {(a, b) for rows in members.values() for a in rows for b in rows if a < b}


def rates(right: int, proposed: int, true: int) -> tuple[float, float, float]:
    """(precision, recall, F1); 0 where nothing was proposed or nothing is true."""
    precision, recall = right / max(proposed, 1), right / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


def calibration_error(score: np.ndarray, is_right: np.ndarray) -> float:
    """Expected calibration error over ten bins of the score (0-100)."""
    place = np.clip((score // 10).astype(int), 0, 9)
    count = np.bincount(place, minlength=10)
    gap = np.abs(np.bincount(place, score / 100 - is_right, 10))
    return float(gap[count > 0].sum() / max(count.sum(), 1))
