"""What a run of Dagster does to the signals of the process that runs it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def termination_kept() -> Iterator[None]:
    """Leave SIGTERM as it was.

    Dagster ends a run by giving SIGTERM what SIGINT does. A shell lets what it runs in the background ignore SIGINT, so
    that a `listmatch watch` there could be ended by SIGKILL alone once it had matched a list.
    """
    if threading.current_thread() is not threading.main_thread():  # where signals cannot be set, by Dagster neither
        yield
        return
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
