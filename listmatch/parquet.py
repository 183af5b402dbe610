"""Parquet files that are written while their rows are still being made: row groups of one size, encoded in a thread.

What is written depends on the rows alone: neither on the pieces in which they come nor on timing.
"""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROW_GROUP = 30_720
"""Rows of a row group: a quarter of DuckDB's own, since up to three of them are in memory."""
SAMPLED = 8_192
"""Rows by which it is decided which columns get a dictionary."""
MOST_NEW = 0.9
"""Distinct values per value from which a column gets none: it would be given up again after a megabyte, at twice the
cost of writing plainly."""
GROUPS_WAITING = 1
"""Row groups that may wait to be encoded before whoever makes the rows has to wait; bounds the memory."""


class RowGroups:
    """A Parquet file at *path* that takes tables of *schema*; a context, at whose end the file is whole.

    *options* are those of ``pyarrow.parquet.ParquetWriter``; what Arrow would say of the schema, metadata of fields
    among it, is left out unless they ask for it.
    """

    def __init__(self, path: Path, schema: pa.Schema, **options: Any) -> None:
        self.path, self.schema, self.count = path, schema, 0
        self.options = {"store_schema": False} | options
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._writes: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        self._writer: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(max_workers=1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._thread.shutdown(wait=True, cancel_futures=True)
            if self._writer is not None:
                self._writer.close()

    def add(self, table: pa.Table) -> None:
        """Append the rows of *table*."""
        self.count += table.num_rows
        self._waiting.append(table)
        self._waiting_rows += table.num_rows
        if self._waiting_rows >= ROW_GROUP:
            self._write_full_groups()

    def _write_full_groups(self) -> None:
        table = pa.concat_tables(self._waiting)
        whole = self._waiting_rows // ROW_GROUP * ROW_GROUP
        for start in range(0, whole, ROW_GROUP):
            self._write(table.slice(start, ROW_GROUP))
        self._waiting, self._waiting_rows = [table.slice(whole)], self._waiting_rows - whole

    def _write(self, group: pa.Table) -> None:
        while len(self._writes) > GROUPS_WAITING:
            self._writes.popleft().result()
        self._writes.append(self._thread.submit(self._encode, group))

    def _encode(self, group: pa.Table) -> None:
        """Pages end where the pieces of a column do, unless they are made one first."""
        whole = group.combine_chunks()
        self._open(whole).write_table(whole, ROW_GROUP)

    def _open(self, first: pa.Table | None = None) -> pq.ParquetWriter:
        """The writer; by the *first* row group it is decided which columns get a dictionary."""
        if self._writer is None:
            columns = zip(first.column_names, first.columns, strict=True) if first is not None else ()
            repeating = [name for name, column in columns if _repeats(column.slice(0, SAMPLED))]
            self._writer = pq.ParquetWriter(self.path, self.schema, use_dictionary=repeating, **self.options)
        return self._writer

    def _flush(self) -> None:
        if self._waiting_rows:
            self._write(pa.concat_tables(self._waiting))
        while self._writes:
            self._writes.popleft().result()
        self._open()


def _repeats(column: pa.ChunkedArray) -> bool:
    filled = len(column) - column.null_count
    return int(pc.count_distinct(column).as_py()) <= MOST_NEW * filled or not filled
