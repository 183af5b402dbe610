"""Building a master index: one scan for the keys, one sort, a few counts; DuckDB spills what memory does not hold."""

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.duck import Compute, literal
from listmatch.matching.filled import Filled, count_filled
from listmatch.matching.index import CROWDS, HOT, KEYS, MANIFEST, NARROW, SHARED, VERSION, IndexPlan

COARSE_BITS = 20
"""Keys are first counted by so many leading bits of their hash: a million counters instead of one per key. On 6.5
million keys that halves the cost of finding the few that are hot."""

SORTED_DELTAS = "format parquet, parquet_version v2"
"""Sorted integers are written as differences: 8 bytes a key instead of 12."""


def build_index(master: Path, *, plan: IndexPlan, into: Path, compute: Compute, progress: Progress = silent) -> None:
    """Write the index of *master* (a standard.parquet) into the folder *into*, its manifest last."""
    table = f"read_parquet({literal(master)})"
    with compute.connect() as connection:
        progress(0.0, "indexing the master")
        filled = count_filled(master)
        keys = [key.hashed for key in plan.keys(filled.columns)]
        hash_rows(connection, table, keys, into="keys")
        _find_hot(connection, cap=plan.passes.cap)
        progress(0.4, "sorting the master's keys")
        write_keys(connection, table, plan=plan, into=into)
        progress(0.8, "counting what the master's rows share")
        counted = [f"select '{each.name}' as name, * from ({each.query(table)})" for each in plan.countings]
        write_shared(connection, counted, into=into)
    write_manifest(into / MANIFEST, plan, filled, keys)
    progress(1.0, "the master is indexed")


def hash_rows(connection: duckdb.DuckDBPyConnection, table: str, keys: Sequence[str], *, into: str) -> None:
    """Make the table *into*: h and m, hash and row, for the rows of *table* (SQL that can stand after ``from``).

    A row may have one key twice, from its first and its second e-mail.
    """
    hashes = ", ".join(keys) or "null::ubigint"
    connection.execute(
        f"""create temp table {into} as
        select h, m from (select {ROW_ID}::uinteger as m, unnest([{hashes}]) as h from {table}) where h is not null"""
    ).fetchall()


def write_keys(connection: duckdb.DuckDBPyConnection, table: str, *, plan: IndexPlan, into: Path) -> None:
    """Write what follows from the tables ``keys`` (h, m) and ``hot`` (h, n), and drop the first: it is the largest."""
    _write(connection, "select h, m from keys where h not in (select h from hot)", into / KEYS, order="h, m")
    _write(connection, "from hot", into / HOT, order="h")
    _write(connection, "select h, m from keys where h in (select h from hot)", into / CROWDS, order="h, m")
    connection.execute("drop table keys").fetchall()
    _write(connection, _narrow(table, plan, crowds=into / CROWDS), into / NARROW, order="k, m")


def _find_hot(connection: duckdb.DuckDBPyConnection, *, cap: int) -> None:
    """The table ``hot``: keys of more than *cap* rows, and how many rows."""
    bucket = f"h >> {64 - COARSE_BITS}"
    connection.execute(
        f"""create temp table hot as
        with crowded as (select {bucket} as bucket from keys group by all having count(*) > {cap})
        select h, count(distinct m) as n from keys where {bucket} in (from crowded) group by h having n > {cap}"""
    ).fetchall()


def _narrow(table: str, plan: IndexPlan, *, crowds: Path) -> str:
    """SQL of the narrower keys behind hot ones."""
    return f"""with narrowed as (
            select distinct m, unnest([{plan.passes.narrowed}]) as k
            from (select crowds.m, crowds.h, r.* from read_parquet({literal(crowds)}) as crowds
                  join {table} r on r.{ROW_ID} = crowds.m)),
        rare as (select k from narrowed where k is not null group by k having count(*) <= {plan.passes.cap})
        select k, m from narrowed where k in (select k from rare)"""


def write_shared(connection: duckdb.DuckDBPyConnection, counted: Sequence[str], *, into: Path) -> None:
    """Write what is shared, selected (name, key, n) by the queries *counted*.

    By way of a table: what DuckDB can tell of a query's NULLs stands in the file, and equal rows shall be equal bytes.
    """
    connection.execute(f"create temp table shared as {' union all '.join(counted)}").fetchall()
    _write(connection, "from shared", into / SHARED, order="name, key")


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path, *, order: str) -> None:
    connection.execute(
        f"copy (select * from ({query}) order by {order}) to {literal(path)} ({SORTED_DELTAS})"
    ).fetchall()


def write_manifest(path: Path, plan: IndexPlan, filled: Filled, keys: Sequence[str]) -> None:
    """Write what an index was built for: whoever can read it can read the rest."""
    manifest = {
        "version": VERSION,
        "duckdb": duckdb.__version__,
        "type": plan.type.value,
        "rows": filled.rows,
        "filled": dict(filled.values),
        "cap": plan.passes.cap,
        "narrow_by": plan.passes.narrow_by,
        "keys": list(keys),
    }
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
