"""The reaper: files and jobs whose run is gone wait again, or have failed when that happened too often.

A run gives a sign of life every five seconds. One that is silent is looked at twice before it counts as gone, so that
after an outage of the catalog the living have time to speak.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import job_queue
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import FileSummary, JobSummary
from listmatch.workflows.lists import preparation
from listmatch.workflows.matches import jobs
from listmatch.workflows.running.queue import launch_again_after
from listmatch.workflows.services import Services

SILENT_AFTER = timedelta(seconds=15)
"""Three missed signs of life."""

ATTEMPTS = 3
"""A list that killed its process so often (memory, most likely) will do so again."""

GAVE_UP = f"The process that worked on it died {ATTEMPTS} times, probably for lack of memory; try a smaller list."

Silent = Mapping[str, str]
"""file or job id -> its last sign of life, as text, when it was found silent."""


class Fate(StrEnum):
    """What becomes of something whose run is gone."""

    WAITS = "waits again"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reaped:
    """One file or job whose run is gone."""

    kind: str
    id: str
    run_id: str | None
    fate: Fate


def fate_of(attempt: int) -> Fate:
    """Whether something that was begun *attempt* times is begun once more."""
    return Fate.FAILED if attempt >= ATTEMPTS else Fate.WAITS


def is_gone(key: str, sign: str, *, seen_before: Silent) -> bool:
    """Whether what is silent now was as silent when we last looked."""
    return seen_before.get(key) == sign


def reap(services: Services, *, seen_before: Silent, now: datetime | None = None) -> tuple[list[Reaped], Silent]:
    """Release or fail what is silent now and was at the last look; also returns what is silent, for the next look."""
    stalled_files, stalled_jobs = find_silent(services, now=now or datetime.now(UTC))
    silent, reaped = dict[str, str](), list[Reaped | None]()
    for file in stalled_files:
        silent[file.id] = _sign(file.heartbeat_at or file.preparing_at)
        if file.heartbeat_at is None or is_gone(file.id, silent[file.id], seen_before=seen_before):
            reaped.append(release_file(services, file))
    for job in stalled_jobs:
        silent[job.id] = _sign(job.heartbeat_at)
        if is_gone(job.id, silent[job.id], seen_before=seen_before):
            reaped.append(release_job(services, job))
    done = [each for each in reaped if each is not None]
    ids = {each.id for each in done}
    return done, {key: sign for key, sign in silent.items() if key not in ids}


def find_silent(services: Services, *, now: datetime) -> tuple[list[FileSummary], list[JobSummary]]:
    """Files and jobs in process that have given no sign of life for too long.

    It waits for its turn to write, although it does not: while nobody can write, nobody can give a sign.
    """
    with services.catalog.session() as session:
        files_found = file_rows.stalled(session, before=now - SILENT_AFTER)
        jobs_found = job_queue.stalled(session, before=now - SILENT_AFTER)
    begin_within = launch_again_after(services.settings)
    return [file for file in files_found if _had_time(file, now, begin_within)], jobs_found


def release_file(services: Services, file: FileSummary) -> Reaped:
    """Let a file wait again, or fail it."""
    fate = fate_of(file.attempt)
    if fate is Fate.FAILED:
        preparation.fail(services, file.id, GAVE_UP)
    else:
        with services.catalog.session() as session:
            file_rows.mark_waiting(session, file_id=file.id)
    return Reaped("file", file.id, file.run_id, fate)


def release_job(services: Services, job: JobSummary) -> Reaped | None:
    """Let a job wait again, or fail it; None when another run has it by now."""
    if job.run_id is None:
        return None
    fate = fate_of(job.attempt)
    if fate is Fate.FAILED:
        jobs.fail(services, job.id, GAVE_UP, run_id=job.run_id)
    else:
        with services.catalog.session() as session:
            if not job_rows.release(session, job_id=job.id, run_id=job.run_id):
                return None
    return Reaped("job", job.id, job.run_id, fate)


def _had_time(file: FileSummary, now: datetime, begin_within: timedelta) -> bool:
    """A file that was taken and whose run has not begun yet may be waiting for a free place."""
    has_begun = file.heartbeat_at is not None
    return has_begun or file.preparing_at is None or now - file.preparing_at >= begin_within


def _sign(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
