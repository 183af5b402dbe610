"""Pairs of rows for people: the compared fields side by side, as written in the lists."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from listmatch.cleansing.locations.whole_addresses import whole_address
from listmatch.domain.columns import NAME_PARTS, PLACE_FIELDS, ROW_ID, SECOND_OF, STREET_FIELDS, Field, FieldMap
from listmatch.duck import identifier

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile

Row = Mapping[str, str | None]
"""column -> cell"""
Pair = tuple[int, int]
"""source row id, master row id (of one list: two rows of it)"""


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field to show side by side: its name in words, and the columns of either list that feed it."""

    label: str
    source: tuple[str, ...]
    master: tuple[str, ...]
    is_joined: bool = False
    """the columns of a list are parts of one value, as first and last name are of the name"""


_ADDRESS = (*STREET_FIELDS, *PLACE_FIELDS)


def shown_fields(source: FieldMap, master: FieldMap) -> tuple[ShownField, ...]:
    """The fields of two lists in the order of ``Field``; where one has whole names and the other parts, one name.

    A column of whole addresses is shown once, beside all parts of the other list's; a second address is one field. A
    name that may be a company's is the name.
    """
    names, address = _whole_name(source, master), _whole_address(source, master)
    left_out = {*SECOND_OF.values(), *(_ADDRESS if address else ())}
    left_out |= {Field.FULL_NAME, *NAME_PARTS} if names else set()
    left_out |= {Field.PARTY} if _is_name(source) and _is_name(master) else set()
    shown = [*names]
    for field in Field:
        if field is Field.STREET:
            shown += address
        if field is Field.SECOND_STREET:
            shown += _second_address(source, master)
        if field not in left_out and (source.get(field) or master.get(field)):
            shown.append(ShownField(field.words, tuple(source.get(field, ())), tuple(master.get(field, ()))))
    return tuple(shown)


def _is_name(fields: FieldMap) -> bool:
    """Whether what may be a company's name is shown as a person's."""
    return set(fields.get(Field.PARTY, ())) <= set(fields.get(Field.FULL_NAME, ()))


def _whole_address(source: FieldMap, master: FieldMap) -> tuple[ShownField, ...]:
    if not (whole_address(source) or whole_address(master)):
        return ()
    return (_joined("address", _ADDRESS, source, master),)


def _second_address(source: FieldMap, master: FieldMap) -> tuple[ShownField, ...]:
    shown = _joined("second address", tuple(SECOND_OF.values()), source, master)
    return (shown,) if shown.source or shown.master else ()


def _joined(label: str, parts: Sequence[Field], source: FieldMap, master: FieldMap) -> ShownField:
    mine, theirs = (
        tuple(dict.fromkeys(column for part in parts for column in side.get(part, ()))) for side in (source, master)
    )
    return ShownField(label, mine, theirs, is_joined=True)


def _whole_name(source: FieldMap, master: FieldMap) -> tuple[ShownField, ...]:
    sides = [side if Field.FULL_NAME in side else None for side in (source, master)]
    if sum(side is not None for side in sides) != 1 or Field.LAST_NAME not in (master if sides[0] else source):
        return ()
    columns = [
        tuple(side[Field.FULL_NAME]) if side is whole else tuple(c for part in NAME_PARTS for c in side.get(part, ()))
        for side, whole in zip((source, master), sides, strict=True)
    ]
    return (ShownField("name", columns[0], columns[1], is_joined=True),)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One compared field of one pair; None where a list does not have it or the row does not say."""

    field: str
    source: str | None
    master: str | None


def side_by_side(
    connection: duckdb.DuckDBPyConnection,
    pairs: Sequence[Pair],
    *,
    profile: "MatchProfile",
    source: Path,
    master: Path | None,
) -> dict[Pair, list[SideBySide]]:
    """The compared fields of each pair; *source* and *master* are rows.parquet, without master both sides are rows of
    *source*. A row id that the list does not have gives empty cells."""
    fields = shown_fields(profile.source_fields, profile.master_fields if master else profile.source_fields)
    left = _cells(connection, source, {row for row, _ in pairs}, [column for one in fields for column in one.source])
    right = _cells(
        connection, master or source, {row for _, row in pairs}, [column for one in fields for column in one.master]
    )
    return {
        (mine, theirs): [
            SideBySide(one.label, _said(left, mine, one.source, one), _said(right, theirs, one.master, one))
            for one in fields
        ]
        for mine, theirs in pairs
    }


def _said(cells: Mapping[int, Row], row: int, columns: Sequence[str], field: ShownField) -> str | None:
    """What a row says about a field, all columns of it joined; None where it says nothing or is not there."""
    said = [value for column in columns if (value := cells.get(row, {}).get(column)) is not None]
    return (" " if field.is_joined else " · ").join(said) or None


def _cells(
    connection: duckdb.DuckDBPyConnection, rows: Path, row_ids: Collection[int], columns: Sequence[str]
) -> dict[int, Row]:
    """Row id -> column -> what the row has there."""
    wanted = list(dict.fromkeys(columns))
    selected = ", ".join(identifier(name) for name in (ROW_ID, *wanted))
    query = f"select {selected} from read_parquet(?) where {ROW_ID} in (select unnest(?::bigint[]))"  # noqa: S608 - quoted
    found = connection.execute(query, [str(rows), sorted(row_ids)]).fetchall()
    return {line[0]: dict(zip(wanted, line[1:], strict=True)) for line in found}
