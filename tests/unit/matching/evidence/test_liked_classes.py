"""A class that is like another one but for a few levels."""

from typing import Any

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.liked_classes import with_liked_class
from listmatch.matching.evidence.tables import evidence_tables

BUT = {"birth": {"same": 0.97, "else": 0.01}}
LIKED = {"name": "by birth", "like": "no relation", "but": BUT}


def table(*classes: Any) -> dict[str, Any]:
    birth = [
        {"level": "same", "p": [0.9, 0.02, 0.01], "at_most": ["kin"]},
        {"level": "close", "p": [0.05, 0.03, 0.02]},
        {"level": "different", "p": [0.05, 0.95, 0.97]},
    ]
    town = [{"level": "same", "p": [0.8, 0.6, 0.1]}, {"level": "different", "p": [0.2, 0.4, 0.9]}]
    return {
        "classes": {"same": ["same"], "other": [*classes]},
        "kinds": {"birth": {"says": "birth date", "levels": birth}, "town": {"levels": town}},
    }


def test_its_levels_are_as_likely_as_in_the_other_class_but_where_it_says_otherwise() -> None:
    kinds = with_liked_class(table("kin", LIKED, "no relation"))["kinds"]
    assert [level["p"] for level in kinds["birth"]["levels"]] == [
        [0.9, 0.02, 0.97, 0.01],
        [0.05, 0.03, 0.01, 0.02],
        [0.05, 0.95, 0.01, 0.97],
    ]
    assert [level["p"] for level in kinds["town"]["levels"]] == [[0.8, 0.6, 0.1, 0.1], [0.2, 0.4, 0.9, 0.9]]


def test_levels_that_it_does_not_name_never_become_likelier() -> None:
    kinds = with_liked_class(table("kin", LIKED, "no relation"))["kinds"]
    assert [level["at_most"] for level in kinds["birth"]["levels"]] == [["kin"], ["by birth"], ["by birth"]]
    assert [level["at_most"] for level in kinds["town"]["levels"]] == [[], []]


def test_it_may_stand_behind_the_class_that_it_is_like() -> None:
    kinds = with_liked_class(table("no relation", "kin", LIKED))["kinds"]
    assert [level["p"][-1] for level in kinds["town"]["levels"]] == [0.6, 0.4]


def test_a_table_without_such_a_class_is_as_it_was() -> None:
    data = table("kin", "no relation")
    assert with_liked_class(data) is data


@pytest.mark.parametrize(
    ("one", "error"),
    [({**LIKED, "like": "nobody"}, ValueError), ({**LIKED, "but": {"birth": {"same": 0.97}}}, KeyError)],
)
def test_a_class_that_is_not_told_in_full_is_a_fault_of_ours(one: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        with_liked_class(table("kin", one, "no relation"))


def test_who_is_born_on_the_same_day_bears_a_like_name_by_chance_alone() -> None:
    people = evidence_tables(ProfileType.PERSON)
    place = [each.name for each in people.classes].index("born on the same day")
    name = people.kind("name")
    free = {level.name for level in name.levels if "born on the same day" not in level.at_most}
    assert free == {"first name only", "last name only", "different", "other first name, last name unknown"}
    assert sum(level.p[place] for level in name.levels if level.name not in free) < 0.01
