"""Opens an engine by its name. The interface is in ``engine``."""

from collections.abc import Iterator
from contextlib import contextmanager

from listmatch.domain.engines import EngineName
from listmatch.duck import Compute
from listmatch.matching.engines.engine import Engine


@contextmanager
def open_engine(name: EngineName, compute: Compute) -> Iterator[Engine]:
    """The engine of that name, with a DuckDB of its own; its tables are dropped afterwards.

    Raises InputError when Spark is asked for and is not installed, SystemFault when it does not start.
    """
    with compute.connect() as connection:
        if name == "duckdb":
            from listmatch.matching.engines.on_duckdb import DuckDBEngine

            yield DuckDBEngine(connection)
            return
        from listmatch.matching.engines.on_spark import open_spark_engine

        with open_spark_engine(connection, compute) as engine:
            yield engine
