"""Conditions stop early where they can, and say what they said before."""

import duckdb
import pytest

from listmatch.matching.evidence.short_circuits import short_circuited

TRUTHS = "(values (true), (false), (null))"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a = b", "a = b"),
        ("coalesce(a and b, false)", "(case when a and b then true else false end)"),
        ("not coalesce(a or coalesce(b, false), false)", None),
        ("coalesce(a, b)", "coalesce(a, b)"),
        ("coalesce(a, b, false)", "coalesce(a, b, false)"),
        ("coalesce(a and b, true)", "coalesce(a and b, true)"),
        ("coalesce(replace(a, ',', ')') = 'x, false', false)", None),
        ("coalesce([a, b][1] = 'coalesce(', false) and coalesce(a, '') = ''", None),
    ],
)
def test_a_missing_answer_that_counts_as_no_is_a_case(condition: str, expected: str | None) -> None:
    written = short_circuited(condition)
    if expected is not None:
        assert written == expected
    else:
        assert "then true else false end)" in written


@pytest.mark.parametrize(
    "condition",
    [
        "coalesce(a and b, false)",
        "not coalesce(a or coalesce(b, false), false)",
        "coalesce(a, b, false) and coalesce(a or b, true)",
        "coalesce(coalesce(a, false) and b, false) or b",
    ],
)
def test_the_answer_is_the_same_whatever_is_known(condition: str) -> None:
    query = f"select count(*) from {TRUTHS} one(a), {TRUTHS} other(b) where ({{}}) is distinct from ({condition})"
    assert duckdb.sql(query.format(short_circuited(condition))).fetchall() == [(0,)]
