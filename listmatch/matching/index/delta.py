"""Bringing a master index up to date: from the index of the master as it was to that of the master as it is now.

Rows that stand in both states keep their keys, wherever they stand now; only the others are hashed, and only values
that they carry are counted again. The result is the index that a full build would have written, to the byte.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.duck import Compute, literal
from listmatch.matching.filled import count_filled
from listmatch.matching.index.build import hashed_rows, write_keys, write_manifest, write_shared
from listmatch.matching.index.key_table import KeyParts
from listmatch.matching.index.plan import MANIFEST, ROWS, SHARED, IndexPlan, MasterIndex, open_index, stored_columns
from listmatch.matching.index.row_store import write_rows
from listmatch.matching.sharing import Counting
from listmatch.tables import STANDARD_COLUMNS

MOST_CHANGED = 0.2
"""share of rows that are new or gone from which a full build is as quick"""


@dataclass(frozen=True, slots=True)
class IndexedBefore:
    """An earlier state of a master: its standard.parquet, and the folder of the index that was built of it."""

    master: Path
    index: Path


def update_index(
    master: Path,
    *,
    before: IndexedBefore,
    plan: IndexPlan,
    into: Path,
    compute: Compute,
    progress: Progress = silent,
) -> bool:
    """Write the index of *master* into the folder *into*, as ``build_index`` would, from its state *before*.

    False, and nothing written, where that is not worth it or not possible: too many rows have changed, or columns are
    filled now that were empty. Raises ContractBroken when the index before is of another version or type.
    """
    table, was = (f"read_parquet({literal(path)})" for path in (master, before.master))
    old = open_index(before.index, profile_type=plan.type)
    with compute.connect() as connection, compute.folder() as folder:
        progress(0.0, "comparing the master with its last state")
        filled = count_filled(master)
        keys = [key.hashed for key in plan.keys(filled.columns)]
        if keys != old.manifest["keys"] or not _find_changes(connection, was=was, now=table):
            return False
        old.check(plan.passes, keys)
        progress(0.4, "updating the master's keys")
        parts = KeyParts(folder, rows=filled.rows)
        _carry_keys(connection, old, parts)
        for hashes, rows in hashed_rows(connection, "come", keys):
            parts.add(hashes, rows)
        write_keys(connection, table, parts=parts, plan=plan, into=into, compute=compute)
        write_rows(connection, table, rows=filled.rows, columns=stored_columns(filled), path=into / ROWS)
        progress(0.8, "updating what the master's rows share")
        write_shared(connection, [_recounted(each, table, before.index) for each in plan.countings], into=into)
    write_manifest(into / MANIFEST, plan, filled, keys)
    progress(1.0, "the master's index is up to date")
    return True


def _find_changes(connection: duckdb.DuckDBPyConnection, *, was: str, now: str) -> bool:
    """The tables ``moved`` (was, m: the row ids of a row in both states), ``gone`` and ``come`` (whole rows).

    False when too many rows are gone or new. Rows are equal when the hashes of all their cells are: as sure as the
    keys themselves, which are hashes of the same width. Of several equal rows the first is the first again.
    """
    connection.execute(
        f"""create temp table moved as select was.m as was, present.m as m
        from ({_numbered(was)}) as was join ({_numbered(now)}) as present using (x, copy)"""
    ).fetchall()
    [(kept, before, present)] = connection.execute(
        f"select (select count(*) from moved), (select count(*) from {was}), (select count(*) from {now})"
    ).fetchall()
    if before + present - 2 * kept > MOST_CHANGED * present:
        return False
    for name, table, column in (("gone", was, "was"), ("come", now, "m")):
        connection.execute(
            f"create temp table {name} as from {table} where {ROW_ID} not in (select {column} from moved)"
        ).fetchall()
    return True


def _numbered(table: str) -> str:
    """SQL of m, x (hash of the whole row) and copy (how many equal rows came before)."""
    return f"""select m, x, row_number() over (partition by x order by m) as copy
        from (select {ROW_ID}::uinteger as m, hash({", ".join(STANDARD_COLUMNS)}) as x from {table})"""


def _carry_keys(connection: duckdb.DuckDBPyConnection, old: MasterIndex, parts: KeyParts) -> None:
    """Add the keys of the rows that stand in both states, under the numbers that the rows have now."""
    moved = connection.sql("select was, m from moved").fetchnumpy()
    now = np.zeros(old.filled.rows + 1, np.uint64)
    now[moved["was"]] = moved["m"]
    for keys, rows in old.keys.pieces():
        present = now[rows]
        parts.add(keys[present > 0], present[present > 0])


def _recounted(each: Counting, table: str, index: Path) -> str:
    """SQL of name, key and n: the old counts, and new ones for the values of rows that are gone or new."""
    changed = "(from gone union all from come)"
    values = f"select {each.key} from {changed} as rows where {each.key} is not null"
    return f"""select '{each.name}' as name, key, n from read_parquet({literal(index / SHARED)})
        where name = '{each.name}' and key not in ({values})
        union all select '{each.name}' as name, * from ({each.query(table, among=changed)})"""
