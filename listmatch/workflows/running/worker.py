"""A worker without an orchestrator: takes what is due from the catalog and runs it, one thing at a time.

For one machine. What it is doing is noted in a file beside the catalog; when the worker was killed, the next one
reads there what it has to give back, so that nothing waits for ever, and how often that has killed a worker, so that
one list cannot keep all others waiting. A lock on that file lets one worker run.
"""

import fcntl
import json
import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TextIO

from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.errors import LOGGED_CURE, CatalogUnavailable, ListmatchError, internal_error
from listmatch.memory import give_back_memory
from listmatch.workflows.artifacts import from_plain, to_plain
from listmatch.workflows.lists import preparation
from listmatch.workflows.matches import jobs
from listmatch.workflows.notices.messages import send_due
from listmatch.workflows.recurring.dispatch import dispatch
from listmatch.workflows.results.reports import make_export
from listmatch.workflows.runners import Runner
from listmatch.workflows.running import queue
from listmatch.workflows.running.outages import OUTAGES, full_disk_named
from listmatch.workflows.running.queue import Limits, Work, WorkKind
from listmatch.workflows.running.reaper import ATTEMPTS, GAVE_UP, Silent, reap
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.worker")

POLL_EVERY_S = 0.5
PAUSE_AFTER_OUTAGE_S = 5.0
NOTE_LIMIT_BYTES = 4096

REAP_LATER = timedelta(seconds=20)
"""How much longer than the orchestrator's reaper this one waits before it calls a run gone."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a worker is doing, for the next one to read if this one is killed."""

    kind: WorkKind
    id: str
    launched_at: datetime | None = None
    killed: dict[str, int] = field(default_factory=dict)
    """what was being done when a worker was killed -> how often"""
    is_at_work: bool = True
    """False: it was interrupted by an outage or a stop, not by a kill"""

    @property
    def work(self) -> Work:
        """What it was doing."""
        return Work(self.kind, self.id)


class Worker:
    """Runs everything that is due."""

    def __init__(self, services: Services, runner: Runner, *, notebook: TextIO) -> None:
        self._services, self._runner, self._notebook = services, runner, notebook
        self._turns = dict[str, int]()
        """owner -> number of the turn in which one had something run last"""
        self._killed = Counter[str]()
        """what was being done when a worker was killed -> how often"""

    def run(self, should_stop: Callable[[], bool]) -> None:
        """Work until told to stop; outages of catalog or store are waited out."""
        while not should_stop():
            try:
                self.recover()
                is_busy = self.run_due()
            except OUTAGES as error:
                LOGGER.warning("Waiting: %s", error)
                time.sleep(PAUSE_AFTER_OUTAGE_S)
                continue
            if not is_busy:
                time.sleep(POLL_EVERY_S)

    def run_due(self) -> bool:
        """Run the first thing that is due; says whether there was one."""
        queue.settle_uploads(self._services)
        queue.fail_doomed(self._services)
        dispatch(self._services)
        # One thing at a time is limit enough; what the command line runs meanwhile must not keep this worker waiting.
        limits = Limits(overall=2**31, per_owner=2**31, preparing=2**31)
        for work in self._in_turn(queue.due(self._services, limits=limits)):
            if queue.take(self._services, work):
                self._turns[work.owner_id] = max(self._turns.values(), default=0) + 1
                try:
                    with self._noted(work):
                        self._run(work)
                except OUTAGES as error:
                    self._tell(work, f"Waiting: {error}")
                    raise
                finally:
                    give_back_memory()
                return True
        return False

    def _in_turn(self, due: list[Work]) -> list[Work]:
        """Whose turn was longest ago comes first; each owner's own order stays."""
        return sorted(due, key=lambda work: self._turns.get(work.owner_id, 0))

    def recover(self) -> None:
        """Give back what this worker, or the one before it, was doing when it was killed or met an outage.

        What has killed its worker too often fails instead.
        """
        noted = self._noted_before()
        if noted is None:
            return
        left = noted.work
        LOGGER.warning("It was interrupted and is due again: %s %s.", left.kind, left.id)
        killed = Counter[str](noted.killed)
        killed[_subject(left)] += noted.is_at_work
        is_ours = self._give_back(left, noted.launched_at)
        if is_ours and killed[_subject(left)] >= ATTEMPTS:
            self._fail(left, GAVE_UP)
            del killed[_subject(left)]
        self._killed = killed
        self._write("")

    def _give_back(self, left: Work, launched_at: datetime | None) -> bool:
        """Let it wait again; False when somebody else has it by now, or it has ended."""
        with self._services.catalog.session() as session:
            if left.kind == WorkKind.PREPARE:
                return file_rows.mark_waiting(session, file_id=left.id)
            if left.kind == WorkKind.EXPORT:
                report_id, export_format = left.export
                return export_rows.relaunch(session, report_id=report_id, format=export_format)
            return job_rows.requeue(session, job_id=left.id, launched_at=launched_at)

    def _noted_before(self) -> Note | None:
        """What the note says; None without one, and where a crash of the machine left half of one."""
        text = os.pread(self._notebook.fileno(), NOTE_LIMIT_BYTES, 0)
        try:
            return from_plain(Note, json.loads(text)) if text else None
        except ValueError:
            LOGGER.warning("The note of the last worker cannot be read; the reaper finds what it was doing.")
            return None

    def _tell(self, work: Work, reason: str) -> None:
        """Let a job say what it waits for, if that can be written."""
        if work.kind in (WorkKind.MATCH, WorkKind.DEDUPE):
            with suppress(CatalogUnavailable), self._services.catalog.session() as session:
                job_rows.explain(session, job_id=work.id, message=reason)

    def _run(self, work: Work) -> None:
        """Run one item; its failure is recorded on the item and not raised, except for an outage."""
        try:
            self._run_kind(work)
        except OUTAGES:
            raise
        except ListmatchError as error:
            LOGGER.info("%s %s: %s", work.kind, work.id, error)
        except Exception as error:
            LOGGER.exception("%s %s failed", work.kind, work.id)
            self._fail(work, str(internal_error(error, cure=LOGGED_CURE)))

    def _run_kind(self, work: Work) -> None:
        if work.kind == WorkKind.PREPARE:
            self._runner.prepare([work.id])
        elif work.kind == WorkKind.EXPORT:
            make_export(self._services, *work.export)
        else:
            self._runner.run_job(work.id)

    def _fail(self, work: Work, message: str) -> None:
        if work.kind == WorkKind.PREPARE:
            preparation.fail(self._services, work.id, message)
        elif work.kind == WorkKind.EXPORT:
            report_id, export_format = work.export
            with self._services.catalog.session() as session:
                export_rows.mark_failed(session, report_id=report_id, format=export_format, error=message)
        else:
            jobs.fail(self._services, work.id, message)

    @contextmanager
    def _noted(self, work: Work) -> Iterator[None]:
        """Note the work for as long as the block lasts; a kill, an outage or a stop leaves the note there.

        Only of a kill it says that the work was going on.
        """
        launched_at = None
        if work.kind in (WorkKind.MATCH, WorkKind.DEDUPE):
            with self._services.catalog.reading() as session:
                launched_at = job_rows.get_any(session, job_id=work.id).launched_at
        note = Note(work.kind, work.id, launched_at, dict(self._killed))
        self._write(json.dumps(to_plain(note)))
        try:
            yield
        except BaseException:
            self._write(json.dumps(to_plain(replace(note, is_at_work=False))))
            raise
        del self._killed[_subject(work)]
        self._write("")

    def _write(self, text: str) -> None:
        with full_disk_named():
            # Not through its buffer, which would keep what a full disk refused and fail with it ever after.
            os.ftruncate(self._notebook.fileno(), 0)
            os.pwrite(self._notebook.fileno(), text.encode(), 0)


