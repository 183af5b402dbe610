"""Patience: an outage of catalog, object store or disk is waited out for a minute before work is given back."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from typing import TypeVar

from listmatch.errors import CatalogUnavailable, ListmatchError, StorageUnavailable

LOGGER = logging.getLogger("listmatch.patience")

PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0)
"""A minute together: a server that restarts is back by then, and a person at a terminal still waits."""

OUTAGES = (StorageUnavailable, CatalogUnavailable)
"""What may pass by itself; the work that met it has done nothing wrong."""

Result = TypeVar("Result")


def patiently(
    work: Callable[[], Result], *, waiting: Callable[[str], object], sleep: Callable[[float], object] = time.sleep
) -> Result:
    """The result of *work*, which is done again after an outage and so must be idempotent.

    *waiting* is told the reason before each pause. Raises the last outage when patience is over, and at once
    whatever else *work* raises.
    """
    for pause in PAUSES_S:
        try:
            with full_disk_named():
                return work()
        except OUTAGES as error:
            LOGGER.warning("waiting for %g s: %s", pause, error)
            waiting(f"Waiting: {error}")
        sleep(pause)
    with full_disk_named():
        return work()


@contextmanager
def full_disk_named() -> Iterator[None]:
    """Name a full disk that the block ran into outside of store and catalog, in the scratch folder for one."""
    try:
        yield
    except ListmatchError:
        raise
    except Exception as error:
        if not is_disk_full(error):
            raise
        cure = "Free some space, or put LISTMATCH_HOME on a larger disk."
        raise StorageUnavailable("the disk has no space left for temporary files.", cure=cure) from error


def is_disk_full(error: Exception) -> bool:
    """Whether a disk has no space left; DuckDB, Arrow and Polars say so only in their text."""
    return getattr(error, "errno", None) == ENOSPC or os.strerror(ENOSPC) in str(error)
