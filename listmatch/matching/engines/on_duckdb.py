"""Tables in DuckDB, and Splink on it. Pairs and candidate rows in, comparison vectors out.

Splink is given our own candidate pairs and only the rows that occur in them, through its public API; it evaluates the
comparisons and adds its match weight and probability. Training does not happen here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from listmatch.matching.comparisons import splink_settings
from listmatch.matching.engines.engine import VECTORS, create_vectors, vectors_of
from listmatch.matching.evidence import EvidenceTables, Kind

CHUNK = 100_000
"""pairs per run of Splink; its tables hold every compared column of both sides, about half a kilobyte a pair"""


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

    def compare(self, *, pairs: str, records: str, tables: EvidenceTables, kinds: Sequence[Kind], prior: float) -> None:
        """Create the table ``vectors``, one line per line of *pairs*."""
        from splink import DuckDBAPI, Linker

        api = DuckDBAPI(self.local)
        settings = splink_settings(tables, kinds, prior=prior)
        linker = Linker(api.register(records), settings, log_level=None, validate_settings=False)
        create_vectors(self.local, kinds)
        [(count,)] = self.ask(f"select count(*) from {pairs}")
        for start in range(0, max(count, 1), CHUNK):
            self.run(
                f"""create or replace temp view blocked as
                select '0' as match_key, source_row_id as join_key_l, -master_row_id as join_key_r
                from {pairs} where rowid >= {start} and rowid < {start + CHUNK}"""
            )
            linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
            predicted = linker.inference.predict(warning_mode="never")
            self.run(f"insert into {VECTORS} {vectors_of(predicted.physical_name, kinds)}")
            predicted.drop_table_from_database_and_remove_from_cache()
