"""Where rows go: one parquet file, row ids in the order of arrival, row groups of a fixed size.

Writing happens in one background thread, so that the next chunk is read meanwhile; what is written depends on the rows
alone, never on timing.
"""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from listmatch.domain.columns import LINE, ROW_ID

ROW_GROUP = 122_880
"""Rows of a row group: DuckDB's own unit of parallel work."""
GROUPS_WAITING = 1
"""Row groups that may wait to be written before reading stops for them; bounds the memory."""


class RowsFile:
    """Writes ``rows.parquet``; a context. ``count`` is the number of rows so far."""

    def __init__(self, path: Path, *, names: tuple[str, ...]) -> None:
        text = pa.string()
        self.schema = pa.schema([(ROW_ID, pa.int64()), (LINE, pa.int64()), *((name, text) for name in names)])
        self.path, self.count = path, 0
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._writes: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        self._writer = pq.ParquetWriter(
            self.path, self.schema, compression="snappy", write_statistics=[ROW_ID, LINE], store_schema=False
        )
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
            self._writer.close()

    def add(self, cells: pa.Table, lines: npt.NDArray[np.int64]) -> None:
        """Append the rows of *cells*, whose columns are those of the list; *lines* is the line each begins on."""
        if not cells.num_rows:
            return
        ids = np.arange(self.count + 1, self.count + 1 + cells.num_rows, dtype=np.int64)
        table = pa.table([pa.array(ids), pa.array(lines), *cells.columns], schema=self.schema)
        self.count += cells.num_rows
        self._waiting.append(table)
        self._waiting_rows += cells.num_rows
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
        self._writes.append(self._thread.submit(self._writer.write_table, group, ROW_GROUP))

    def _flush(self) -> None:
        if self._waiting_rows:
            self._write(pa.concat_tables(self._waiting))
        while self._writes:
            self._writes.popleft().result()
