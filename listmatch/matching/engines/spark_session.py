"""The Spark session: found or started once per process, with a clear error where Spark cannot run."""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from listmatch.domain.engines import SparkPlace
from listmatch.errors import InputError, SystemFault

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

APPLICATION = "listmatch"


@contextmanager
def spark_session(place: SparkPlace) -> Iterator["SparkSession"]:
    """A session with tables and functions of its own on the process's Spark, which is started when there is none.

    Spark itself stays: the next match need not wait for it. Raises InputError when pyspark or Java is missing,
    SystemFault when Spark does not start.
    """
    _require(place)
    try:
        session = _started(place)
    except Exception as error:
        cure = "Check LISTMATCH_SPARK_MASTER and LISTMATCH_SPARK_CONF, and that the cluster can be reached from here."
        message = f"Spark did not start on {place.master or 'the master of spark-submit'} ({type(error).__name__})."
        raise SystemFault(message, place="engine: spark", cure=cure) from error
    own = session.newSession()
    for name, value in _configuration(place).items():
        if own.conf.isModifiable(name):  # a session that a platform had started brings other settings
            own.conf.set(name, value)
    yield own


def _require(place: SparkPlace) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # pandas 3, of which nothing here makes use
            import pyspark.sql  # noqa: F401
    except ImportError as error:
        cure = "Install listmatch's extra `spark` (see docs/guides/spark.md), or use `engine: duckdb`."
        raise InputError("pyspark is not installed.", place="engine: spark", cure=cure) from error
    java = os.environ.get("JAVA_HOME", "")
    if place.is_local and not (java or shutil.which("java")):
        cure = "Install a Java runtime (Debian: `apt install default-jre-headless`), or use `engine: duckdb`."
        raise InputError("Spark needs Java 17 or newer, and none is installed.", place="engine: spark", cure=cure)


def _started(place: SparkPlace) -> "SparkSession":
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName(APPLICATION)
    for name, value in _configuration(place).items():
        builder = builder.config(name, value)
    if place.master:
        builder = builder.master(place.master)
    if place.is_local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the workers run whatever python3 is on the path
    return builder.getOrCreate()


def _configuration(place: SparkPlace) -> dict[str, str]:
    """Spark's settings; those of the user win."""
    ours = {
        "spark.sql.ansi.enabled": "false",  # as in DuckDB, a share of nothing is null and no error
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
        "spark.sql.maxPlanStringLength": "10000",  # in full, the plans of one match fill a gigabyte of heap
    }
    if place.is_local:
        ours |= {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
        ours |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    return ours | dict(place.conf)
