"""The queue: what waits in the catalog, and what of it may start now.

The catalog's rows are the queue; whoever has workers (a Dagster sensor, the worker of `listmatch serve`) asks what is
due and starts it. Taking the right to start something is one guarded statement, so that nothing starts twice.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zlib import crc32

from sqlalchemy.orm import Session

from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import job_queue
from listmatch.catalog.records import FileSummary, JobSummary
from listmatch.domain.jobs import ExportFormat
from listmatch.settings import Settings
from listmatch.workflows.matches import jobs
from listmatch.workflows.services import Services

MOST_PATIENCE = 8.0
"""How much longer a launch is waited for on a machine that has far more to do than it can."""

UPLOAD_WINDOW = timedelta(hours=24)
"""How long after its announcement an upload is looked for; signed URLs live much shorter."""

EXPECTED_WITHIN = timedelta(minutes=10)
"""Most uploads arrive within minutes."""

LOOKS_PER_SECOND, TURNS = 2, 61
"""How often a worker looks, and in how many turns late uploads are looked for; a prime, so that whoever looks more
seldom (every five seconds) comes by all turns too.
"""


class WorkKind(StrEnum):
    """What can be due."""

    PREPARE = "prepare"
    MATCH = "match"
    DEDUPE = "dedupe"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to start. ``id`` is a file's or job's id, for an export ``report_id/format``: the run key."""

    kind: WorkKind
    id: str
    owner_id: str = field(default="", compare=False)
    """whose it is; empty for an export"""

    @property
    def export(self) -> tuple[str, ExportFormat]:
        """Of an export: the report, and the format that it is to have."""
        report_id, _, export_format = self.id.partition("/")
        return report_id, ExportFormat(export_format)


AT_A_LOOK = 100
"""How much of each kind a look finds; the next one is seconds away."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs may be processed at once, over all owners and for one, and how many files prepared."""

    overall: int
    per_owner: int
    preparing: int

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """What the settings allow."""
        return cls(settings.jobs_at_once, settings.jobs_per_owner, settings.preparations_at_once)


def launch_again_after(settings: Settings) -> timedelta:
    """How long a launch may take to lead to a run; after it, it is tried again.

    A run that was only slow finds that the other has the job, and was for nothing. So a machine on which processes
    wait for each other (more than two a core) is given more time: launching again would only add to them.
    """
    crowd = os.getloadavg()[0] / (os.cpu_count() or 1)
    return timedelta(seconds=settings.launch_again_s * min(max(crowd / 2, 1.0), MOST_PATIENCE))


def choose(waiting: Iterable[JobSummary], *, running: Mapping[str, int], limits: Limits) -> list[JobSummary]:
    """Which of the waiting jobs, in their order, may start while *running* (owner -> jobs) are being processed."""
    counts = Counter(running)
    chosen = []
    for job in waiting:
        if counts.total() >= limits.overall:
            break
        if counts[job.owner_id] < limits.per_owner:
            counts[job.owner_id] += 1
            chosen.append(job)
    return chosen


def due(services: Services, *, limits: Limits) -> list[Work]:
    """Everything that may start now. Nothing is marked; see *take*.

    What needs nothing more comes first: exports, then jobs whose files are ready, then preparations, so that of
    hundreds of lists the first have results before the last are prepared. Within a kind owners take turns, and the
    oldest of each comes first.
    """
    again_after = launch_again_after(services.settings)
    with services.catalog.reading() as session:
        exports = export_rows.awaiting(session, limit=AT_A_LOOK)
        waiting = job_queue.startable(session, again_after=again_after, limit=AT_A_LOOK)
        running = job_queue.running_by_owner(session, again_after=again_after)
        free = max(limits.preparing - file_rows.preparing(session), 0)
        files = file_rows.awaiting_preparation(session, limit=min(free, AT_A_LOOK))
    work = [Work(WorkKind.EXPORT, f"{export.report_id}/{export.format}") for export in exports]
    for job in choose(waiting, running=running, limits=limits):
        work.append(Work(WorkKind.MATCH if job.master_file_id else WorkKind.DEDUPE, job.id, job.owner_id))
    return work + [Work(WorkKind.PREPARE, file.id, file.owner_id) for file in files]


def take(services: Services, work: Work) -> bool:
    """The right to start something; False when somebody else has it."""
    again_after = launch_again_after(services.settings)
    with services.catalog.session() as session:
        if work.kind is WorkKind.PREPARE:
            return file_rows.take(session, file_id=work.id)
        if work.kind is WorkKind.EXPORT:
            report_id, export_format = work.export
            return export_rows.mark_launched(
                session, report_id=report_id, format=export_format, again_after=again_after
            )
        return job_queue.mark_launched(session, job_id=work.id, again_after=again_after)


def settle_uploads(services: Services, *, now: datetime | None = None) -> int:
    """Find announced uploads whose bytes have arrived, and let them be prepared; returns how many there were.

    An object store of its own (S3) tells nobody that a presigned upload is complete, so somebody has to look. Those
    announced of late are looked for each time, the others in turn, since many of them will never come.
    """
    now = now or datetime.now(UTC)
    with services.catalog.reading() as session:
        announced = file_rows.awaiting_upload(session, since=now - UPLOAD_WINDOW)
    arrived = 0
    for file in announced:
        if _is_its_turn(file, now) and services.store.exists(file.raw_key):
            size = services.store.stat(file.raw_key).size
            with services.catalog.session() as session:
                arrived += file_rows.mark_received(session, file_id=file.id, size=size)
    return arrived


def _is_its_turn(file: FileSummary, now: datetime) -> bool:
    turn = int(now.timestamp() * LOOKS_PER_SECOND) % TURNS
    return now - file.created_at < EXPECTED_WITHIN or crc32(file.id.encode()) % TURNS == turn


def fail_doomed(services: Services) -> int:
    """Fail the waiting jobs of which a file failed or was deleted; returns how many there were."""
    with services.catalog.reading() as session:
        doomed = job_queue.doomed(session)
        files = {job.id: _lost_file(session, job) for job in doomed}
    for job in doomed:
        jobs.fail(services, job.id, files[job.id])
    return len(doomed)


def _lost_file(session: Session, job: JobSummary) -> str:
    for role, file_id in (("source", job.source_file_id), ("master", job.master_file_id)):
        if file_id:
            file = file_rows.get_any(session, file_id=file_id)
            if file.deleted_at:
                return f"The {role} list {file.name} was deleted before the job could start."
            if file.prepare_error:
                return f"The {role} list could not be prepared: {file.prepare_error}"
    return "A list of this job cannot be used any more."
