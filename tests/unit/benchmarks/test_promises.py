"""What is held against a promise: the rows as they are shown, and the truth."""

import numpy as np

from benchmarks.promises import Answers, judge


def answers(*, right: int, wrong: int, missed: int = 0, score: float = 99.9) -> Answers:
    """Rows that all have the same score, then rows whose true partner is a candidate of no worth."""
    return Answers(
        np.array([score] * (right + wrong) + [1.0] * missed),
        np.array([True] * right + [False] * wrong + [True] * missed),
        reachable=right + missed,
        threshold=85.0,
    )


def test_shares_are_of_the_matched_and_of_the_reachable() -> None:
    trial = judge(answers(right=90, wrong=10, missed=10), max_wrong=0.01)
    assert (trial.precision, trial.recall) == (0.9, 0.9)


def test_a_promise_is_broken_by_one_wrong_row_too_many() -> None:
    kept, broken = (judge(answers(right=1000, wrong=wrong), max_wrong=0.01) for wrong in (10, 11))
    assert (kept.wrong, kept.is_kept) == (10, True)
    assert (broken.wrong, broken.is_kept) == (11, False)


def test_scores_that_are_far_too_sure_are_not_covered() -> None:
    trial = judge(answers(right=500, wrong=500), max_wrong=0.01)
    assert not trial.is_precision_covered
    assert trial.is_recall_covered


def test_nothing_matched_breaks_no_promise() -> None:
    trial = judge(answers(right=0, wrong=30, score=20.0), max_wrong=0.01)
    assert (trial.precision, trial.recall, trial.matched) == (None, None, 0)
    assert trial.is_precision_covered
    assert trial.is_recall_covered
    assert trial.is_kept
