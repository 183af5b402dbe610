"""Bringing a master index up to date: from the index of the master as it was to that of the master as it is now.

Rows that stand in both states keep their keys, wherever they stand now; only the others are hashed, and only values
that they carry are counted again. The result is the index that a full build would have written, to the byte.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.duck import Compute, literal
from listmatch.matching.filled import count_filled
from listmatch.matching.index import CROWDS, HOT, KEYS, MANIFEST, SHARED, IndexPlan, open_index
from listmatch.matching.index_build import hash_rows, write_keys, write_manifest, write_shared
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
    with compute.connect() as connection:
        progress(0.0, "comparing the master with its last state")
        filled = count_filled(master)
        keys = [key.hashed for key in plan.keys(filled.columns)]
        if keys != old.manifest["keys"] or not _find_changes(connection, was=was, now=table):
            return False
        old.check(plan.passes, keys)
        progress(0.4, "updating the master's keys")
        hash_rows(connection, "come", keys, into="fresh")
        _carry_keys(connection, before.index)
        _update_hot(connection, before.index, cap=plan.passes.cap)
        write_keys(connection, table, plan=plan, into=into)
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


def _carry_keys(connection: duckdb.DuckDBPyConnection, index: Path) -> None:
    """The table ``keys`` of the new state, and ``touched``: the hashes that rows have lost or gained."""
    old = " union all ".join(f"from read_parquet({literal(index / name)})" for name in (KEYS, CROWDS))
    connection.execute(
        f"""create temp table touched as
        select h from fresh union select h from ({old}) where m in (select {ROW_ID} from gone)"""
    ).fetchall()
    connection.execute(
        f"""create temp table keys as
        select h, moved.m as m from ({old}) as old join moved on moved.was = old.m union all from fresh"""
    ).fetchall()


def _update_hot(connection: duckdb.DuckDBPyConnection, index: Path, *, cap: int) -> None:
    """The table ``hot``: as it was but for the touched keys, which are counted again."""
    connection.execute(
        f"""create temp table hot as
        select h, n from read_parquet({literal(index / HOT)}) where h not in (from touched)
        union all
        select h, count(distinct m) as n from keys where h in (from touched) group by h having n > {cap}"""
    ).fetchall()


def _recounted(each: Counting, table: str, index: Path) -> str:
    """SQL of name, key and n: the old counts, and new ones for the values of rows that are gone or new."""
    changed = "(from gone union all from come)"
    values = f"select {each.key} from {changed} as rows where {each.key} is not null"
    return f"""select '{each.name}' as name, key, n from read_parquet({literal(index / SHARED)})
        where name = '{each.name}' and key not in ({values})
        union all select '{each.name}' as name, * from ({each.query(table, among=changed)})"""
