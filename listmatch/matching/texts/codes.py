"""Model numbers in texts (``PSLX350H``, ``010-10823-00``): the words that name one thing and not a kind of thing.

A code has a digit, at least four characters, is no year, no quantity (``500ml``, ``1500 ml``) and no size (``M8x40``,
``60x80``), and is rare in its list: what many rows carry (``1080p``) is a property. Writers split codes at will, so a
code is looked for among the other text's words joined by up to three.
"""

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.duck import literal
from listmatch.lexicon.units import folded_quantity

MOST_ROWS = 10
"""rows of one list that may carry a code"""

_YEAR_OR_SIZE = "^((19|20)[0-9][0-9]|m?[0-9]+(x[0-9]+)+)$"
IS_CODE = f"length(w) >= 4 and regexp_matches(w, '[0-9]') and not regexp_matches(w, '{_YEAR_OR_SIZE}')"


def create_codes(connection: duckdb.DuckDBPyConnection, name: str, *, table: str) -> None:
    """Create the table *name*: ``row_id`` and the ``codes`` of its title, for the rows of *table* that have any.

    *table* is SQL that can stand after ``from``.
    """
    named = f"regexp_replace(title, {literal(folded_quantity())}, ' ', 'g')"
    connection.execute(f"""
        create or replace temp table {name} as
        with words as (
          select {ROW_ID} as row_id, unnest(list_distinct(string_split({named}, ' '))) as w
          from {table} where title is not null
        ),
        found as (select row_id, w as code from words where {IS_CODE}),
        rare as (select code from found group by code having count(*) <= {MOST_ROWS})
        select row_id, list(code order by code) as codes from found semi join rare using (code) group by row_id
    """).fetchall()


def create_spellings(connection: duckdb.DuckDBPyConnection, name: str, *, table: str, wanted: str) -> None:
    """Create the table *name*: ``row_id`` and ``spelled``, all that a code could be found as in title and detail.

    Only for the row ids that the SQL *wanted* selects.
    """
    joined = ["words[i]", "words[i] || words[i + 1]", "words[i] || words[i + 1] || words[i + 2]"]
    runs = ", ".join(
        f"list_transform(range(1, len(words) + 1 - {more}), lambda i: {run})" for more, run in enumerate(joined)
    )
    connection.execute(f"""
        create or replace temp table {name} as
        with texts as (
          select {ROW_ID} as row_id, string_split(concat_ws(' ', title, detail), ' ') as words
          from {table} where {ROW_ID} in ({wanted})
        )
        select row_id, list_distinct(list_filter(flatten([{runs}]), lambda w: {IS_CODE})) as spelled from texts
    """).fetchall()


def code_match(left_codes: str, right_codes: str, left_spelled: str, right_spelled: str) -> str:
    """SQL of the agreement of two rows' codes: 2 one is found in the other text, 1 a variant (first two thirds, at
    least five characters, agree), 0 both have codes and none agree, NULL when a side has none."""
    agree = f"list_has_any({left_codes}, {right_spelled}) or list_has_any({right_codes}, {left_spelled})"
    stem = "left({0}, greatest(5, 2 * length({0}) // 3))"
    variant = (
        f"len(list_filter({left_codes}, lambda a: len(list_filter({right_codes}, lambda b: "
        f"starts_with(a, {stem.format('b')}) or starts_with(b, {stem.format('a')}))) > 0)) > 0"
    )
    return f"""case when {agree} then 2 when {left_codes} is null or {right_codes} is null then null
        when {variant} then 1 else 0 end"""
