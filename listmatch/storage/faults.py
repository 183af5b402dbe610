"""Store failures translated into the error tree."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from listmatch.errors import NotFound, StorageUnavailable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def missing(key: str) -> NotFound:
    """The error for an object that does not exist."""
    return NotFound("there is no such object in the store.", place=key)


def is_disk_full(error: Exception) -> bool:
    """Whether the disk or the quota is used up; DuckDB, Arrow and Polars say so only in their text."""
    return getattr(error, "errno", None) in _FULL or os.strerror(errno.ENOSPC) in str(error)


def scratch_is_full() -> StorageUnavailable:
    """The error for a full disk that is met outside of store and catalog."""
    cure = "Free some space, or put LISTMATCH_HOME on a larger disk."
    return StorageUnavailable("the disk has no space left for temporary files.", cure=cure)


def from_os_error(error: OSError, *, place: str) -> StorageUnavailable:
    """The error for a disk that refuses: one sentence about what, and what to do."""
    if is_disk_full(error):
        return StorageUnavailable(
            "the object store has no space left.", place=place, cure="Free some space, then run it again."
        )
    if isinstance(error, PermissionError):
        return StorageUnavailable(
            "the object store may not be read or written.", place=place, cure="Check the permissions of its folder."
        )
    reason = error.strerror or type(error).__name__
    return StorageUnavailable(f"the object store cannot be used ({reason}).", place=place, cure="Check its disk.")


@contextmanager
def on_disk(place: str) -> Iterator[None]:
    """Turn the operating system's errors of the block into ``StorageUnavailable``."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error, place=place) from error
