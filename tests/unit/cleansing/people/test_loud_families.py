"""Families in capitals stand in front, in whatever order the rest of the list is written."""

import pytest

from listmatch.lexicon.loud_families import family_by_comma
from tests.unit.cleansing.conftest import Standardise

AROUND = ["John Miller", "Jennifer Clark", "Kevin Baker", "Susan Wright"]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("DUPONT Jean", "jean", "dupont"),
        ("ŠEVČÍK Alice", "alice", "sevcik"),
        ("SMITH John A.", "john", "smith"),
        ("O'NEIL Sean P.", "sean", "oneil"),
        ("VAN DER BERG Jan", "jan", "van der berg"),
        ("MÜLLER-LÜDENSCHEIDT Hans", "hans", "muller ludenscheidt"),
    ],
)
def test_a_family_in_capitals_is_one_where_others_stand_behind(
    run: Standardise, name: str, first: str, last: str
) -> None:
    rows, _ = run(full_name=[*AROUND, name])
    assert (rows[-1]["first"], rows[-1]["last"]) == (first, last)


@pytest.mark.parametrize(
    "name",
    [
        "JOHN SMITH",
        "JOHN SMITH Jr",
        "JOHN SMITH PhD",
        "JR Smith",
        "PROF Hans Meyer",
        "DEBORAH Smith",
        "Jean DUPONT",
        "SMITH, John",
        "John Smith",
        None,
    ],
)
def test_capitals_that_say_nothing_of_the_family_change_nothing(name: str | None) -> None:
    assert family_by_comma(name) == name


def test_behind_a_vietnamese_family_the_given_name_is_still_the_last_one(run: Standardise) -> None:
    rows, _ = run(full_name=["NGUYEN Van Hung", "TRAN Thi Mai", "PHAM Minh Tuan", "LE Thi Hoa", "VU Van Son"])
    assert [(row["first"], row["last"]) for row in rows][:2] == [("hung", "nguyen"), ("mai", "tran")]
