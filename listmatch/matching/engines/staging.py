"""How tables go between this machine and Spark's workers: as Parquet files in a folder that both reach.

On one machine that is a folder of its disk and nothing is copied; for a cluster the files are copied by Hadoop's file
systems, which know ``s3://``, ``hdfs://`` and whatever else the cluster is set up for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from listmatch.domain.engines import SparkPlace
from listmatch.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class SharedDisk:
    """The workers read and write this machine's disk."""

    folder: Path

    def put(self, path: str) -> str:
        """Where Spark reads a local file."""
        return Path(path).absolute().as_uri()

    def target(self, name: str) -> str:
        """Where Spark is to write a folder of that name."""
        return (self.folder / name).absolute().as_uri()

    def get(self, name: str) -> Path:
        """The local copy of a folder that Spark wrote."""
        return self.folder / name


@dataclass(frozen=True, slots=True)
class SharedStore:
    """The workers read and write a store; files are copied there and back."""

    session: "SparkSession"
    root: str
    folder: Path
    there: dict[str, str] = field(default_factory=dict)
    """local path -> its copy; a list is read by many statements and copied once"""

    def put(self, path: str) -> str:
        """Where Spark reads a local file."""
        if path not in self.there:
            target = f"{self.root}/in-{len(self.there)}.parquet"
            self._file_system().copyFromLocalFile(self._path(Path(path).absolute().as_uri()), self._path(target))
            self.there[path] = target
        return self.there[path]

    def target(self, name: str) -> str:
        """Where Spark is to write a folder of that name."""
        return f"{self.root}/{name}"

    def get(self, name: str) -> Path:
        """The local copy of a folder that Spark wrote."""
        into = self.folder / name
        self._file_system().copyToLocalFile(self._path(self.target(name)), self._path(into.absolute().as_uri()))
        return into

    def clear(self) -> None:
        """Delete what was copied and written."""
        self._file_system().delete(self._path(self.root), True)

    def _path(self, uri: str) -> Any:
        return self.session.sparkContext._jvm.org.apache.hadoop.fs.Path(uri)

    def _file_system(self) -> Any:
        return self._path(self.root).getFileSystem(self.session.sparkContext._jsc.hadoopConfiguration())


Staging = SharedDisk | SharedStore


@contextmanager
def open_staging(session: "SparkSession", place: SparkPlace, folder: Path) -> Iterator[Staging]:
    """The way between this machine and the workers; what lies on it is gone afterwards.

    Raises InputError for a cluster without a folder that its workers reach.
    """
    if place.staging:
        store = SharedStore(session, f"{place.staging.rstrip('/')}/{uuid4().hex}", folder)
        try:
            yield store
        finally:
            store.clear()
        return
    if not str(session.sparkContext.master).startswith("local"):
        cure = "Set LISTMATCH_SPARK_STAGING to a folder that every worker reaches, as s3://bucket/spark."
        raise InputError("the workers of a cluster do not see this machine's disk.", place="engine: spark", cure=cure)
    yield SharedDisk(folder)
