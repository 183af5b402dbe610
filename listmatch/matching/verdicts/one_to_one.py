"""The candidate that a source row gets: its best one, or with one-to-one the best that no better row has taken.

Reads the table ``ranked`` of ``ranking``: every candidate with its place and its strength.
"""

import duckdb
import numpy as np

from listmatch.duck import Compute
from listmatch.matching.arrays import load_arrays


def choose(connection: duckdb.DuckDBPyConnection, compute: Compute, *, is_one_to_one: bool) -> None:
    """The table ``chosen``: at most one candidate per source row, one-to-one also at most one per master row."""
    if not is_one_to_one:
        connection.execute("create temp table chosen as select * from ranked where place = 1").fetchall()
        return
    pairs = connection.sql(
        "select source_row_id, master_row_id, is_accepted from ranked order by strength, source_row_id, place"
    ).fetchnumpy()
    is_kept = np.zeros(len(pairs["is_accepted"]), dtype=np.bool_)
    taken_sources: set[int] = set()
    taken_masters: set[int] = set()
    for place, (source_row, master_row, is_accepted) in enumerate(
        zip(*(each.tolist() for each in pairs.values()), strict=True)
    ):
        if source_row not in taken_sources and (is_accepted or master_row not in taken_masters):
            is_kept[place] = True
            taken_sources.add(source_row)
            taken_masters.add(master_row)
    kept = {side: np.asarray(pairs[side])[is_kept] for side in ("source_row_id", "master_row_id")}
    load_arrays(connection, compute, "kept", kept)
    connection.execute(
        "create temp table chosen as select * from ranked semi join kept using (source_row_id, master_row_id)"
    ).fetchall()


def find_given_away(connection: duckdb.DuckDBPyConnection, *, is_one_to_one: bool) -> None:
    """The table ``given_away``: the candidates that one-to-one gave to a better row, and that row (``answers``).

    Empty where a master row may answer several rows.
    """
    is_other = f"c.source_row_id <> r.source_row_id and not r.is_accepted and {str(is_one_to_one).lower()}"
    connection.execute(
        f"""create temp table given_away as
        select r.source_row_id, r.master_row_id, any_value(r.place) as place, any_value(r.score) as score,
            min(c.source_row_id) as answers
        from ranked r join chosen c on c.master_row_id = r.master_row_id and {is_other} group by all"""
    ).fetchall()
