"""What a standardised list fills: its rows, and the values in each of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from listmatch.domain.columns import ROW_ID


@dataclass(frozen=True, slots=True)
class Filled:
    """Number of rows, and number of values per standard column."""

    rows: int
    values: Mapping[str, int]

    @property
    def columns(self) -> frozenset[str]:
        """The columns that hold any value at all."""
        return frozenset(column for column, count in self.values.items() if count)


def count_filled(connection: duckdb.DuckDBPyConnection, table: str) -> Filled:
    """Count over *table*, SQL that can stand after ``from``; reads every column once."""
    names = connection.sql(f"select * from {table} limit 0").columns
    [counts] = connection.execute(f"select count(columns(*)) from {table}").fetchall()
    values = dict(zip(names, counts, strict=True))
    return Filled(rows=values.pop(ROW_ID), values=values)
