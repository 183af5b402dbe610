"""Heartbeats: while a stage works, a thread records in the catalog that it is alive."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from listmatch.errors import CatalogUnavailable

LOGGER = logging.getLogger("listmatch.heartbeat")

BEAT_EVERY_S = 5.0


@contextmanager
def beating(beat: Callable[[], object], *, every_s: float = BEAT_EVERY_S) -> Iterator[None]:
    """Call *beat* every few seconds until the block ends. A catalog that is away for a while is waited for."""
    over = threading.Event()

    def keep_beating() -> None:
        while not over.wait(every_s):
            try:
                beat()
            except CatalogUnavailable as error:
                LOGGER.warning("no sign of life was given: %s", error)
            except Exception:  # without this thread the reaper would give the work to another while it goes on
                LOGGER.exception("no sign of life was given")

    thread = threading.Thread(target=keep_beating, name="listmatch-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
