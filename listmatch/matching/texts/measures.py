"""What two texts have in common, in figures: the measures over which the levels of product.yaml are defined.

``title_cosine``, ``detail_cosine`` (0-1), ``code_match`` and ``key_match`` (2 the same, 1 nearly, 0 different),
``attribute_match`` (``attributes``), ``place_match`` (1 one place, 0 different ones), ``bearers`` (things of a list
that go by the title), ``year_gap`` (years), ``price_ratio`` (the smaller to the larger). NULL where a side does not
say.
"""

from collections.abc import Callable

import duckdb
import pyarrow as pa

from listmatch.domain.columns import ROW_ID
from listmatch.matching.texts.attributes import attribute_match, create_attributes
from listmatch.matching.texts.bearers import create_bearers, most_bearers
from listmatch.matching.texts.codes import code_match, create_codes, create_spellings
from listmatch.matching.texts.contracted import likeness
from listmatch.matching.texts.keys import key_match
from listmatch.matching.texts.vectors import TextVectors, vectorise, vectorise_again
from listmatch.matching.texts.words import create_plain, create_telling, create_words, word_match

TELLING = "telling_words"
MEASURES = "measures"
"""table: source_row_id, master_row_id and one column per measure"""


def measure(connection: duckdb.DuckDBPyConnection, *, pairs: str, left: str, right: str | None) -> None:
    """Create the table ``measures``, one line per line of *pairs*.

    *left* and *right* are SQL that can stand after ``from``, with standard columns; *right* is None for a dedupe.
    """
    other = left if right is None else right
    _measure_cosines(connection, pairs, lambda column: vectorise(connection, left=left, right=right, column=column))
    for side, table, rows in (("l", left, "source_row_id"), ("r", other, "master_row_id")):
        create_codes(connection, f"codes_{side}", table=table)
        create_spellings(connection, f"spellings_{side}", table=table, wanted=f"select {rows} from {pairs}")
        create_attributes(connection, f"attributes_{side}", table=table)
        create_bearers(connection, f"bearers_{side}", table=table)
        create_plain(connection, f"plain_{side}", table=table)
    create_telling(connection, TELLING, plain=["plain_l", "plain_r"], is_dedupe=right is None)
    for side, far, rows in (("l", "r", "source_row_id"), ("r", "l", "master_row_id")):
        wanted, plain, there = f"select {rows} from {pairs}", f"plain_{side}", f"plain_{far}"
        create_words(connection, f"words_{side}", plain=plain, other=there, wanted=wanted, telling=TELLING)
    _create_measures(connection, left=left, right=other, sides="lr")


def measure_again(connection: duckdb.DuckDBPyConnection, *, pairs: str, right: str) -> None:
    """``measures`` of *pairs* of rows of *right* that ``measure`` has seen on the right."""
    rows = f"(from {right} where {ROW_ID} in (select unnest([source_row_id, master_row_id]) from {pairs}))"
    _measure_cosines(connection, pairs, lambda column: vectorise_again(connection, table=rows, column=column))
    _create_measures(connection, left=rows, right=rows, sides="rr")


def _create_measures(connection: duckdb.DuckDBPyConnection, *, left: str, right: str, sides: str) -> None:
    """Of the table ``cosines`` and those of each of the *sides*."""
    years = "abs(try_cast(l.year as integer) - try_cast(r.year as integer))"
    prices = [f"try_cast({side}.price as double)" for side in "lr"]
    places = [f"l.{part} {{0}} r.{part}" for part in ("country", "city")]
    apart, together = (" or ".join(f"coalesce({one.format(sign)}, false)" for one in places) for sign in ("<>", "="))
    details = likeness("c.detail_cosine", "l.detail", "r.detail")
    joins = [
        f"left join {table}_{side} {table}_of_{place} on {table}_of_{place}.row_id = {row}"
        for table in ("codes", "spellings", "attributes", "words", "bearers")
        for side, place, row in zip(sides, "lr", ("source_row_id", "master_row_id"), strict=True)
    ]
    codes = code_match("codes_of_l.codes", "codes_of_r.codes", "spellings_of_l.spelled", "spellings_of_r.spelled")
    connection.execute(f"""
        create or replace temp table {MEASURES} as
        select c.* replace ({details} as detail_cosine), {codes} as code_match,
          {attribute_match("attributes_of_l", "attributes_of_r")} as attribute_match,
          {word_match("words_of_l", "words_of_r")} as word_match,
          case when {apart} then 0 when {together} then 1 end as place_match,
          {most_bearers("bearers_of_l", "bearers_of_r")} as bearers,
          {years} as year_gap, {key_match("l.key", "r.key")} as key_match,
          case when {prices[0]} > 0 and {prices[1]} > 0
            then least({prices[0]}, {prices[1]}) / greatest({prices[0]}, {prices[1]}) end as price_ratio
        from cosines c
        join {left} l on l.{ROW_ID} = source_row_id join {right} r on r.{ROW_ID} = master_row_id
        {" ".join(joins)}
    """).fetchall()


def _measure_cosines(
    connection: duckdb.DuckDBPyConnection, pairs: str, vectors_of: Callable[[str], TextVectors]
) -> None:
    ids = connection.sql(
        f"select source_row_id, master_row_id from {pairs} order by source_row_id, master_row_id"
    ).fetchnumpy()
    columns = {name: ids[name] for name in ("source_row_id", "master_row_id")}
    for name in ("title", "detail"):
        found = vectors_of(name).cosines(columns["source_row_id"] - 1, columns["master_row_id"] - 1)
        columns[f"{name}_cosine"] = pa.array(found, from_pandas=True)
    connection.register("cosines", pa.table(columns))
