"""Parquet: every column as text, batch by batch.

Text stays as it is; whole floats lose ``.0``, midnights their time. Members of inner records are columns of their own,
named ``outer.inner``; lists become JSON.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from listmatch.domain.files import FileFormat
from listmatch.domain.progress import Progress
from listmatch.errors import FileUnreadable
from listmatch.intake.cells import null_blanks
from listmatch.intake.source import Head, Ledger, refuse_too_wide

BATCH_ROWS = 50_000
EMPTY_TIME = r"( 00:00:00(\.0+)?|\.0+)Z?$"
"""Midnight, or a fraction of a second that is none."""


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """A Parquet file (a `ListSource`)."""

    path: Path
    names: tuple[str, ...]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read the schema; raises `FileUnreadable` when the file is damaged."""
        try:
            names = tuple(_flat(pq.read_schema(path).empty_table()).column_names)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _damaged() from error
        refuse_too_wide(len(names))
        return cls(path, names)

    @property
    def head(self) -> Head:
        """The schema names the columns, and nothing has to be assumed."""
        return Head(FileFormat(kind="parquet", header_line=0), self.names)

    def read(self, ledger: Ledger, progress: Progress) -> None:
        """Pour every row; a row's line is its number, as there are no lines."""
        try:
            with pq.ParquetFile(self.path) as file:
                total, done = max(file.metadata.num_rows, 1), 0
                for batch in file.iter_batches(batch_size=BATCH_ROWS):
                    batch.validate(full=True)
                    flat = _flat(pa.Table.from_batches([batch]))
                    columns = [null_blanks(as_text(column)) for column in flat.columns]
                    table = pa.table(columns, names=[f"c{index}" for index in range(len(columns))])
                    ledger.rows.add(table, np.arange(done + 1, done + 1 + batch.num_rows, dtype=np.int64))
                    done += batch.num_rows
                    progress(done / total, "reading rows")
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _damaged() from error
        ledger.tally.physical_lines = ledger.tally.data_lines = done


def _flat(table: pa.Table) -> pa.Table:
    """*table* with the members of its records in their places."""
    while any(pa.types.is_struct(field.type) and field.type.num_fields for field in table.schema):
        table = table.flatten()
    return table


def _damaged() -> FileUnreadable:
    return FileUnreadable("the Parquet file is damaged or cut off.", cure="Write it again.")


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Any column as strings."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(pc.cast(column, kind.value_type))
    if pa.types.is_nested(kind):
        return _as_json(column)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_string(kind):
        return pc.cast(column, pa.string())
    if pa.types.is_timestamp(kind):
        return pc.replace_substring_regex(pc.cast(column, pa.string()), EMPTY_TIME, "")
    if pa.types.is_float16(kind):
        return pc.cast(pc.cast(column, pa.float32()), pa.string())
    try:
        return pc.cast(column, pa.string())
    except pa.ArrowException:
        return _as_json(column)


def _as_json(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Nested values as JSON, bytes that are not text in hexadecimal, anything else as Python writes it."""
    texts = [None if value is None else _json_text(value) for value in column.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string())])


def _json_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
