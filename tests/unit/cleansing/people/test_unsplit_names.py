"""Whole names where a list has something else: in the column of given names, and companies among people."""

import pytest

from tests.unit.cleansing.conftest import Standardise


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Amy Williams", ("amy", "williams")),
        ("Amy B. Williams", ("amy", "williams")),
        ("Amy B", ("amy", None)),
        ("John and Mary", ("john", None)),
    ],
)
def test_a_whole_name_in_the_column_of_given_names_is_one(
    run: Standardise, given: str, expected: tuple[str, str | None]
) -> None:
    rows, _ = run(first_name=[given, "Mary Ann"], last_name=[None, "Smith"])
    assert (rows[0]["first"], rows[0]["last"]) == expected
    assert (rows[1]["first"], rows[1]["last"]) == ("mary ann", "smith")


@pytest.mark.parametrize("form", [", Inc.", " LLC", " Pty Ltd", " GmbH & Co. KG"])
def test_a_legal_form_is_nobodys_surname(run: Standardise, form: str) -> None:
    rows, _ = run(full_name=[f"Thomas Plumbing{form}", "Thomas Plumbing", "João Sá"])
    assert [(row["first"], row["last"]) for row in rows] == [("thomas", "plumbing")] * 2 + [("joao", "sa")]


def test_figures_marked_as_text_are_figures(run: Standardise) -> None:
    rows, _ = run(postcode=["'02952", "02952"], country=["US", "US"])
    assert [row["zip"] for row in rows] == ["02952", "02952"]


@pytest.mark.parametrize("word", ["Test", "Anonymized", "asdf"])
def test_who_filled_in_anything_has_no_given_name(run: Standardise, word: str) -> None:
    rows, _ = run(first_name=[word, "Ann"], last_name=["Lee", "Lee"])
    assert [row["first"] for row in rows] == [None, "ann"]
