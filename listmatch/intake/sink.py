"""Where rows go: one parquet file, row ids in the order of arrival."""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from listmatch.domain.columns import LINE, ROW_ID
from listmatch.parquet import RowGroups


class RowsFile:
    """Writes ``rows.parquet``; a context. ``count`` is the number of rows so far."""

    def __init__(self, path: Path, *, names: tuple[str, ...]) -> None:
        text = pa.string()
        self.schema = pa.schema([(ROW_ID, pa.int64()), (LINE, pa.int64()), *((name, text) for name in names)])
        self._groups = RowGroups(path, self.schema, compression="snappy", write_statistics=[ROW_ID, LINE])

    @property
    def count(self) -> int:
        """Rows so far."""
        return self._groups.count

    def __enter__(self) -> Self:
        self._groups.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._groups.__exit__(kind, error, trace)

    def add(self, cells: pa.Table, lines: npt.NDArray[np.int64]) -> None:
        """Append the rows of *cells*, whose columns are those of the list; *lines* is the line each begins on."""
        if not cells.num_rows:
            return
        ids = np.arange(self.count + 1, self.count + 1 + cells.num_rows, dtype=np.int64)
        self._groups.add(pa.table([_integers(ids), _integers(lines), *cells.columns], schema=self.schema))


def _integers(numbers: npt.NDArray[np.int64]) -> pa.Array:
    """The same memory as Arrow; ``pa.array`` would import pandas to ask whether it is one of its arrays (0.3 s)."""
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(np.ascontiguousarray(numbers))])
