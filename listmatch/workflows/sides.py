"""Pairs of rows as a person looks at them: the compared fields beside each other, as the lists write them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from listmatch.domain.columns import ROW_ID, Field, FieldMap
from listmatch.duck import identifier

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile

Pair = tuple[int, int]
"""source row id, master row id (of one list: two rows of it)"""


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
    other = profile.master_fields if master else profile.source_fields
    fields = list(dict.fromkeys([*profile.source_fields, *other]))
    left = _cells(connection, source, {row for row, _ in pairs}, profile.source_fields)
    right = _cells(connection, master or source, {row for _, row in pairs}, other)
    return {
        pair: [
            SideBySide(
                str(field).replace("_", " "), left.get(pair[0], {}).get(field), right.get(pair[1], {}).get(field)
            )
            for field in fields
        ]
        for pair in pairs
    }


def _cells(
    connection: duckdb.DuckDBPyConnection, rows: Path, row_ids: Collection[int], fields: FieldMap
) -> dict[int, Mapping[Field, str | None]]:
    """Row id -> what the row says about each field, all columns of a field joined."""
    columns = list(dict.fromkeys(column for names in fields.values() for column in names))
    selected = ", ".join(identifier(name) for name in (ROW_ID, *columns))
    query = f"select {selected} from read_parquet(?) where {ROW_ID} in (select unnest(?::bigint[]))"  # noqa: S608 - quoted
    found = connection.execute(query, [str(rows), sorted(row_ids)]).fetchall()
    by_name = [dict(zip((ROW_ID, *columns), line, strict=True)) for line in found]
    return {
        line[ROW_ID]: {
            field: " · ".join(line[name] for name in names if line[name] is not None) or None
            for field, names in fields.items()
        }
        for line in by_name
    }
