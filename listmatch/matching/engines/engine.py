"""What candidate pairs and comparisons ask of an engine."""

from collections.abc import Sequence
from typing import Any, Protocol

import duckdb

from listmatch.matching.evidence.kinds import EvidenceTables, Kind
from listmatch.matching.evidence.patterns import code_sql

VECTORS = "vectors"
"""table: source_row_id, master_row_id, code (``level_codes``)"""


class Engine(Protocol):
    """Holds the tables of one match. Statements and queries are in DuckDB's SQL, whatever the engine.

    A statement is one of ``create [or replace] temp table|view``, ``insert into``; the files of a list are named by
    ``read_parquet('<local path>')``.
    """

    @property
    def local(self) -> duckdb.DuckDBPyConnection:
        """DuckDB on this machine: small tables come from here, results are written here."""
        ...

    @property
    def is_one_machine(self) -> bool:
        """Whether memory is that of one machine, so that a dedupe goes pass by pass."""
        ...

    def run(self, statement: str) -> None:
        """Make or fill a table."""
        ...

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The lines of a small result."""
        ...

    def send(self, table: str) -> None:
        """Make a table of ``local`` one of the engine."""
        ...

    def bring(self, table: str) -> None:
        """Make a table of the engine one of ``local``."""
        ...

    def compare(
        self, *, pairs: str, records: str, tables: EvidenceTables, kinds: Sequence[Kind], is_dedupe: bool
    ) -> None:
        """Add to the table ``vectors`` of ``local`` one line per line of *pairs*.

        *records* holds the rows of both lists under ``unique_id``: positive for the source, negative for the master; in
        a dedupe each row once, positive. There is at least one of *kinds*.
        """
        ...


def create_vectors(connection: duckdb.DuckDBPyConnection) -> None:
    """The empty table of comparison vectors; types are spelt out, because a match without pairs has it too."""
    columns = "source_row_id bigint, master_row_id bigint, code bigint"
    connection.execute(f"create or replace temp table {VECTORS} ({columns})").fetchall()


def record_of(master_row_id: str, *, is_dedupe: bool) -> str:
    """SQL of the ``unique_id`` of a row on the right of a pair, and the other way round."""
    return master_row_id if is_dedupe else f"-{master_row_id}"


def vectors_of(predicted: str, kinds: Sequence[Kind], *, is_dedupe: bool = False) -> str:
    """SQL of what is ours of a table that Splink predicted, which also repeats every compared column."""
    ids = f"unique_id_l as source_row_id, {record_of('unique_id_r', is_dedupe=is_dedupe)} as master_row_id"
    return f"select {ids}, {code_sql(kinds)} as code from {predicted}"
