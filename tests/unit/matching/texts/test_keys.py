"""Identifiers in the form in which those of texts are compared."""

import duckdb
import pytest

from listmatch.matching.texts.keys import comparable_key


@pytest.mark.parametrize(
    ("key", "compared"),
    [
        ("0306406152", "9780306406157"),
        ("306406152", "9780306406157"),
        ("080442957X", "9780804429573"),
        ("9780306406157", "9780306406157"),
        ("0306406153", "0306406153"),
        ("4006381333931", "4006381333931"),
        ("XBS500", "XBS500"),
        (None, None),
    ],
)
def test_a_book_number_of_ten_figures_is_that_of_thirteen(key: str | None, compared: str | None) -> None:
    query = f"select {comparable_key('key')} from (select ?::varchar as key)"
    assert duckdb.connect().execute(query, [key]).fetchall() == [(compared,)]
