"""Rows of a long list on disk, fetched by their numbers: what that costs grows with the rows that are fetched.

A Parquet file is read by the hundred thousand rows, whatever is wanted of it. Here a few rows are one block, compressed
with a dictionary that is made from rows of the list, so that short blocks stay as small as long ones. One file holds
the blocks, the places where they begin, the dictionary, and the sizes of both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
from numpy.typing import NDArray

from listmatch.domain.columns import ROW_ID
from listmatch.duck import Compute, identifier, literal

if TYPE_CHECKING:
    import zstandard

Numbers = NDArray[np.int64]

BLOCK = 4
"""Rows of a block. Of 500,000 rows of 15 columns 4 rows a block take 58 bytes a row and 2 microseconds to read, 8 rows
take 55 and 3, 16 take 52 and 6."""
STRETCH = 122_880
"""Rows that are read at a time: four row groups of standard.parquet."""
BATCH = 20_480
"""rows that DuckDB hands over at a time: their texts must not exceed 2 GiB"""
DICTIONARY = 112_640
"""bytes, zstd's own default"""
SAMPLED_BLOCKS, SAMPLED_ROWS, SAMPLED_STRETCHES = 4_000, 8_000, 4
FEWEST_BLOCKS = 200
"""below them there is too little to learn a dictionary from"""
FOOTER = np.dtype([("blocks", "<u8"), ("dictionary", "<u8")])


@dataclass(frozen=True, slots=True)
class RowStore:
    """The rows of a list that ``write_rows`` wrote, with these *columns*."""

    path: Path
    columns: Sequence[str]

    def load(
        self,
        connection: duckdb.DuckDBPyConnection,
        compute: Compute,
        rows: Numbers,
        *,
        columns: Sequence[str],
        into: str,
    ) -> None:
        """Make the temporary table *into*: row id and *columns* of *rows*, NULL in columns that are not stored.

        Rows come each once and in ascending order, so that a block is read once.
        """
        place = {name: number for number, name in enumerate(self.columns, start=2)}
        cells = [f"cells[{place[name]}]" if name in place else "null::varchar" for name in columns]
        selected = "".join(f", {cell} as {identifier(name)}" for cell, name in zip(cells, columns, strict=True))
        with compute.folder() as folder:
            texts = folder / "rows.json"
            texts.write_bytes(b"\n".join(self._texts(rows)))
            connection.execute(
                f"""create or replace temp table {into} as select cells[1]::bigint as {ROW_ID}{selected}
                from read_json({literal(texts)}, format = 'newline_delimited', records = false,
                    columns = {{cells: 'varchar[]'}})"""
            ).fetchall()

    def _texts(self, rows: Numbers) -> Iterator[bytes]:
        """The rows as JSON: their number and their cells."""
        import zstandard

        whole = np.memmap(self.path, dtype=np.uint8, mode="r")
        footer = whole[-FOOTER.itemsize :].view(FOOTER)[0]
        dictionary_at = len(whole) - FOOTER.itemsize - int(footer["dictionary"])
        places = whole[dictionary_at - 8 * int(footer["blocks"]) - 8 : dictionary_at].view("<u8")
        read = zstandard.ZstdDecompressor(_dictionary(whole[dictionary_at : -FOOTER.itemsize].tobytes())).decompress
        memory, at, lines = whole.data, -1, [b""]
        blocks = (rows - 1) // BLOCK
        begins, ends = places[blocks].tolist(), places[blocks + 1].tolist()
        for row, begin, end in zip(rows.tolist(), begins, ends, strict=True):
            if begin != at:
                at, lines = begin, read(memory[begin:end]).split(b"\n")
            yield b"[%d,%b" % (row, lines[(row - 1) % BLOCK][1:])


def write_rows(
    connection: duckdb.DuckDBPyConnection, table: str, *, rows: int, columns: Sequence[str], path: Path
) -> None:
    """Write *columns* of the *rows* rows of *table* (SQL that can stand after ``from``), numbered from 1, to *path*.

    The same bytes whatever the number of threads.
    """
    import zstandard

    cells = ", ".join(identifier(name) for name in columns) or "null"
    texts = f"select json_array({cells})::varchar || chr(10) as text from {table}"
    bounds = [*range(1, rows + 1, STRETCH), rows + 1]
    dictionary = _learnt(connection, texts, bounds)
    compressor = zstandard.ZstdCompressor(dict_data=_dictionary(dictionary), write_checksum=False, write_dict_id=False)
    sizes = [0]
    with path.open("wb") as file:
        for first, end in pairwise(bounds):
            blocks = compressor.multi_compress_to_buffer(_blocks(connection, texts, first, end))
            for number in range(len(blocks)):
                sizes.append(file.write(blocks[number].tobytes()))
        np.cumsum(sizes, dtype=np.uint64).astype("<u8").tofile(file)
        file.write(dictionary)
        np.array([(len(sizes) - 1, len(dictionary))], FOOTER).tofile(file)


def _learnt(connection: duckdb.DuckDBPyConnection, texts: str, bounds: Sequence[int]) -> bytes:
    """A dictionary for blocks of such rows, of samples from several places; empty where there is too little of them."""
    import zstandard

    samples: list[bytes | bytearray | memoryview[int]] = []
    for first in bounds[:-1][:: max(len(bounds) // SAMPLED_STRETCHES, 1)]:
        blocks = _blocks(connection, texts, first, min(first + SAMPLED_ROWS, bounds[-1]))
        chosen = range(0, len(blocks), max(len(blocks) * SAMPLED_STRETCHES // SAMPLED_BLOCKS, 1))
        samples += [blocks[number].tobytes() for number in chosen]
    if len(samples) < FEWEST_BLOCKS:
        return b""
    # k and d as given are not searched for: eight times sooner, and half a percent larger
    return zstandard.train_dictionary(DICTIONARY, samples, k=512, d=8).as_bytes()


def _blocks(connection: duckdb.DuckDBPyConnection, texts: str, first: int, end: int) -> "zstandard.BufferWithSegments":
    """The blocks of the rows from *first*, with which a block begins, up to *end*."""
    import pyarrow as pa
    import zstandard

    query = f"{texts} where {ROW_ID} >= {first} and {ROW_ID} < {end} order by {ROW_ID}"
    with connection.sql(query).to_arrow_reader(BATCH) as reader:
        rows = reader.read_all().column("text").cast(pa.large_string()).combine_chunks()
    _, places, content = rows.buffers()
    ends = np.frombuffer(places, np.int64)[: len(rows) + 1]
    begins = ends[:-1:BLOCK]
    segments = np.stack([begins, np.diff(begins, append=ends[-1:])], axis=1)
    return zstandard.BufferWithSegments(content, segments.tobytes())


def _dictionary(content: bytes) -> "zstandard.ZstdCompressionDict":
    """None that matters where *content* is empty."""
    import zstandard

    return zstandard.ZstdCompressionDict(content)
