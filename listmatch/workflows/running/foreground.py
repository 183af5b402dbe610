"""Runs queued work to completion in this process, alongside other workers that take from the same queue."""

import time
from collections.abc import Callable, Sequence

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.files import FileStatus
from listmatch.domain.jobs import JobStatus
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import CatalogUnavailable, ListmatchError, StorageUnavailable
from listmatch.memory import give_back_memory
from listmatch.workflows.runners import find_runner
from listmatch.workflows.running.queue import Work, WorkKind, take
from listmatch.workflows.running.reaper import Silent, reap
from listmatch.workflows.services import Services

LOOK_EVERY_S = 0.5
REAP_EVERY_S = 15.0


def run_to_end(services: Services, *, file_ids: Sequence[str], job_id: str | None, progress: Progress = silent) -> str:
    """Prepare the files and run the job, or wait while another process does; returns the error, empty if none.

    Raises only what concerns more than this one list: CatalogUnavailable, StorageUnavailable.
    """
    share = 0.4 if job_id else 1.0
    for number, file_id in enumerate(file_ids):
        part = part_of(progress, share * number / len(file_ids), share * (number + 1) / len(file_ids))
        error = _to_end(services, Work(WorkKind.PREPARE, file_id), _file_end, part)
        if error:
            return _fail_job(services, job_id, error)
    if job_id is None:
        return ""
    return _to_end(services, Work(WorkKind.MATCH, job_id), _job_end, part_of(progress, share, 1.0))


End = Callable[[Services, str], str | None]
"""The error with which something ended, empty for none; None while it has not ended."""


def _to_end(services: Services, work: Work, end_of: End, progress: Progress) -> str:
    silent_before: Silent = {}
    looked_at = time.monotonic()
    while (end := end_of(services, work.id)) is None:
        if take(services, work):
            _run(services, work, progress)
            continue
        time.sleep(LOOK_EVERY_S)
        if time.monotonic() - looked_at >= REAP_EVERY_S:
            _, silent_before = reap(services, seen_before=silent_before)
            looked_at = time.monotonic()
    return end


def _run(services: Services, work: Work, progress: Progress) -> None:
    runner = find_runner(services, is_lasting=True)
    try:
        if work.kind is WorkKind.PREPARE:
            runner.prepare([work.id], progress)
        else:
            runner.run_job(work.id, progress)
    except (CatalogUnavailable, StorageUnavailable):
        raise
    except ListmatchError:
        return  # the runner has written it into the row, where the caller reads it
    finally:
        give_back_memory()


def _file_end(services: Services, file_id: str) -> str | None:
    with services.catalog.reading() as session:
        file = file_rows.get_any(session, file_id=file_id)
    if file.status is FileStatus.FAILED:
        return file.prepare_error or "The list could not be prepared."
    return "" if file.status is FileStatus.READY else None


def _job_end(services: Services, job_id: str) -> str | None:
    with services.catalog.reading() as session:
        job = job_rows.get_any(session, job_id=job_id)
    if job.status in (JobStatus.FAILED, JobStatus.CANCELLED):
        return job.error or "The job was cancelled."
    return "" if job.status is JobStatus.COMPLETED else None


def _fail_job(services: Services, job_id: str | None, error: str) -> str:
    if job_id is not None:
        with services.catalog.session() as session:
            job_rows.fail(session, job_id=job_id, error=error)
    return error
