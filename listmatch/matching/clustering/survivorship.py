"""Which row stands for a cluster, and which values survive when its rows become one record.

The rank of a row within its cluster: how much it says, then how recent it is, then the smallest row id. The
representative is the first by rank; a golden record begins with it and is completed from the others in that order,
where its cells are empty or say nothing (``blanks``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import duckdb

from listmatch.domain.columns import (
    NAME_FIELDS,
    PLACE_FIELDS,
    RESERVED_PREFIX,
    ROW_ID,
    SECOND_PLACE_FIELDS,
    SECOND_STREET_FIELDS,
    STREET_FIELDS,
    FieldMap,
)
from listmatch.duck import Compute, identifier, literal
from listmatch.matching.clustering.blanks import says_nothing
from listmatch.matching.clustering.recency import moments

GOLDEN = "golden.parquet"

DERIVED_COLUMNS = ("company_full", "email_class", "domain", "sex")
"""standard columns that say nothing of their own, so they do not make a row more complete"""


class Survivor(StrEnum):
    """How the value of a column is chosen among the rows of a cluster; rank decides between equals."""

    FILL = "fill"
    """the representative's, else the next row's that has one; columns of one address or one name come from one row"""
    MOST_FREQUENT = "most_frequent"
    LONGEST = "longest"
    MOST_RECENT = "most_recent"


@dataclass(frozen=True, slots=True)
class Survivorship:
    """The rules for one list. ``recency`` names the column that tells when a row was last touched; empty: none."""

    recency: str = ""
    columns: Mapping[str, Survivor] = field(default_factory=dict)
    """original column -> rule; a column not named here is filled"""


PLAIN = Survivorship()
"""every column is filled, and no column tells when a row was touched"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenInputs:
    """The tables of one list that its golden records are made of."""

    rows: Path
    """rows.parquet"""
    clusters: Path
    """what ``cluster`` wrote for it"""
    standard: Path
    fields: FieldMap
    """tells which columns are one name or one address"""


@dataclass(frozen=True, slots=True)
class GoldenSummary:
    """What was merged: *records* golden records out of *rows* rows."""

    rows: int
    records: int


def add_ranks(
    connection: duckdb.DuckDBPyConnection, *, standard: Path, rows: Path | None, recency: str, into: str
) -> None:
    """Create the table *into*: per row ``_lmg_row_id``, ``filled`` (number of values) and ``recent`` (timestamp)."""
    columns = _columns(connection, standard)
    says = [name for name in columns if name != ROW_ID and name not in DERIVED_COLUMNS]
    filled = " + ".join(f"(s.{identifier(name)} is not null)::utinyint" for name in says) or "0"
    when, join = "null::timestamp", ""
    if rows is not None and recency:
        when = moments(connection, rows, recency, alias="d")
        join = f"left join read_parquet({literal(rows)}) d using ({identifier(ROW_ID)})"
    connection.execute(f"""
        create or replace temp table {identifier(into)} as
        select s.{identifier(ROW_ID)}, ({filled})::usmallint as filled, {when} as recent
        from read_parquet({literal(standard)}) s {join}
    """).fetchall()


def write_golden_records(
    inputs: GoldenInputs, *, into: Path, compute: Compute, rules: Survivorship = PLAIN
) -> GoldenSummary:
    """Write into/golden.parquet: one line per cluster, in order of ``_lmg_cluster_id``, with the columns of the list.

    ``cluster_size`` says how many rows a line stands for.
    """
    with compute.connect() as connection:
        names = [name for name in _columns(connection, inputs.rows) if not name.startswith(RESERVED_PREFIX)]
        families = {name: (name,) if name in rules.columns else _family(name, inputs.fields) for name in names}
        frequent = [name for name in names if rules.columns.get(name) is Survivor.MOST_FREQUENT]
        _rank_rows(connection, inputs, families, frequent=frequent, recency=rules.recency)
        values = [
            _value(name, f"({_blank(i)}, {_order(name, rules, frequent)})", family=families[name])
            for i, name in enumerate(names)
        ]
        connection.execute(f"""
            copy (select _lmg_cluster_id, {", ".join(values)}, count(*) as cluster_size
                  from ranked group by _lmg_cluster_id order by _lmg_cluster_id)
            to {literal(into / GOLDEN)} (format parquet)
        """).fetchall()
        [(rows, records)] = connection.execute(
            "select count(*), count(distinct _lmg_cluster_id) from ranked"
        ).fetchall()
    return GoldenSummary(rows=rows, records=records)


