"""The names and order of the columns of a result: source, master, ours.

Which value stands in a column is decided by the query in ``results``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from listmatch.domain.columns import LINE, ROW_ID
from listmatch.domain.verdicts import DedupeColumn, ResultColumn
from listmatch.duck import identifier
from listmatch.exports.origins import EXCLUDED, SOURCE_DUPLICATE_OF, Origin

MASTER_PREFIX = "master_"

_TEXTS = (
    ResultColumn.STATUS,
    ResultColumn.REASON,
    ResultColumn.RELATIONSHIP,
    ResultColumn.MASTER_DUPLICATES,
)
"""our columns of a match that hold text; the last the identifiers of a list, so whatever its owner wrote"""


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """One column of the result: the name it carries in the file and the SQL expression that fills it."""

    name: str
    expression: str
    origin: Origin
    original_name: str
    """its name in the list it comes from"""
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a stored list under both of its names.

    DuckDB holds ``Email`` and ``email`` for the same name and renames the second when it reads a file, so a list that
    has both is addressed by ``sql_name`` and shown by ``name``.
    """

    name: str
    sql_name: str


def list_columns(connection: duckdb.DuckDBPyConnection, rows: Path) -> tuple[ListColumn, ...]:
    """The columns of the user in a ``rows.parquet``, in order; ours (row id and line) are left out."""
    stored = connection.execute("select name from parquet_schema(?) where num_children is null", [str(rows)]).fetchall()
    addressed = connection.execute("describe select * from read_parquet(?)", [str(rows)]).fetchall()
    pairs = [ListColumn(name[0], described[0]) for name, described in zip(stored, addressed, strict=True)]
    return tuple(column for column in pairs if column.name not in (ROW_ID, LINE))


def master_names(source: Sequence[str], master: Sequence[str]) -> tuple[str, ...]:
    """The names that the master's columns carry in a result beside *source*'s columns, in the master's order.

    A name that the source has already gets the prefix ``master_``; a name that is then still not unique gets ``_2``,
    ``_3`` … behind it. Columns that can keep their name are named first, so that a master with both ``email`` and
    ``master_email`` keeps the latter.
    """
    taken = set(source)
    kept = {name for name in master if name not in taken}
    taken |= kept
    names = []
    for name in master:
        unique = name if name in kept else _first_free(MASTER_PREFIX + name, taken)
        taken.add(unique)
        names.append(unique)
    return tuple(names)


def result_columns(source: Sequence[ListColumn], master: Sequence[ListColumn]) -> tuple[OutputColumn, ...]:
    """The columns of a match result; SQL aliases: ``s`` source rows, ``m`` master rows, ``v`` verdicts."""
    names = master_names([column.name for column in source], [column.name for column in master])
    return (
        *_source_columns(source),
        *(
            OutputColumn(name, f"m.{identifier(column.sql_name)}", Origin.MASTER, column.name)
            for name, column in zip(names, master, strict=True)
        ),
        *_own_columns(ResultColumn, text=_TEXTS),
        OutputColumn(
            SOURCE_DUPLICATE_OF, "v.source_duplicate_of", Origin.LISTMATCH, SOURCE_DUPLICATE_OF, is_text=False
        ),
    )


def dedupe_columns(source: Sequence[ListColumn]) -> tuple[OutputColumn, ...]:
    """The columns of a dedupe result; SQL aliases: ``s`` the list's rows, ``v`` clusters."""
    return (*_source_columns(source), *_own_columns(DedupeColumn, text=(DedupeColumn.REASON,)))


def excluded_column() -> OutputColumn:
    """The mark of excluded rows; SQL alias: ``x`` excluded rows."""
    return OutputColumn(EXCLUDED, "x._lmg_row_id is not null", Origin.LISTMATCH, EXCLUDED, is_text=False)


def _source_columns(source: Sequence[ListColumn]) -> tuple[OutputColumn, ...]:
    return tuple(
        OutputColumn(column.name, f"s.{identifier(column.sql_name)}", Origin.SOURCE, column.name) for column in source
    )


def _own_columns(names: type[ResultColumn] | type[DedupeColumn], *, text: Sequence[str]) -> tuple[OutputColumn, ...]:
    return tuple(
        OutputColumn(str(name), f"v.{identifier(name)}", Origin.LISTMATCH, str(name), is_text=name in text)
        for name in names
    )


def _first_free(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate
