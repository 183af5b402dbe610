"""Keeps Dagster from changing the signal handlers of the process that executes a run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def preserve_sigterm() -> Iterator[None]:
    """Restore the handler of SIGTERM after the block.

    Executing a run in process sets SIGTERM to the handler of SIGINT. A shell starts background jobs with SIGINT
    ignored, so after its first list a `listmatch watch` in the background could only be ended with SIGKILL.
    """
    if threading.current_thread() is not threading.main_thread():  # only there can signals be set, by Dagster too
        yield
        return
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
