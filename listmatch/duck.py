"""DuckDB connections: one per piece of work, with memory limit, threads and spill folder set; never shared."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from uuid import uuid4

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
                _set_up(connection)
                with _interruptible():
                    yield connection
            finally:
                connection.close()

    @contextmanager
    def kept(self) -> Iterator["Compute"]:
        """The same for several pieces of work of one thread, one after the other: their DuckDB is set up once.

        That takes 15 ms of CPU, nearly all of it for naming functions that hardly any query calls.
        """
        with self.connect() as instance:
            yield _Kept(**{each.name: getattr(self, each.name) for each in fields(self)}, instance=instance)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A temporary folder under the scratch folder, removed afterwards."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        path = Path(tempfile.mkdtemp(dir=self.scratch))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept(Compute):
    """A compute whose connections are databases of one DuckDB."""

    instance: duckdb.DuckDBPyConnection

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A private database, gone afterwards; settings of the whole DuckDB are again what they are at first."""
        name = f"work_{uuid4().hex}"
        connection = self.instance.cursor()
        try:
            connection.execute(f"attach ':memory:' as {name}").fetchall()
            connection.execute(f"use {name}").fetchall()
            _set_up(connection)
            with _interruptible():
                yield connection
        finally:
            connection.close()
            self.instance.execute(f"detach {name}").fetchall()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C during a query is Ctrl-C; DuckDB's binding makes a plain RuntimeError of it."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise


def _set_up(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set preserve_insertion_order = false").fetchall()
    connection.execute("set enable_progress_bar = false").fetchall()


def identifier(name: str) -> str:
    """*name* quoted as an SQL identifier; the only way a column name of a list reaches SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | Path) -> str:
    """*value* quoted as an SQL string, for the few places that take no parameter (COPY targets, views)."""
    return "'" + str(value).replace("'", "''") + "'"