def _subject(work: Work) -> str:
    return f"{work.kind} {work.id}"


def send_messages(services: Services, should_stop: Callable[[], bool]) -> None:
    """Send queued webhook messages until stopped; in a thread of its own, since a slow address takes seconds."""
    while not should_stop():
        try:
            send_due(services)
        except CatalogUnavailable as error:
            LOGGER.warning("Waiting: %s", error)
            time.sleep(PAUSE_AFTER_OUTAGE_S)
        except Exception:  # one message that cannot be sent must not keep all others from going
            LOGGER.exception("A message to a webhook could not be sent")
            time.sleep(PAUSE_AFTER_OUTAGE_S)
        time.sleep(POLL_EVERY_S)


def reap_late(services: Services, should_stop: Callable[[], bool]) -> None:
    """Let work whose process is gone wait again, until told to stop.

    Later than the orchestrator's own reaper, which ends the run in its UI as well.
    """
    silent_before: Silent = {}
    while not should_stop():
        try:
            now = datetime.now(UTC) - REAP_LATER
            _, silent_before = reap(services, seen_before=silent_before, now=now)
        except CatalogUnavailable as error:
            LOGGER.warning("Waiting: %s", error)
        except Exception:  # without this thread, what a killed process left would wait for ever
            LOGGER.exception("Work whose process is gone could not be looked for")
        time.sleep(PAUSE_AFTER_OUTAGE_S)


@contextmanager
def only_worker(services: Services, should_stop: Callable[[], bool]) -> Iterator[TextIO | None]:
    """The notebook, locked for as long as the block lasts; waits while another worker has it, None when told to stop.

    The other one may be about to end: a server that was killed leaves a worker behind that does its last job.
    """
    path = services.settings.home / "worker.json"
    with path.open("a+", encoding="utf-8") as notebook:
        is_told = False
        while not should_stop():
            try:
                fcntl.flock(notebook, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not is_told:
                    LOGGER.warning("Another worker of this installation runs already; this one waits for its end.")
                is_told = True
                time.sleep(POLL_EVERY_S)
            else:
                yield notebook
                return
        yield None
