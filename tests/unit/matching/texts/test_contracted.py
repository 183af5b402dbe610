"""Details with words cut short beside those that write them out."""

import duckdb
import pytest

from listmatch.matching.texts.contracted import FIRST_NAMED, SAME, likeness

COSINE = 0.4
FULL = "john andrew smith chen li"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("smith j a li c", FULL, SAME),
        ("smith ja li c", FULL, SAME),
        ("smith john a and chen li", "j andrew smith c li", SAME),
        ("smith ja et al", FULL, FIRST_NAMED),
        ("smith ja", FULL, COSINE),
        ("smith j a li p", FULL, COSINE),
        ("smyth j a li c", FULL, COSINE),
        ("j", "john", COSINE),
        ("smith j a j medi educ", "john andrew smith journal of medical education of", COSINE),
        ("smith j a j med educ", "john andrew smith journal medicine education", SAME),
    ],
)
def test_names_cut_short_are_those_that_are_written_out(left: str, right: str, expected: float) -> None:
    for one, other in ((left, right), (right, left)):
        query = f"select ({likeness(str(COSINE), 'l', 'r')})::double from (select '{one}' as l, '{other}' as r)"
        assert duckdb.sql(query).fetchall() == [(expected,)]


def test_what_is_not_said_stays_unknown_and_what_is_alike_stays_as_it_is() -> None:
    rows = "(values (null, 'a', 'b'), (.93, 'li c', 'chen li')) t(c, l, r)"
    query = f"select ({likeness('c', 'l', 'r')})::double from {rows}"
    assert duckdb.sql(query).fetchall() == [(None,), (0.93,)]