def _rank_rows(
    connection: duckdb.DuckDBPyConnection,
    inputs: GoldenInputs,
    families: Mapping[str, tuple[str, ...]],
    *,
    frequent: Sequence[str],
    recency: str,
) -> None:
    """Create the table ``ranked``: the list's rows with their ``place`` and ``age`` (1: the newest) in the cluster.

    Beside them stand how many columns of the family of each original column (*families*, in order) say nothing, and
    how many rows of the cluster have the value of each *frequent* one.
    """
    add_ranks(connection, standard=inputs.standard, rows=inputs.rows, recency=recency, into="ranks")
    known = _columns(connection, inputs.standard)
    blanks = [
        f", {says_nothing(family, inputs.fields, known=known, alias='s')} as {_blank(i)}"
        for i, family in enumerate(families.values())
    ]
    counts = [f", {_count_of(name)} as {identifier(_counter(i))}" for i, name in enumerate(frequent)]
    connection.execute(f"""
        create temp table ranked as
        with placed as (
          select d.*, c._lmg_cluster_id, ranks.recent{"".join(blanks)},
            row_number() over (partition by c._lmg_cluster_id order by not c._lmg_is_representative,
                               ranks.filled desc, ranks.recent desc nulls last, {identifier(ROW_ID)}) as place
          from read_parquet({literal(inputs.rows)}) d
          join read_parquet({literal(inputs.clusters)}) c using ({identifier(ROW_ID)})
          join ranks using ({identifier(ROW_ID)})
          join read_parquet({literal(inputs.standard)}) s using ({identifier(ROW_ID)})
        )
        select *, row_number() over (partition by _lmg_cluster_id order by recent desc nulls last, place) as age
          {"".join(counts)}
        from placed
    """).fetchall()


def _columns(connection: duckdb.DuckDBPyConnection, table: Path) -> list[str]:
    return [row[0] for row in connection.execute(f"describe from read_parquet({literal(table)})").fetchall()]


def _blank(number: int) -> str:
    """The column that counts what a row does not say of the original column of that number and its family."""
    return identifier(f"{RESERVED_PREFIX}blank_{number}")


def _counter(number: int) -> str:
    return f"{RESERVED_PREFIX}count_{number}"


def _count_of(column: str) -> str:
    return f"count(*) over (partition by _lmg_cluster_id, {identifier(column)})"


def _order(column: str, rules: Survivorship, frequent: Sequence[str]) -> str:
    """SQL of a number per row: the row with the smallest gives the value. Clusters stay far below 10^9 rows."""
    return {
        Survivor.FILL: "place",
        Survivor.MOST_FREQUENT: f"place - 1000000000 * {_counter(frequent.index(column)) if column in frequent else 0}",
        Survivor.LONGEST: f"place - 1000000000 * length({identifier(column)})",
        Survivor.MOST_RECENT: "age",
    }[rules.columns.get(column, Survivor.FILL)]


def _value(column: str, order: str, *, family: tuple[str, ...]) -> str:
    """SQL of the surviving value of *column*, from the row with the smallest *order*, as those of its *family* are."""
    name = identifier(column)
    if len(family) == 1:
        return f"arg_min({name}, {order}) filter ({name} is not null) as {name}"
    packed = ", ".join(identifier(member) for member in family)
    together = f"arg_min(row({packed}), {order}) filter (coalesce({packed}) is not null)"
    return f"({together})[{family.index(column) + 1}] as {name}"


def _family(column: str, fields: FieldMap) -> tuple[str, ...]:
    """The columns that must come from the same row as *column*: those of one address, those of one name."""
    addresses = (*STREET_FIELDS, *PLACE_FIELDS), (*SECOND_STREET_FIELDS, *SECOND_PLACE_FIELDS)
    for family in (*addresses, NAME_FIELDS):
        members = tuple(dict.fromkeys(name for part in family for name in fields.get(part, ())))
        if column in members:
            return members
    return (column,)
