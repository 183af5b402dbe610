"""The last rows of a list on their way to the file of rows: held back until it is known that nothing follows them."""

import numpy as np
import pyarrow as pa

from listmatch.intake.footer import COMPARED, LONGEST, Below, find_footer
from listmatch.intake.quarantine import QuarantineFile, quarantined
from listmatch.intake.scan import Positions
from listmatch.intake.sink import RowsFile

HELD = LONGEST + COMPARED


class RowsTail:
    """Takes rows as `RowsFile` does and hands them on, but for the last ones."""

    def __init__(self, rows: RowsFile) -> None:
        self._rows = rows
        self._cells: pa.Table | None = None
        self._lines: Positions = np.zeros(0, dtype=np.int64)

    @property
    def count(self) -> int:
        """Rows so far."""
        return self._rows.count + len(self._lines)

    def add(self, cells: pa.Table, lines: Positions) -> None:
        """Append the rows of *cells*; *lines* is the line each begins on."""
        if not cells.num_rows:
            return
        self._cells = cells if self._cells is None else pa.concat_tables([self._cells, cells])
        self._lines = np.concatenate([self._lines, lines])
        self._release(len(self._lines) - HELD)

    def end(self, quarantine: QuarantineFile, *, may_have_footer: bool) -> int:
        """Hand on what is left, and its footer to *quarantine*; returns how many lines that were."""
        reasons = find_footer(self._records()) if may_have_footer else []
        self._release(len(self._lines) - len(reasons))
        for line, reason, record in zip(self._lines.tolist(), reasons, self._records(), strict=True):
            raw = "\t".join(record.cells).rstrip("\t")
            quarantine.add([quarantined(line, reason=reason, raw=raw.encode())])
        self._cells, self._lines = None, self._lines[:0]
        return len(reasons)

    def _release(self, count: int) -> None:
        if self._cells is None or count <= 0:
            return
        self._rows.add(self._cells.slice(0, count), self._lines[:count])
        self._cells, self._lines = self._cells.slice(count), self._lines[count:]

    def _records(self) -> list[Below]:
        if self._cells is None:
            return []
        columns = [column.to_pylist() for column in self._cells.columns]
        records: list[Below] = []
        end = 0
        for line, *cells in zip(self._lines.tolist(), *columns, strict=True):
            texts = [cell or "" for cell in cells]
            records.append(Below(tuple(map(str.strip, texts)), is_apart=bool(records) and line > end + 1))
            end = line + sum(text.count("\n") for text in texts)
        return records
