"""Which rows are grouped, given scored links; rows are numbered from 0."""

import numpy as np
import pytest

from listmatch.matching.clustering.cohesion import group_rows, weakest_links
from listmatch.matching.clustering.links import Links, Rulings, ruled_links


def links(*triples):
    left, right, score = zip(*triples, strict=True) if triples else ((), (), ())
    return Links(np.array(left, np.int64), np.array(right, np.int64), np.array(score, np.float64))


def groups(given, *, rows, threshold=85.0):
    return group_rows(given, rows=rows, threshold=threshold).tolist()


def two_families(*bridge):
    """Rows 0-3 and 4-7 are families whose every pair agrees; *bridge* are links between them."""
    inner = [(a + base, b + base, 99.0) for base in (0, 4) for a in range(4) for b in range(a + 1, 4)]
    return links(*inner, *bridge)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(links(), [0, 1, 2], id="no link"),
        pytest.param(links((0, 2, 90.0)), [0, 1, 0], id="one link"),
        pytest.param(links((0, 2, 84.9)), [0, 1, 2], id="a link below the threshold"),
        pytest.param(links((0, 1, 99.0), (1, 2, 99.0)), [0, 0, 0], id="a chain that nothing contradicts"),
        pytest.param(
            links((0, 1, 99.0), (1, 2, 90.0), (0, 2, 1.0)), [0, 0, 2], id="a contradicted chain, weaker link cut"
        ),
        pytest.param(links((0, 1, 90.0), (1, 2, 99.0), (0, 2, 1.0)), [0, 1, 1], id="the same, mirrored"),
    ],
)
def test_links_join_unless_the_rows_contradict_each_other(given, expected):
    assert groups(given, rows=3) == expected


def test_one_link_does_not_hold_two_families_together():
    assert groups(two_families((0, 4, 99.0)), rows=8) == [0, 0, 0, 0, 4, 4, 4, 4]


def test_agreement_of_many_rows_joins_two_families():
    bridge = [(a, b, 95.0) for a in range(3) for b in range(4, 7)]
    assert groups(two_families(*bridge), rows=8) == [0] * 8


def test_doubtful_links_between_families_testify_but_do_not_join():
    assert groups(two_families(*[(a, b, 80.0) for a in range(4) for b in range(4, 8)]), rows=8) == [0] * 4 + [4] * 4


def test_a_long_chain_breaks_instead_of_swallowing_everything():
    chain = links(*[(i, i + 1, 99.0) for i in range(50)])
    sizes = np.bincount(groups(chain, rows=51))
    assert sizes.max() < 12


def test_a_link_at_a_low_threshold_still_joins():
    assert groups(links((0, 1, 30.0), (1, 2, 31.0), (0, 2, 30.0)), rows=3, threshold=30.0) == [0, 0, 0]


def test_the_order_of_links_and_rows_changes_nothing():
    rng = np.random.default_rng(7)
    pairs = {tuple(sorted(rng.choice(60, 2, replace=False).tolist())) for _ in range(150)}
    given = links(*[(a, b, round(float(rng.uniform(1, 99.9)), 3)) for a, b in sorted(pairs)])
    expected = groups(given, rows=60, threshold=60.0)
    new_place = rng.permutation(60)
    order = rng.permutation(len(given))
    shuffled = Links(new_place[given.left][order], new_place[given.right][order], given.score[order])
    found = group_rows(shuffled, rows=60, threshold=60.0)[new_place]
    assert {(a, b) for a in range(60) for b in range(60) if expected[a] == expected[b]} == {
        (a, b) for a in range(60) for b in range(60) if found[a] == found[b]
    }


def test_the_weakest_link_is_the_one_at_which_the_group_would_fall_apart():
    given = links((0, 1, 99.0), (1, 2, 91.0), (0, 2, 88.0), (3, 4, 86.0))
    found = weakest_links(given, group_rows(given, rows=6, threshold=85.0), threshold=85.0)
    assert np.allclose(found, [91, 91, 91, 86, 86, np.nan], equal_nan=True)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_people_decide_holds_unless_they_contradict_themselves(seed):
    rng = np.random.default_rng(seed)
    pairs = sorted({tuple(sorted(pair)) for pair in rng.integers(0, 30, (120, 2)).tolist() if pair[0] != pair[1]})
    left, right = np.array(pairs, np.int64).T
    links = Links(left, right, rng.uniform(0, 100, len(pairs)))
    drawn = [tuple(sorted(pair)) for pair in rng.integers(0, 30, (24, 2)).tolist() if pair[0] != pair[1]]
    accepted, rejected = tuple(sorted({*drawn[:10]})), tuple(sorted({*drawn[10:]} - {*drawn[:10]}))
    ruled, rulings = ruled_links(links, Rulings(accepted, rejected))
    groups = group_rows(ruled, rows=30, threshold=60.0, rulings=rulings)
    assert all(groups[a] != groups[b] for a, b in rejected)
    assert all(groups[a] == groups[b] for a, b in rulings.accepted)
    assert set(rulings.accepted) <= set(accepted)
