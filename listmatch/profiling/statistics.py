"""Counts over all rows, and a sample spread over the list, read with DuckDB."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from listmatch.domain.columns import LINE, ROW_ID
from listmatch.domain.files import ValueCount
from listmatch.duck import identifier

SAMPLE_ROWS = 2_000
"""rows that decide on types: a share of 50 % is then known to 2.2 points (95 %)"""

LONGEST = 200
"""characters of a value that are looked at: what a value is shows early, and patterns stay cheap on huge cells"""

WIDE, AT_ONCE = 200, 50
"""A list of more columns is counted so many at a time: each query on a file looks at all of its columns first, and so
many columns take that many times as long (1,000: 30 s, 5,000: 12 minutes)."""

_TOP = 5


@dataclass(frozen=True, slots=True)
class ColumnCounts:
    """The figures of one column over all rows."""

    nulls: int
    distinct: int
    shortest: int
    longest: int
    top: tuple[ValueCount, ...]


def count_rows(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    """Rows of the relation *source*."""
    found = connection.execute(f"select count(*) from {source}").fetchone()
    return int(found[0]) if found else 0


def count_columns(
    connection: duckdb.DuckDBPyConnection, source: str, names: Sequence[str], *, rows: int
) -> list[ColumnCounts]:
    """The counts of each column, exact whatever the number of rows and threads, in one scan per column."""
    if len(names) <= WIDE:
        return [_count(connection, source, name, rows=rows) for name in names]
    counts = list[ColumnCounts]()
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        columns = ", ".join(map(identifier, some))
        connection.execute(f"create or replace temp table some_columns as select {columns} from {source}")
        counts += [_count(connection, "some_columns", name, rows=rows) for name in some]
    connection.execute("drop table some_columns")
    return counts


def _count(connection: duckdb.DuckDBPyConnection, source: str, name: str, *, rows: int) -> ColumnCounts:
    """The most frequent values first, in alphabetical order among equals; those that occur once are not frequent."""
    values = f"select {identifier(name)} as v, count(*) as n from {source} group by 1"
    [(filled, distinct, shortest, longest, frequent)] = connection.execute(
        f"select coalesce(sum(n), 0)::bigint, count(*), min(length(v)), max(length(v)), "
        f"min({{'rank': -n, 'v': v}}, {_TOP}) filter (where n > 1) from ({values}) where v is not null"
    ).fetchall()
    return ColumnCounts(
        nulls=rows - filled,
        distinct=distinct,
        shortest=shortest or 0,
        longest=longest or 0,
        top=tuple(ValueCount(found["v"], -found["rank"]) for found in frequent or ()),
    )


def sampled_every(rows: int) -> int:
    """Which rows of a list of *rows* rows are in the sample: every n-th."""
    return max(1, rows // SAMPLE_ROWS)


def sample_rows(
    connection: duckdb.DuckDBPyConnection, source: str, names: Sequence[str], *, every: int
) -> list[list[str]]:
    """The non-empty values of each column in every *every*-th row, in row order."""
    if not names:
        return []
    columns = ", ".join(identifier(name) for name in names)
    found = connection.execute(
        f"select {columns} from {source} where {ROW_ID} % {every} = 0 order by {ROW_ID}"
    ).fetchall()
    return [[value for row in found if (value := (row[n] or "")[:LONGEST].strip())] for n in range(len(names))]


def count_duplicates(connection: duckdb.DuckDBPyConnection, source: str, names: Sequence[str]) -> int:
    """Rows that repeat an earlier row in every column, by a 64-bit hash of the row."""
    if not names:
        return 0
    columns = ", ".join(identifier(name) for name in names)
    found = connection.execute(f"select count(*) - count(distinct hash({columns})) from {source}").fetchone()
    return int(found[0]) if found else 0


def column_names(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    """The original columns of *source*, ours left out."""
    described = connection.execute(f"describe select * from {source}").fetchall()
    return [row[0] for row in described if row[0] not in (ROW_ID, LINE)]
