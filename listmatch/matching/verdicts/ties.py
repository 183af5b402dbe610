"""Ties: which of two master rows is the answer when the evidence for both is the same.

The row that says more, then the one that was touched last, then the one with the smaller identifier, then by what the
rows say. Row numbers come last, and only decide between rows that are equal to the last letter: so the answer does not
depend on the order in which a master happens to be exported.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from listmatch.domain.columns import RESERVED_PREFIX, ROW_ID, ColumnType
from listmatch.domain.files import FileProfile
from listmatch.duck import identifier, literal
from listmatch.matching.clustering.recency import moments, recency_column
from listmatch.tables import STANDARD_COLUMNS

ORDER = "says desc nulls last, recent desc nulls last, length(own_id), own_id, content, own"
"""SQL of the order of tied rows, by the columns of ``tie_breaks``; numbers of one length sort as numbers do"""


@dataclass(frozen=True, slots=True)
class OwnRows:
    """A list as its owner wrote it: its rows.parquet, the column that tells when a row was last touched and the one
    that identifies it, both empty where there is none."""

    path: Path
    recency: str = ""
    key: str = ""


def own_rows(path: Path, profile: FileProfile) -> OwnRows:
    """The rows.parquet *path* with the columns of *profile* that decide ties."""
    return OwnRows(path, recency_column(profile), identifying_column(profile))


def identifying_column(profile: FileProfile) -> str:
    """The first column of identifiers that differ from row to row; empty when there is none."""
    for column in profile.columns:
        if column.type is ColumnType.ID and column.null_count == 0 and column.distinct_count == profile.rows:
            return column.name
    return ""


def load_tie_breaks(connection: duckdb.DuckDBPyConnection, *, master: str, own: OwnRows | None) -> None:
    """Create ``tie_breaks``: what ``ORDER`` reads, for the rows ``master_row_id`` of the table ``tied``.

    *master* is SQL of standardised rows, the tied ones among them; *own* the same list as it was read; without it what
    is standardised has to do.
    """
    values = [f"s.{identifier(column)}" for column in STANDARD_COLUMNS]
    says = " + ".join(f"({value} is not null)::int" for value in values)
    recent, own_id, content, written, join = "null::timestamp", "null::varchar", _text(values), "''", ""
    if own is not None:
        recent = moments(connection, own.path, own.recency, alias="d") if own.recency else recent
        if own.key:  # identifiers differ, so nothing else needs to be read of a list that has them
            own_id, content = f"d.{identifier(own.key)}", "''"
        else:
            written = _text([f"d.{identifier(column)}" for column in _columns(connection, own.path)])
        join = f"left join {_tied(f'read_parquet({literal(own.path)})')} d using ({ROW_ID})"
    connection.execute(
        f"""create temp table tie_breaks as
        select s.{ROW_ID} as master_row_id, {says} as says, {recent} as recent, {own_id} as own_id,
            {content} as content, {written} as own
        from {_tied(master)} s {join}"""
    ).fetchall()


def _tied(rows: str) -> str:
    """SQL of the tied rows of a list, before anything is joined to them."""
    return f"(from {rows} where {ROW_ID} in (select master_row_id from tied))"


def _columns(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    names = connection.sql(f"from read_parquet({literal(path)}) limit 0").columns
    return [name for name in names if not name.startswith(RESERVED_PREFIX)]


def _text(values: list[str]) -> str:
    """SQL of all *values* as one text."""
    cells = ", ".join(f"coalesce({value}, '')" for value in values)
    return f"concat_ws(chr(31), {cells})" if values else "''"
