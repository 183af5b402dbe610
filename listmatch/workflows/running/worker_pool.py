"""A pool of worker processes that run queued jobs to completion, each of them many lists in turn.

A process per list would cost more than most lists do.
"""

import atexit
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing.connection import wait

from listmatch.settings import Settings
from listmatch.workflows.running.foreground import run_to_end
from listmatch.workflows.services import Services, open_services

LISTS_PER_PROCESS = 100
"""After so many the pool is replaced, so that memory retained by native libraries cannot pile up.

(``max_tasks_per_child`` would not do: in Python 3.11 it replaces no process while work waits, and hangs when the last
one has ended, github.com/python/cpython/issues/115634.)
"""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Files to prepare, and then a job to run."""

    file_ids: tuple[str, ...]
    job_id: str | None


def run_all(settings: Settings, work: Sequence[Assignment], *, workers: int) -> Iterator[tuple[Assignment, str]]:
    """Run everything with this many processes; yields each assignment as it ends, with its error (empty on success).

    When a process is killed, the work in progress is run again. The catalog counts the attempts, so a list that kills
    every process fails after three. Raises CatalogUnavailable, StorageUnavailable.
    """
    left = dict.fromkeys(work)
    while left:
        some = list(islice(left, workers * LISTS_PER_PROCESS))
        try:
            for assignment, error in _run(settings, some, workers=workers):
                del left[assignment]
                yield assignment, error
        except BrokenProcessPool:
            continue  # the processes are gone, the rest of the work is not


def _run(settings: Settings, work: Sequence[Assignment], *, workers: int) -> Iterator[tuple[Assignment, str]]:
    """Run with one set of processes. Raises BrokenProcessPool when one of them is killed."""
    spawn = multiprocessing.get_context("spawn")  # a fork would share our database connections
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin, initargs=(settings,)) as pool:
        futures = {pool.submit(_run_one, each): each for each in work}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)  # after an outage, or when the caller stops iterating


_SETTINGS: ContextVar[Settings] = ContextVar("settings of this worker process")


def _begin(settings: Settings) -> None:
    atexit.register(_hold_its_tongue)
    threading.Thread(target=_end_with_parent, name="listmatch-orphan", daemon=True).start()
    _SETTINGS.set(settings)


@cache
def _services() -> Services:
    """Opened with the first list: an error at start-up would only show as a broken pool."""
    return open_services(_SETTINGS.get())


def _end_with_parent() -> None:
    """End this process when its parent was killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # work in progress is run again by the next worker


def _hold_its_tongue() -> None:
    """Nothing that is written from now on is for people: DuckDB's binding tells of objects that it kept to the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _run_one(work: Assignment) -> str:
    return run_to_end(_services(), file_ids=work.file_ids, job_id=work.job_id)
