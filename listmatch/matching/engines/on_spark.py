"""Tables in Spark, and Splink on it: the same statements as on DuckDB, translated one by one.

A table is a cached result behind a view: Spark has no temporary tables. What is small or final comes to DuckDB on this
machine through Parquet files, so that both engines write their results by the same statement.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from listmatch.duck import Compute, literal
from listmatch.matching.engines import spark_measures, spark_sql
from listmatch.matching.engines.engine import VECTORS, record_of, vectors_of
from listmatch.matching.engines.spark_session import spark_session
from listmatch.matching.engines.staging import Staging, open_staging
from listmatch.matching.evidence.comparisons import splink_settings
from listmatch.matching.evidence.kinds import EvidenceTables, Kind

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ANY_PRIOR = 0.5
"""Splink asks for one; the levels of a pair, which are all that is taken of its answer, do not depend on it"""


@contextmanager
def open_spark_engine(local: duckdb.DuckDBPyConnection, compute: Compute) -> Iterator["SparkEngine"]:
    """The engine on the Spark of *compute*; its tables are gone afterwards, Spark itself stays.

    Raises InputError when Spark is not installed or cannot share files with this machine, SystemFault when it does not
    start.
    """
    with (
        spark_session(compute.spark) as session,
        compute.folder() as folder,
        open_staging(session, compute.spark, folder) as staging,
    ):
        spark_measures.register(session)
        engine = SparkEngine(local, session, staging)
        try:
            yield engine
        finally:
            engine.release()


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """Statements come in DuckDB's SQL and run on *session*; *local* is DuckDB on this machine."""

    local: duckdb.DuckDBPyConnection
    session: "SparkSession"
    staging: Staging
    is_one_machine: bool = False
    held: list["DataFrame"] = field(default_factory=list)
    """cached tables, to be released at the end"""

    def run(self, statement: str) -> None:
        """Make or fill a table."""
        parts = spark_sql.statement(statement, place=self.staging.put)
        if not parts.query:
            self.session.createDataFrame([], parts.columns).createOrReplaceTempView(parts.name)
            return
        found = self.session.sql(parts.query)
        if parts.verb == "insert":
            found = self.session.table(parts.name).union(found)
        if parts.verb != "view":
            found = self._hold(found)
        found.createOrReplaceTempView(parts.name)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The lines of a small result."""
        return [tuple(row) for row in self.session.sql(spark_sql.query(query, place=self.staging.put)).collect()]

    def send(self, table: str) -> None:
        """Make a table of ``local`` one of the engine."""
        file = self.staging.folder / f"{table}.parquet"
        self.local.execute(f"copy {table} to {literal(file)} (format parquet)").fetchall()
        self.session.read.parquet(self.staging.put(str(file))).createOrReplaceTempView(table)

    def bring(self, table: str) -> None:
        """Make a table of the engine one of ``local``."""
        self.local.execute(f"create or replace temp table {table} as from {self._brought(table)}").fetchall()

    def compare(
        self, *, pairs: str, records: str, tables: EvidenceTables, kinds: Sequence[Kind], is_dedupe: bool
    ) -> None:
        """Add to the local table ``vectors`` one line per line of *pairs*."""
        from splink import Linker
        from splink.backends.spark import SparkAPI

        # Its functions come from a jar, which we do not use (spark_sql.functions), and would only warn of it.
        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self.session, break_lineage_method="persist", register_udfs_automatically=False
        )
        settings = splink_settings(tables, kinds, prior=ANY_PRIOR, dialect=spark_sql.condition)
        linker = Linker(api.register(records), settings, log_level=None, validate_settings=False)
        right = record_of("master_row_id", is_dedupe=is_dedupe)
        blocked = f"""create temp view blocked as
            select '0' as match_key, source_row_id as join_key_l, {right} as join_key_r from {pairs}"""
        self.run(blocked)
        linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
        predicted = linker.inference.predict(warning_mode="never")
        found = vectors_of(predicted.physical_name, kinds, is_dedupe=is_dedupe)
        self.session.sql(found).createOrReplaceTempView(VECTORS)
        self.local.execute(f"insert into {VECTORS} by name from {self._brought(VECTORS)}").fetchall()
        predicted.drop_table_from_database_and_remove_from_cache()

    def release(self) -> None:
        """Free what is cached."""
        for table in self.held:
            table.unpersist()

    def _hold(self, table: "DataFrame") -> "DataFrame":
        from pyspark import StorageLevel

        self.held.append(table.persist(StorageLevel.MEMORY_AND_DISK))
        return table

    def _brought(self, table: str) -> str:
        """SQL of a table of the engine as local files."""
        self.session.table(table).write.mode("overwrite").parquet(self.staging.target(table))
        return f"read_parquet({literal(self.staging.get(table) / '*.parquet')})"
