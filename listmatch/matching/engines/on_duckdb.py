"""Tables in DuckDB. Pairs and candidate rows in, comparison vectors out, as Splink computes them (``comparisons``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from listmatch.matching.engines.engine import VECTORS, record_of
from listmatch.matching.evidence.comparisons import level_sql
from listmatch.matching.evidence.kinds import EvidenceTables, Kind, columns_read
from listmatch.matching.evidence.patterns import code_sql

CHUNK = 50_000
"""pairs compared at once; the join holds every compared column of both sides, about half a kilobyte a pair"""


@dataclass(frozen=True, slots=True)
class DuckDBEngine:
    """The engine of one machine: its tables are those of ``local``."""

    local: duckdb.DuckDBPyConnection
    is_one_machine: bool = True

    def run(self, statement: str) -> None:
        """Make or fill a table."""
        self.local.execute(statement).fetchall()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The lines of a small result."""
        return self.local.execute(query).fetchall()

    def send(self, table: str) -> None:
        """Nothing to do: the table is here."""

    def bring(self, table: str) -> None:
        """Nothing to do: the table is here."""

    def compare(
        self, *, pairs: str, records: str, tables: EvidenceTables, kinds: Sequence[Kind], is_dedupe: bool
    ) -> None:
        """Add to the table ``vectors`` one line per line of *pairs*."""
        [(count,)] = self.ask(f"select count(*) from {pairs}")
        for start in range(0, count, CHUNK):
            chunk = f"(from {pairs} where rowid >= {start} and rowid < {start + CHUNK})"
            self.run(f"insert into {VECTORS} {vectors(chunk, records, tables, kinds, is_dedupe=is_dedupe)}")


def vectors(pairs: str, records: str, tables: EvidenceTables, kinds: Sequence[Kind], *, is_dedupe: bool = False) -> str:
    """SQL of the vectors of *pairs*; each step names what the next one reads, and nothing is computed twice.

    A row of the master on the left is told by the negative of its number, as in *records*.
    """
    right = record_of("p.master_row_id", is_dedupe=is_dedupe)
    columns = sorted(columns_read(tables))
    sides = ", ".join(f"{side}.{column} as {column}_{side}" for side in "lr" for column in columns)
    levels = ", ".join(f"({level_sql(kind)})::tinyint as gamma_{kind.name}" for kind in kinds)
    return f"""with sides as (
            select p.source_row_id, p.master_row_id, {sides} from {pairs} p
            join {records} l on l.unique_id = p.source_row_id join {records} r on r.unique_id = {right}),
        levels as (select source_row_id, master_row_id, {levels} from sides)
        select source_row_id, master_row_id, {code_sql(kinds)} as code from levels"""
