"""The last rows of a list on their way to the file of rows: held back until it is known that nothing follows them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from listmatch.intake.footer import COMPARED, LONGEST, Below, find_footer
from listmatch.intake.quarantine import QuarantineFile, quarantined
from listmatch.intake.scan import Positions
from listmatch.intake.sink import RowsFile
from listmatch.intake.strays import find_strays

HELD = LONGEST + COMPARED


class RowsTail:
    """Takes rows as `RowsFile` does and hands them on, but for the last ones, and for what is not a row.

    *header* are the names as the file has them, None for a list in which nothing but rows can stand.
    """

    def __init__(self, rows: RowsFile, quarantine: QuarantineFile, *, header: Sequence[str] | None) -> None:
        self._rows, self._quarantine, self._header = rows, quarantine, header
        self._set_aside = 0
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
        strays = find_strays(cells, self._header) if self._header is not None else {}
        if strays:
            self._reject(cells, lines, strays)
            is_row = np.ones(cells.num_rows, dtype=bool)
            is_row[list(strays)] = False
            cells, lines = cells.filter(pa.array(is_row)), lines[is_row]
        self._cells = cells if self._cells is None else pa.concat_tables([self._cells, cells])
        self._lines = np.concatenate([self._lines, lines])
        self._release(len(self._lines) - HELD)

    def end(self) -> int:
        """Hand on what is left, and its footer to the quarantine; returns how many lines turned out to be no rows."""
        reasons = find_footer(self._records()) if self._header is not None else []
        self._release(len(self._lines) - len(reasons))
        if self._cells is not None:
            self._reject(self._cells, self._lines, dict(enumerate(reasons)))
        self._cells, self._lines = None, self._lines[:0]
        return self._set_aside

    def _reject(self, cells: pa.Table, lines: Positions, reasons: Mapping[int, str]) -> None:
        self._set_aside += len(reasons)
        for at, reason in reasons.items():
            row = [column[at].as_py() or "" for column in cells.columns]
            raw = "\t".join(row).rstrip("\t").encode()
            self._quarantine.insert([quarantined(int(lines[at]), reason=reason, raw=raw)])

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
