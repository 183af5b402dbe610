"""How far data may move the shipped tables."""

import numpy as np

from listmatch.matching.model.leash import MOST_LEFT_OUT, as_lists_leave_out

PRIOR = np.array([[0.90, 0.08, 0.02], [0.50, 0.48, 0.02], [0.20, 0.799, 0.001]])
"""one class of the same entity and two others; the last level is one that lists decide on"""

LACKING = [2]


def test_what_right_pairs_lack_others_lack_as_often_by_the_odds_of_the_tables() -> None:
    learned = np.array([[0.70, 0.06, 0.24], [0.55, 0.43, 0.02], [0.10, 0.88, 0.02]])
    table = as_lists_leave_out(learned, prior=PRIOR, values=LACKING, n_same=1)
    assert np.allclose(table[:, 2], [0.24, 0.24, 0.02])  # of the last class data show more than the odds ask for
    assert np.allclose(table[1, 0] / table[1, 1], 0.55 / 0.43)
    assert np.allclose(table.sum(axis=1), 1.0)


def test_a_class_of_which_no_row_has_a_name_keeps_its_other_levels() -> None:
    learned = np.array([[0.005, 0.005, 0.99], [0.5, 0.4, 0.1], [0.2, 0.79, 0.01]])
    prior = np.array([[0.90, 0.08, 0.02], [0.40, 0.57, 0.03], [0.20, 0.799, 0.001]])
    table = as_lists_leave_out(learned, prior=prior, values=LACKING, n_same=1)
    assert np.isclose(table[1, 2], MOST_LEFT_OUT)
    assert (table > 0).all()
    assert np.allclose(table.sum(axis=1), 1.0)


def test_where_lists_decide_on_no_level_nothing_changes() -> None:
    assert np.allclose(as_lists_leave_out(PRIOR, prior=PRIOR, values=[], n_same=1), PRIOR)
