"""What a title, a column of titles and a given name tell of a person's sex."""

import itertools

import duckdb
import pytest

from listmatch.domain.columns import Field
from listmatch.lexicon.sexes import sex_sql, told_sex
from tests.unit.cleansing.conftest import Standardise, read_each


def test_a_title_or_a_given_name_tells_the_sex(run: Standardise) -> None:
    names = {
        "Mr R Smith": "m",
        "Mrs. R. Smith": "f",
        "Herr Dr. K. Weber": "m",
        "Frau Prof. Dr. K. Weber": "f",
        "Sra. L. Ortega": "f",
        "Sig.ra L. Neri": "f",
        "Dr R Smith": None,
        "R Smith": None,
        "Rebecca Smith": "f",
        "Chris Smith": None,
        "Smith, Mrs R": "f",
        "Mrs Smith": "f",
    }
    assert read_each(run, "full_name", names, "sex") == names


def test_a_woman_who_is_called_by_her_husbands_name_is_one_and_a_mr_before_hers_is_a_default(run: Standardise) -> None:
    rows, _ = run(full_name=["Mrs John Smith", "Mr Mary Smith"])
    assert [row["sex"] for row in rows] == ["f", None]


def test_the_title_of_a_couple_or_a_family_is_of_both(run: Standardise) -> None:
    couples = [
        "Mr & Mrs Smith",
        "Mr. and Mrs. John Smith",
        "Dr & Mrs Smith",
        "Herr und Frau Weber",
        "The Smith Family",
        "Familie Weber",
    ]
    assert read_each(run, "full_name", couples, "sex") == dict.fromkeys(couples, "both")


def test_a_column_of_titles_goes_before_the_title_in_the_name(run: Standardise) -> None:
    titles = ["Ms", "Mr & Mrs", "Dr", None, "F"]
    rows, _ = run(sex=titles, full_name=["R Smith", "J Smith", "Mr K Smith", "Peter Smith", "L Smith"])
    assert [row["sex"] for row in rows] == ["f", "both", "m", "m", "f"]


@pytest.mark.parametrize(("women", "believed"), [(1, True), (10, False)])
def test_a_column_that_calls_everybody_mr_is_not_believed(run: Standardise, women: int, believed: bool) -> None:
    names = ["R"] + ["Peter"] * 30 + ["Mary"] * women
    columns = {"title": ["Mr"] * len(names), "name": names}
    rows, _ = run(columns, fields={Field.SEX: ("title",), Field.FIRST_NAME: ("name",)})
    assert rows[0]["sex"] == ("m" if believed else None)


def test_beside_initials_a_column_with_hardly_a_woman_is_not_believed(run: Standardise) -> None:
    rows, _ = run(sex=["Mr"] * 39 + ["Mrs"], last_name=["Smith"] * 40)
    assert {row["sex"] for row in rows} == {None}


def test_the_query_and_the_survey_read_titles_alike() -> None:
    words = [
        "mr",
        "mrs",
        "miss",
        "frau",
        "herr",
        "dr",
        "rev",
        "family",
        "familie",
        "f",
        "m",
        "and",
        "und",
        "the",
        "smith",
    ]
    texts = [*words, *(" ".join(pair) for pair in itertools.product(words, repeat=2))]
    texts += [" ".join(three) for three in itertools.product(words[:8], ("and", "und"), words[:8])]
    rows = duckdb.sql(
        f"select {sex_sql('text')} from (select unnest($1::varchar[]) as text)", params=[texts]
    ).fetchall()
    assert [told for (told,) in rows] == [told_sex(text) for text in texts]
    assert {told_sex(text) for text in texts} == {"f", "m", "both", None}
