"""The bytes of a file, block by block."""

from collections.abc import Iterator
from pathlib import Path

from listmatch.domain.progress import Progress

CHUNK_BYTES = 8 << 20
"""Bytes that are read, looked at and parsed at a time; a reading holds a few such chunks."""


def raw_blocks(path: Path, skip: int, *, progress: Progress) -> Iterator[bytes]:
    """The bytes of the file at *path* after the first *skip*, in blocks of ``CHUNK_BYTES``."""
    size, done = max(path.stat().st_size, 1), 0
    with path.open("rb") as file:
        while block := file.read(CHUNK_BYTES):
            done += len(block)
            yield block[skip:]
            skip = 0
            progress(done / size, "reading lines")
