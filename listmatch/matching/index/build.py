"""Building a master index: one scan for the keys, a sort of what fits into memory at a time, a few counts."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.duck import Compute, literal
from listmatch.matching.arrays import load_arrays
from listmatch.matching.filled import Filled, count_filled
from listmatch.matching.index.key_table import Integers, KeyParts
from listmatch.matching.index.plan import (
    FILES,
    KEYS,
    MANIFEST,
    NARROW,
    ROWS,
    SHARED,
    VERSION,
    IndexPlan,
    stored_columns,
)
from listmatch.matching.index.row_store import write_rows

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 1_000_000
"""keys that are held at a time"""
BATCH = 81_920
"""rows that are hashed at a time: a million keys"""


def build_index(master: Path, *, plan: IndexPlan, into: Path, compute: Compute, progress: Progress = silent) -> None:
    """Write the index of *master* (a standard.parquet) into the folder *into*, its manifest last."""
    table = f"read_parquet({literal(master)})"
    with compute.connect() as connection, compute.folder() as folder:
        progress(0.0, "indexing the master")
        filled = count_filled(master)
        keys = [key.hashed for key in plan.keys(filled.columns)]
        parts = KeyParts(folder, rows=filled.rows)
        for hashes, rows in hashed_rows(connection, table, keys):
            parts.add(hashes, rows)
        progress(0.4, "sorting the master's keys")
        write_keys(connection, table, parts=parts, plan=plan, into=into, compute=compute)
        progress(0.6, "storing the master's rows")
        write_rows(connection, table, rows=filled.rows, columns=stored_columns(filled), path=into / ROWS)
        progress(0.8, "counting what the master's rows share")
        counted = [f"select '{each.name}' as name, * from ({each.query(table)})" for each in plan.countings]
        write_shared(connection, counted, into=into)
    write_manifest(into / MANIFEST, plan, filled, keys)
    progress(1.0, "the master is indexed")


def hashed_rows(
    connection: duckdb.DuckDBPyConnection, table: str, keys: Sequence[str]
) -> Iterator[tuple[Integers, Integers]]:
    """Hashes and the rows that have them, piece by piece, for the rows of *table* (SQL that can stand after ``from``).

    A row may have one key twice, from its first and its second e-mail.
    """
    hashes = [f"{key} as key_{number}" for number, key in enumerate(keys)]
    query = f"select {', '.join([f'{ROW_ID}::ubigint', *hashes])} from {table}"
    with connection.sql(query).to_arrow_reader(BATCH) as reader:
        for batch in reader:
            rows, *columns = batch.columns
            if columns:
                filled = [_array(column.drop_null()) for column in columns]
                theirs = [_array(rows.filter(column.is_valid())) for column in columns]
                yield np.concatenate(filled), np.concatenate(theirs)


def write_keys(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    *,
    parts: KeyParts,
    plan: IndexPlan,
    into: Path,
    compute: Compute,
) -> None:
    """Write the tables of keys and of narrower keys: *parts* are the keys of the rows of *table*."""
    hot, rows = parts.write(into / KEYS, most=plan.passes.cap)
    load_arrays(connection, compute, "crowds", {"h": hot, "m": rows.astype(np.int64)})
    with compute.folder() as folder:
        narrow = KeyParts(folder, rows=parts.rows)
        for keys, narrowed in _pieces(connection, _narrow(table, plan)):
            narrow.add(keys, narrowed)
        narrow.write(into / NARROW, most=plan.passes.cap)


def _narrow(table: str, plan: IndexPlan) -> str:
    """SQL of the narrower keys behind hot ones, those of few enough rows, and their rows."""
    return f"""with narrowed as (
            select distinct m, unnest([{plan.passes.narrowed}]) as k
            from (select crowds.m, crowds.h, r.* from crowds join {table} r on r.{ROW_ID} = crowds.m)),
        rare as (select k from narrowed where k is not null group by k having count(*) <= {plan.passes.cap})
        select k, m::ubigint as m from narrowed where k in (select k from rare)"""


def _pieces(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Integers, Integers]]:
    """The two columns of a query as arrays."""
    with connection.sql(query).to_arrow_reader(PIECE) as reader:
        for batch in reader:
            first, second = map(_array, batch.columns)
            yield first, second


def _array(column: "pa.Array") -> Integers:
    """The same memory as an array; ``to_numpy`` would import pandas (0.3 s)."""
    return np.asarray(np.from_dlpack(column), np.uint64)


def write_shared(connection: duckdb.DuckDBPyConnection, counted: Sequence[str], *, into: Path) -> None:
    """Write what is shared, selected (name, key, n) by the queries *counted*.

    By way of a table: what DuckDB can tell of a query's NULLs stands in the file, and equal rows shall be equal bytes.
    """
    connection.execute(f"create temp table shared as {' union all '.join(counted)}").fetchall()
    connection.execute(
        f"copy (from shared order by name, key) to {literal(into / SHARED)} (format parquet, parquet_version v2)"
    ).fetchall()


def write_manifest(path: Path, plan: IndexPlan, filled: Filled, keys: Sequence[str]) -> None:
    """Write what an index was built for, and how large its other files are: whoever can read it can read the rest."""
    manifest = {
        "version": VERSION,
        "duckdb": duckdb.__version__,
        "type": plan.type.value,
        "rows": filled.rows,
        "filled": dict(filled.values),
        "cap": plan.passes.cap,
        "narrow_by": plan.passes.narrow_by,
        "keys": list(keys),
        "sizes": {name: (path.parent / name).stat().st_size for name in FILES if name != MANIFEST},
    }
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
