"""Marks: hashes by which a row is known again in a later file, whatever its number there.

A row bears a mark for all that its line says (the order of columns does not matter), one for all that its standardised
columns say, and one for each pair of its own identifier and something that identifies (e-mail, phone, name ...): an
identifier alone would not do, since many lists number their rows from 1 again every day. Marks are hashes, so that what
is remembered holds no personal data in the clear.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from listmatch.domain.columns import RESERVED_PREFIX, ROW_ID, ColumnType
from listmatch.domain.files import FileProfile
from listmatch.duck import Compute, identifier, literal

WHOLE_ROW, IDENTIFIED, SAME_CONTENT = 3, 2, 1
"""Strengths, the surest first: the whole line, its identifier with one thing more, the standardised columns."""

MARK_LENGTH = 32
"""hexadecimal digits kept of a sha256: 128 bits"""

MOST_BEARERS = 20
"""most rows of one list that may share a mark; a mark shared by more identifies none of them"""

FEWEST_FACTS = 2
"""standard columns that a row must fill to be known by them alone"""

_MOST_IDENTIFIERS = 3
_UNIQUE_SHARE = 0.95
_DERIVED = frozenset({"email_class", "domain", "company_full", "country"})
"""standard columns that say nothing which others do not"""
_ANCHORS = (("email",), ("phone",), ("first", "last"), ("company",), ("street",), ("linkedin",), ("title",))
"""values of which one must be unchanged in addition to the identifier"""


@dataclass(frozen=True, slots=True)
class MarkedList:
    """One list: its rows.parquet, the standard.parquet of its preparation, and the columns that identify its rows."""

    rows: Path
    standard: Path
    id_columns: tuple[str, ...] = ()


def id_columns(profile: FileProfile) -> tuple[str, ...]:
    """The columns of a list that number its own rows."""
    found = [
        column.name
        for column in profile.columns
        if column.type is ColumnType.ID
        and column.distinct_count >= _UNIQUE_SHARE * max(profile.rows - column.null_count, 1)
    ]
    return tuple(found[:_MOST_IDENTIFIERS])


def marks_of_rows(
    marked: MarkedList, row_ids: Collection[int], *, compute: Compute
) -> dict[int, list[tuple[str, int]]]:
    """Row id -> its marks with their strengths, the surest first; rows that say nothing have none."""
    found: dict[int, list[tuple[str, int]]] = {}
    with compute.connect() as connection:
        connection.execute("create temp table wanted as select unnest(?::bigint[]) as row_id", [sorted(row_ids)])
        query = f"{marks_query(connection, marked, wanted='wanted')} order by row_id, strength desc, mark"
        for row_id, mark, strength in connection.execute(query).fetchall():
            found.setdefault(row_id, []).append((mark, strength))
    return found


def marks_query(connection: duckdb.DuckDBPyConnection, marked: MarkedList, *, wanted: str = "") -> str:
    """A query for (row_id, mark, strength) of all rows of a list, or of those in the table *wanted* (row_id)."""
    own = [name for name in _columns(connection, marked.rows) if not name.startswith(RESERVED_PREFIX)]
    facts = [name for name in _columns(connection, marked.standard) if name not in {ROW_ID, *_DERIVED}]
    marks = [
        _mark(WHOLE_ROW, "row", _pairs(own, side="r"), when=_fewest(own, 1, side="r")),
        _mark(SAME_CONTENT, "content", _pairs(facts, side="s"), when=_fewest(facts, FEWEST_FACTS, side="s")),
        *(
            _identified(column, anchor)
            for column in marked.id_columns
            for anchor in _ANCHORS
            if column in own and set(anchor) <= set(facts)
        ),
    ]
    only = f"semi join {wanted} w on w.row_id = r.{ROW_ID}" if wanted else ""
    return f"""
        select row_id, one.mark as mark, one.strength as strength
        from (
            select r.{ROW_ID} as row_id, unnest([{", ".join(marks)}]) as one
            from read_parquet({literal(marked.rows)}) r
            join read_parquet({literal(marked.standard)}) s on s.{ROW_ID} = r.{ROW_ID} {only}
        )
        where one.mark is not null"""


def _columns(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    return connection.sql(f"from read_parquet({literal(path)}) limit 0").columns


def _mark(strength: int, kind: str, content: str, *, when: str) -> str:
    """SQL for one mark; NULL where the row does not say enough for it."""
    digest = f"left(sha256(concat({literal(kind)}, chr(29), {content})), {MARK_LENGTH})"
    return f"struct_pack(mark := case when {when} then {digest} end, strength := {strength})"


def _pairs(columns: Sequence[str], *, side: str) -> str:
    """SQL for name and value of every filled column, in the order of names."""
    parts = [
        f"coalesce({literal(name)} || chr(31) || {side}.{identifier(name)} || chr(30), '')" for name in sorted(columns)
    ]
    return ", ".join(parts) or "''"


def _fewest(columns: Sequence[str], number: int, *, side: str) -> str:
    filled = " + ".join(f"({side}.{identifier(name)} is not null)::int" for name in columns) or "0"
    return f"{filled} >= {number}"


def _identified(column: str, anchor: Sequence[str]) -> str:
    value = f"r.{identifier(column)}"
    own = f"{literal(column.lower())}, chr(31), trim({value}), chr(30)"
    held = " and ".join(f"s.{identifier(name)} is not null" for name in anchor)
    return _mark(IDENTIFIED, "id", f"{own}, {_pairs(anchor, side='s')}", when=f"{value} is not null and {held}")
