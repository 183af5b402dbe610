"""How Chinese and Korean names in Latin letters, and names with the family in front, are read."""

import pytest

from tests.unit.cleansing.conftest import Standardise, read_each


def parts_of(run: Standardise, full_name: str) -> tuple[str | None, ...]:
    """First, middle and last name of a whole name."""
    rows, _ = run(full_name=[full_name])
    return tuple(rows[0][part] for part in ("first", "middle", "last"))


def test_a_chinese_name_is_one_however_it_is_spaced_and_turned(run: Standardise) -> None:
    names = [
        "Xiaoming Wang",
        "Wang Xiaoming",
        "WANG Xiao-ming",
        "Xiao Ming Wang",
        "Wang, Xiao Ming",
    ]
    assert read_each(run, "full_name", names, "first", "middle", "last") == dict.fromkeys(
        names, ("xiaoming", None, "wang")
    )


def test_a_korean_name_is_one_in_every_romanisation(run: Standardise) -> None:
    names = [
        "Min-jun Lee",
        "Lee Min Jun",
        "Minjoon Yi",
        "RHEE Min-Joon",
        "Min Jun Lee",
    ]
    assert read_each(run, "full_name", names, "first", "middle", "last") == dict.fromkeys(
        names, ("minjun", None, "lee")
    )


def test_columns_of_their_own_are_read_in_the_same_spelling(run: Standardise) -> None:
    rows, _ = run(first_name=["Jeong Hyun", "Jung-hyun"], last_name=["Yi", "Rhee"])
    assert {(row["first"], row["middle"], row["last"]) for row in rows} == {("junghyun", None, "lee")}


def test_other_names_beside_such_a_family_are_left_alone(run: Standardise) -> None:
    names = {
        "Gina Lee": ("gina", None, "lee"),
        "Lee Harvey Oswald": ("lee", "harvey", "oswald"),
        "Kim Basinger": ("kim", None, "basinger"),
        "M J Lee": ("m", "j", "lee"),
        "Jun A Lee": ("jun", "a", "lee"),
    }
    assert read_each(run, "full_name", names, "first", "middle", "last") == names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Smith J. A.", ("j", "a", "smith")),
        ("Balasubramaniam S P", ("s", "p", "balasubramaniam")),
        ("Schulz C.", ("c", None, "schulz")),
        ("John S.", ("john", None, "s")),
        ("Cole M.", ("cole", None, "m")),
        ("José García L.", ("jose", "garcia", "l")),
    ],
)
def test_initials_behind_a_surname_are_those_of_given_names(
    run: Standardise, name: str, expected: tuple[str | None, ...]
) -> None:
    assert parts_of(run, name) == expected
