"""What a standardised list fills: its rows, and the values in each of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.domain.columns import ROW_ID

if TYPE_CHECKING:
    import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Filled:
    """Number of rows, and number of values per standard column."""

    rows: int
    values: Mapping[str, int]

    @property
    def columns(self) -> frozenset[str]:
        """The columns that hold any value at all."""
        return frozenset(column for column, count in self.values.items() if count)


def count_filled(path: Path) -> Filled:
    """Count over a Parquet file: what its footer tells, so that nothing is read of a list, however long."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        rows = file.metadata.num_rows
        values = {name: rows - _nulls(file, number) for number, name in enumerate(file.schema_arrow.names)}
    del values[ROW_ID]
    return Filled(rows, values)


def _nulls(file: "pq.ParquetFile", number: int) -> int:
    """The number of empty cells of a column, counted if the file's statistics do not give it."""
    groups = range(file.metadata.num_row_groups)
    told = [file.metadata.row_group(group).column(number).statistics for group in groups]
    if all(each is not None and each.has_null_count for each in told):
        return sum(each.null_count for each in told)
    return int(file.read(columns=[file.schema_arrow.names[number]]).column(0).null_count)
