"""How near texts are, and which are nearest; rows are numbered from 0."""

import duckdb
import numpy as np
import pytest

from listmatch.matching.texts.vectors import vectorise


def vectors(left, right=None):
    connection = duckdb.connect()
    for name, texts in (("a", left), ("b", right or [])):
        connection.execute(f"create table {name} (_lmg_row_id bigint, title varchar)")
        if texts:
            connection.executemany(f"insert into {name} values (?, ?)", list(enumerate(texts, 1)))
    return vectorise(connection, left="a", right=None if right is None else "b", column="title")


def cosine(one, other, *others):
    return float(vectors([one, *others], [other]).cosines(np.array([0]), np.array([0]))[0])


def test_equal_texts_have_cosine_one_and_texts_without_a_common_letter_group_none():
    assert cosine("sony turntable", "sony turntable") == 1
    assert cosine("sony turntable", "graphic equaliser") == 0


def test_a_typo_costs_less_than_another_word():
    assert cosine("bose speaker system", "bose speeker system") > cosine("bose speaker system", "bose amplifier system")


def test_the_order_of_words_costs_nothing():
    assert cosine("black camera case", "case camera black") == 1


def test_a_rare_word_counts_more_than_a_common_one():
    others = ["camera one", "camera two", "camera three", "camera four"]
    assert cosine("camera zeiss", "lens zeiss", *others) > cosine("camera zeiss", "camera lens", *others)


def test_a_missing_text_is_unknown_not_different():
    found = vectors(["sony", None], ["sony", None]).cosines(np.array([0, 0, 1]), np.array([0, 1, 0]))
    assert np.isnan(found).tolist() == [False, True, True]


def test_the_nearest_come_by_cosine_and_equally_near_ones_by_row():
    left, right = vectors(["red lamp"], ["lamp", "red lamp", "desk", "red lamp", "red"]).nearest(3)
    assert left.tolist() == [0, 0, 0]
    assert right.tolist()[:2] == [1, 3]
    assert right.tolist()[2] in (0, 4)


def test_no_more_than_the_asked_number_is_returned_per_row():
    left, _ = vectors(["lamp"] * 3, ["lamp"] * 20).nearest(4)
    assert np.bincount(left).tolist() == [4, 4, 4]


def test_in_one_list_a_row_is_not_its_own_neighbour():
    left, right = vectors(["red lamp", "red lamp", "blue desk"]).nearest()
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(("left", "right"), [([None], ["lamp"]), (["lamp"], [None]), (["ab"], ["cd"])])
def test_lists_with_nothing_in_common_have_no_neighbours(left, right):
    assert [len(side) for side in vectors(left, right).nearest()] == [0, 0]


def test_of_equally_near_ones_more_than_fit_those_that_are_said_to_be_nearer_come_first():
    texts = vectors(["pale ale", "red lamp"], [*["pale ale"] * 5, "red lamp", "red lamp shade"])
    left, right = texts.nearest(2, among_equals=lambda one, other: np.where(other == 3, 1.0, 0.0))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 3), (0, 0), (1, 5), (1, 6)]


def test_nobody_is_asked_where_all_equally_near_ones_fit():
    asked = []
    vectors(["pale ale"], ["pale ale"] * 3).nearest(3, among_equals=lambda one, other: asked.append(one))
    assert asked == []
