"""Objects of ours that can no longer be read: how they are known, and what whoever meets one is told.

A disk that was full, a copy that broke off, a sector that died: what was promoted whole does not always stay so.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from listmatch.errors import ContractBroken, ListmatchError

TABLE, DOCUMENT = ".parquet", ".json"


MADE_AGAIN = "Run listmatch doctor --read --fix, which makes it again, then this."


def damaged(key: str, *, cure: str = MADE_AGAIN) -> ContractBroken:
    """The error for an object that cannot be read; *cure* is another one where nobody can make it again."""
    return ContractBroken("what the object store holds there is damaged.", place=key, cure=cure)


def is_readable(path: Path, *, kind: str) -> bool:
    """Whether all of a table or document can be read (*kind*: its suffix); of anything else, whether it has content."""
    if kind == TABLE:
        return _is_table(path)
    if kind == DOCUMENT:
        return _is_document(path)
    return path.stat().st_size > 0


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
