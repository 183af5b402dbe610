"""DuckDB connections: one per piece of work, with memory limit, threads and spill folder set; never shared."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from listmatch.domain.engines import SparkPlace


@dataclass(frozen=True, slots=True)
class Compute:
    """What one piece of work may use of the machine."""

    scratch: Path
    """folder for spill files and other temporary files"""
    threads: int = 2
    memory_limit_mb: int = 0
    """MiB for DuckDB; 0 leaves DuckDB's own default (80 % of the machine)"""
    spark: SparkPlace = field(default_factory=SparkPlace)
    """where Spark runs, for work whose engine it is"""

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A private in-memory DuckDB that spills to a folder of its own, both gone afterwards.

        The network is off (no extension is fetched). Results do not depend on insertion order, so every query that
        writes a file must order it.
        """
        with self.folder() as spill:
            connection = duckdb.connect(
                config={
                    "threads": self.threads,
                    "temp_directory": str(spill),
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                    **({"memory_limit": f"{self.memory_limit_mb}MiB"} if self.memory_limit_mb else {}),
                }
            )
            try:
                connection.execute("set preserve_insertion_order = false").fetchall()
                connection.execute("set enable_progress_bar = false").fetchall()
                yield connection
            finally:
                connection.close()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A temporary folder under the scratch folder, removed afterwards."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        path = Path(tempfile.mkdtemp(dir=self.scratch))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def identifier(name: str) -> str:
    """*name* quoted as an SQL identifier; the only way a column name of a list reaches SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | Path) -> str:
    """*value* quoted as an SQL string, for the few places that take no parameter (COPY targets, views)."""
    return "'" + str(value).replace("'", "''") + "'"
