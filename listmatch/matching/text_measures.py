"""What two texts have in common, in figures: the measures over which the levels of product.yaml are defined.

``title_cosine``, ``detail_cosine`` (0-1), ``code_match`` and ``key_match`` (2 the same, 1 nearly, 0 different),
``year_gap`` (years), ``price_ratio`` (the smaller to the larger). NULL where a side does not say.
"""

import duckdb
import pyarrow as pa

from listmatch.domain.columns import ROW_ID
from listmatch.matching.text_codes import code_match, create_codes, create_spellings
from listmatch.matching.text_vectors import vectorise

MEASURES = "measures"
"""table: source_row_id, master_row_id and one column per measure"""


def measure(connection: duckdb.DuckDBPyConnection, *, pairs: str, left: str, right: str | None) -> None:
    """Create the table ``measures``, one line per line of *pairs*.

    *left* and *right* are SQL that can stand after ``from``, with standard columns; *right* is None for a dedupe.
    """
    other = left if right is None else right
    _measure_cosines(connection, pairs=pairs, left=left, right=right)
    for side, table, rows in (("l", left, "source_row_id"), ("r", other, "master_row_id")):
        create_codes(connection, f"codes_{side}", table=table)
        create_spellings(connection, f"spellings_{side}", table=table, wanted=f"select {rows} from {pairs}")
    years = "abs(try_cast(l.year as integer) - try_cast(r.year as integer))"
    prices = [f"try_cast({side}.price as double)" for side in "lr"]
    keys = "case when l.key = r.key then 2 when levenshtein(l.key, r.key) <= 1 then 1 when l.key <> r.key then 0 end"
    connection.execute(f"""
        create or replace temp table {MEASURES} as
        select c.*, {code_match("cl.codes", "cr.codes", "sl.spelled", "sr.spelled")} as code_match,
          {years} as year_gap, {keys} as key_match,
          case when {prices[0]} > 0 and {prices[1]} > 0
            then least({prices[0]}, {prices[1]}) / greatest({prices[0]}, {prices[1]}) end as price_ratio
        from cosines c
        join {left} l on l.{ROW_ID} = source_row_id join {other} r on r.{ROW_ID} = master_row_id
        left join codes_l cl on cl.row_id = source_row_id left join codes_r cr on cr.row_id = master_row_id
        left join spellings_l sl on sl.row_id = source_row_id left join spellings_r sr on sr.row_id = master_row_id
    """).fetchall()


def _measure_cosines(connection: duckdb.DuckDBPyConnection, *, pairs: str, left: str, right: str | None) -> None:
    ids = connection.sql(
        f"select source_row_id, master_row_id from {pairs} order by source_row_id, master_row_id"
    ).fetchnumpy()
    columns = {name: ids[name] for name in ("source_row_id", "master_row_id")}
    for name in ("title", "detail"):
        vectors = vectorise(connection, left=left, right=right, column=name)
        found = vectors.cosines(columns["source_row_id"] - 1, columns["master_row_id"] - 1)
        columns[f"{name}_cosine"] = pa.array(found, from_pandas=True)
    connection.register("cosines", pa.table(columns))
