"""Outages of catalog, object store or disk: a stage is retried for a minute before its work goes back to the queue."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from listmatch.errors import CatalogUnavailable, ListmatchError, StorageUnavailable
from listmatch.storage.faults import is_disk_full, scratch_is_full

LOGGER = logging.getLogger("listmatch.outages")

PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0)
"""One minute in total: long enough for a server to restart, short enough for a person at a terminal to wait."""

OUTAGES = (StorageUnavailable, CatalogUnavailable)
"""Errors that may pass by themselves and are no fault of the work that met them."""

Result = TypeVar("Result")


def wait_out_outages(
    work: Callable[[], Result], *, waiting: Callable[[str], object], sleep: Callable[[float], object] = time.sleep
) -> Result:
    """The result of *work*, which is repeated after an outage and so must be idempotent.

    *waiting* is called with the reason before each pause. Raises the last outage when the minute is over, and any
    other error of *work* at once.
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
    """Turn a full disk met outside of store and catalog (in the scratch folder, say) into ``StorageUnavailable``."""
    try:
        yield
    except ListmatchError:
        raise
    except Exception as error:
        if not is_disk_full(error):
            raise
        raise scratch_is_full() from error
