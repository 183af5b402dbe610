"""Stored objects that can no longer be read: how they are detected, and the error that names them.

A full disk, an interrupted copy, a dead sector: an object that was promoted whole does not always stay so.
"""

import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from listmatch.errors import ContractBroken, ListmatchError

TABLE, DOCUMENT = ".parquet", ".json"

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STREAM_END = re.compile(rb"\r?\n?endstream")
_LENGTH = re.compile(rb"/Length (\d+)")

BLOCK_BYTES = 8 << 20
TAIL_BYTES = 1 << 10

MADE_AGAIN = "Run listmatch doctor --read --fix, which makes it again, then this."


def damaged(key: str, *, cure: str = MADE_AGAIN) -> ContractBroken:
    """The error for an object that cannot be read; give another *cure* if it cannot be made again."""
    return ContractBroken("what the object store holds there is damaged.", place=key, cure=cure)


def is_readable(path: Path, *, kind: str) -> bool:
    """Whether all of an object can be read, as far as its *kind* tells, the suffix; else, whether it has content."""
    check = _CHECKS.get(kind)
    return check(path) if check else path.stat().st_size > 0


def count_records(path: Path) -> int | None:
    """The records of a CSV that we wrote, its header among them; None when it does not end with a whole one."""
    count, is_inside, last = 0, False, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            if b"\0" in block:
                return None
            # Parts at even places stand outside of quotes, if the block begins there.
            parts = block.split(b'"')
            count += sum(part.count(b"\n") for part in parts[is_inside::2])
            is_inside ^= len(parts) % 2 == 0
            last = block[-1:]
    return None if is_inside or last != b"\n" else count


@contextmanager
def damage_named(tables: Mapping[str, Path]) -> Iterator[None]:
    """Name the damaged one among the objects (key -> file) that the block reads, should it fail without a sentence.

    They are looked at only then: what is sound costs nothing.
    """
    try:
        yield
    except ListmatchError:
        raise
    except Exception as error:
        for key, path in tables.items():
            if key.endswith(TABLE) and not _is_table(path):
                raise damaged(key) from error
        raise


def _is_table(path: Path) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            for _ in table.iter_batches():
                pass
    except (pa.ArrowException, OSError, ValueError):
        return False
    return True


def _is_document(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True


def _is_text(path: Path) -> bool:
    return count_records(path) is not None


def _is_office(path: Path) -> bool:
    """Whether all parts of a workbook or of slides are as their checksums say."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return False


def _is_printed(path: Path) -> bool:
    return _runs(path, first=b"%PDF-", last=b"%%EOF") and _unpacks(path.read_bytes())


def _is_page(path: Path) -> bool:
    """A page is text: what a dead sector or a copy broken off leaves in it are NULs, of which it has none."""
    return _runs(path, first=b"<!doctype html", last=b"</html>") and b"\0" not in path.read_bytes()


def _unpacks(document: bytes) -> bool:
    """Whether each stream of a PDF of ours is as long as it says and as its checksum says, and the rest is text."""
    end = 0
    while found := _STREAM.search(document, end):
        head = document[end : found.start()]
        lengths = _LENGTH.findall(head)
        if b"\0" in head or not lengths:
            return False
        end = found.end() + int(lengths[-1])
        body = document[found.end() : end]
        is_packed = b"/FlateDecode" in head[head.rfind(b" obj") :]
        if not _STREAM_END.match(document, end) or not (_inflates(body) if is_packed else body):
            return False
    return b"\0" not in document[end:]


def _inflates(packed: bytes) -> bool:
    try:
        zlib.decompress(packed)
    except zlib.error:
        return False
    return True


def _runs(path: Path, *, first: bytes, last: bytes) -> bool:
    """Whether a file runs from its mark of the beginning to that of the end."""
    with path.open("rb") as file:
        head = file.read(len(first))
        file.seek(-min(path.stat().st_size, TAIL_BYTES), os.SEEK_END)
        return head.lower() == first.lower() and file.read().rstrip().endswith(last)


_CHECKS: Mapping[str, Callable[[Path], bool]] = {
    TABLE: _is_table,
    DOCUMENT: _is_document,
    ".csv": _is_text,
    ".xlsx": _is_office,
    ".pptx": _is_office,
    ".pdf": _is_printed,
    ".html": _is_page,
}
