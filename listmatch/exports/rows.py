"""Reading results.parquet: its columns by origin, batches in order, chosen rows; never the whole file at once."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.exports.numbers import Value
from listmatch.exports.origins import Origin

if TYPE_CHECKING:
    import pyarrow as pa

ROW_ID = "_lmg_row_id"

BATCH = 5000
"""Lines that are worked on at once."""

READ_AHEAD = 1 << 16
"""Bytes of a column that are read at once; without it a whole row group would be held, compressed."""

LOOKED_AT = 300
"""Lines that widths are taken from."""

Chosen = Callable[["pa.RecordBatch"], "pa.Array"]
"""Tells for each line of a batch whether it is wanted."""


@dataclass(frozen=True, slots=True)
class ResultField:
    """A column of the file: its position, its name, and where it comes from."""

    index: int
    name: str
    origin: Origin
    original_name: str
    is_number: bool


@dataclass(frozen=True)
class ResultFile:
    """A results.parquet as ``write_results`` writes it."""

    path: Path

    @cached_property
    def fields(self) -> tuple[ResultField, ...]:
        """The columns in order."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = pq.read_schema(self.path)
        return tuple(
            ResultField(
                index,
                field.name,
                Origin(field.metadata[b"origin"].decode()),
                field.metadata[b"original_name"].decode(),
                pa.types.is_integer(field.type) or pa.types.is_floating(field.type),
            )
            for index, field in enumerate(schema)
        )

    @cached_property
    def rows(self) -> int:
        """Lines of the result."""
        import pyarrow.parquet as pq

        count: int = pq.read_metadata(self.path).num_rows
        return count

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Characters of the longest value of each column among the first lines; enough to set widths by."""
        first = next(self.batches(LOOKED_AT), None)
        if first is None:
            return (0,) * len(self.fields)
        return tuple(max((len(str(v)) for v in column.to_pylist() if v is not None), default=0) for column in first)

    def of(self, origin: Origin) -> tuple[ResultField, ...]:
        """The columns that come from *origin*."""
        return tuple(field for field in self.fields if field.origin is origin)

    def batches(self, rows: int = BATCH) -> Iterator["pa.RecordBatch"]:
        """The whole file in order, *rows* lines at a time."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path, pre_buffer=False, buffer_size=READ_AHEAD) as file:
            yield from file.iter_batches(batch_size=rows, use_threads=False)  # each thread keeps memory of its own

    def count(self, chosen: Chosen, columns: Sequence[str]) -> int:
        """How many lines *chosen* picks, looking at *columns* only."""
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path, pre_buffer=False) as file:
            picked = (pc.sum(chosen(batch)).as_py() for batch in file.iter_batches(columns=list(columns)))
            return sum(count or 0 for count in picked)

    def filtered(self, chosen: Chosen) -> Iterator["pa.RecordBatch"]:
        """The lines that *chosen* picks, in order."""
        for batch in self.batches():
            picked = batch.filter(chosen(batch))
            if picked.num_rows:
                yield picked

    def sorted_by_score(self, chosen: Chosen) -> Iterator["pa.RecordBatch"]:
        """The lines that *chosen* picks, highest score first, else in order; they are held in memory."""
        import pyarrow as pa
        import pyarrow.compute as pc

        picked = list(self.filtered(chosen))
        if picked:
            table = pa.Table.from_batches(picked)
            keys = [("_lmg_match_score", "descending"), (ROW_ID, "ascending")]
            order = pc.sort_indices(table.select([name for name, _ in keys]), sort_keys=keys)
            for start in range(0, len(order), BATCH):  # sorting the table itself would hold it twice
                yield from table.take(order.slice(start, BATCH)).combine_chunks().to_batches()

    def column(self, name: str) -> "pa.ChunkedArray":
        """One whole column of ours (row id, status, score): small enough to hold."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path) as file:  # read_table would import the datasets of pyarrow
            return file.read(columns=[name]).column(0)

    def lines(self, positions: Collection[int]) -> dict[int, tuple[Value, ...]]:
        """The lines at *positions* (0-based), whole; only row groups that hold one of them are read."""
        import pyarrow.parquet as pq

        found: dict[int, tuple[Value, ...]] = {}
        with pq.ParquetFile(self.path, pre_buffer=False) as file:
            start = 0
            for group in range(file.num_row_groups):
                end = start + file.metadata.row_group(group).num_rows
                wanted = sorted(position for position in positions if start <= position < end)
                if wanted:
                    table = file.read_row_group(group).take([position - start for position in wanted])
                    found.update(zip(wanted, _tuples(table.columns), strict=True))
                start = end
        return found


def _tuples(columns: Sequence["pa.ChunkedArray"]) -> Iterator[tuple[Value, ...]]:
    return zip(*(column.to_pylist() for column in columns), strict=True)
