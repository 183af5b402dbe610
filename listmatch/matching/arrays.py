"""Arrays into tables of DuckDB, by way of a file: its ``register`` and ``pyarrow.array`` import pandas, and polars is
slow to load too; either costs as much time as looking a short list up."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from listmatch.duck import Compute, literal

if TYPE_CHECKING:
    import pyarrow as pa

Column = NDArray[np.number[Any]] | Sequence[str]


def load_arrays(
    connection: duckdb.DuckDBPyConnection, compute: Compute, name: str, columns: Mapping[str, Column]
) -> None:
    """Make the temporary table *name* of *columns* of one length: numbers as arrays, texts as sequences."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    batch = pa.RecordBatch.from_arrays([_arrow(column) for column in columns.values()], names=list(columns))
    with compute.folder() as folder:
        path = folder / "table.parquet"
        with pq.ParquetWriter(path, batch.schema, use_dictionary=False, compression="none") as writer:
            writer.write_batch(batch)
        connection.execute(f"create or replace temp table {name} as from read_parquet({literal(path)})").fetchall()


def _arrow(column: Column) -> "pa.Array":
    import pyarrow as pa

    if isinstance(column, np.ndarray):
        values = np.ascontiguousarray(column)
        return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(values)])
    texts = [text.encode() for text in column]
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))])
