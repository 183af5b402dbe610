"""What scores promise, and the line that keeps a promise."""

import numpy as np
import pytest

from listmatch.domain.verdicts import NO_LINE, reached_from
from listmatch.matching.model.calibration import LEAST_MATCHES, line_for, promises


def test_the_expected_precision_is_the_mean_score_of_the_matched() -> None:
    scores = np.array([95.0] * 80 + [30.0] * 20)
    found = promises(scores, threshold=85)
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision.expected == pytest.approx(0.95)
    assert found.precision.low < 0.95 < found.precision.high
    assert found.recall.expected == pytest.approx(0.95 * 80 / (0.95 * 80 + 0.3 * 20))


def test_intervals_are_wider_where_scores_are_unsure() -> None:
    sure, unsure = (promises(np.full(500, score), threshold=85).precision for score in (99.9, 90.0))
    assert sure is not None
    assert unsure is not None
    assert sure.high - sure.low < unsure.high - unsure.low


def test_the_same_scores_promise_the_same() -> None:
    scores = np.linspace(0, 100, 333)
    assert promises(scores, threshold=85) == promises(scores[::-1].copy(), threshold=85)


@pytest.mark.parametrize("scores", [np.zeros(0), np.zeros(500), np.repeat([99.9, 3.0], [LEAST_MATCHES - 1, 20])])
def test_of_too_few_matches_nothing_is_promised(scores: np.ndarray) -> None:
    found = promises(scores, threshold=85)
    assert (found.precision, found.recall) == (None, None)


def test_matches_that_no_score_is_sure_of_are_told_to_be_missing() -> None:
    found = promises(np.full(100, 60.0), threshold=85)
    assert found.precision is None
    assert found.recall is not None
    assert (found.recall.expected, found.recall.high) == (0.0, 0.0)


def test_the_line_keeps_the_promise_on_scores_that_mean_what_they_say() -> None:
    rng = np.random.default_rng(7)
    scores = 100 * rng.beta(3, 0.3, 5000)
    is_right = rng.random(5000) < scores / 100
    line = line_for(scores, max_wrong=0.02)
    assert 50 < line < 100
    assert (~is_right[scores >= line]).mean() <= 0.02


@pytest.mark.parametrize("rows", [60, 300, 3000])
def test_the_promise_is_kept_in_nineteen_lists_of_twenty(rows: int) -> None:
    rng = np.random.default_rng(rows)
    kept = 0
    for _ in range(200):
        p = 1 / (1 + np.exp(-rng.normal(5, 2.5, rows)))
        line = line_for(100 * p, max_wrong=0.01)
        matched = 100 * p >= line
        kept += bool((rng.random(rows) >= p)[matched].sum() <= 0.01 * matched.sum())
    assert kept >= 190


def test_a_stricter_promise_draws_a_higher_line() -> None:
    scores = np.linspace(0, 100, 2000)
    lines = [line_for(scores, max_wrong=share) for share in (0.05, 0.02, 0.01)]
    assert lines == sorted(lines)


def test_where_no_line_can_keep_the_promise_no_score_reaches_it() -> None:
    assert line_for(np.full(50, 70.0), max_wrong=0.01) == NO_LINE
    assert line_for(np.zeros(0), max_wrong=0.01) == NO_LINE
    assert reached_from(NO_LINE) > 100


def test_the_line_matches_the_rows_it_was_chosen_by_and_no_other() -> None:
    scores = np.concatenate([np.full(600, 99.97), np.linspace(60, 99.9, 500)])
    line = line_for(scores, max_wrong=0.02)
    matched = scores[scores >= reached_from(line)]
    below = scores[scores < reached_from(line)]
    assert np.floor(matched.min() * 10 + 0.5) == round(line * 10)
    assert below.max() < line - 0.04


def test_what_a_person_decided_is_matched_and_sure_where_no_score_is() -> None:
    found = promises(np.array([NO_LINE] * 20 + [100.0] * 20), threshold=NO_LINE)
    assert found.threshold == 100
    assert found.precision is not None
    assert found.precision.low > 0.9
    assert found.recall is not None
    assert found.recall.expected == pytest.approx(0.5)
    assert found.recall.high < 0.8


def test_the_line_is_never_below_even_odds_however_good_the_list() -> None:
    assert line_for(np.array([99.9] * 1000 + [3.0]), max_wrong=0.1) == 50.0
