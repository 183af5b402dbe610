"""Retention: lists and results that are old enough are deleted; rows stay and say so.

The row is changed before the bytes go. Whoever dies in between leaves objects that belong to nothing, which the next
cleaning finds.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from listmatch.catalog.queries import audit, inventory
from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import FileSummary, JobSummary
from listmatch.errors import NotFound
from listmatch.storage import keys
from listmatch.workflows.services import Services

ACTOR = "retention"

RUN_AGAIN = "Run the job again to have them back."


class ResultsDeleted(NotFound):
    """The job was completed, and what it made was deleted by retention."""


def check_kept(job: JobSummary) -> None:
    """Raise ResultsDeleted for a job whose results retention has deleted."""
    if job.results_deleted_at is not None:
        raise ResultsDeleted(f"the results were deleted on {job.results_deleted_at:%Y-%m-%d}.", cure=RUN_AGAIN)


def check_lists_kept(session: Session, job: JobSummary) -> None:
    """Raise NotFound, which names the list, for a job of which a list was deleted."""
    for role, file_id in (("source", job.source_file_id), ("master", job.master_file_id)):
        if file_id is None:
            continue
        file = file_rows.get_any(session, file_id=file_id)
        if file.deleted_at is not None:
            message = f"the {role} list was deleted on {file.deleted_at:%Y-%m-%d}."
            raise NotFound(message, place=file.name, cure="Upload it again and repeat the match.")


def expire_files(services: Services, *, now: datetime) -> int:
    """Delete lists unused for LISTMATCH_RETENTION_DAYS days; 0 keeps everything."""
    days = services.settings.retention_days
    if not days:
        return 0
    with services.catalog.reading() as session:
        unused = inventory.unused_files(session, before=now - timedelta(days=days))
    return sum(_delete_file(services, file) for file in unused)


def expire_results(services: Services, *, now: datetime) -> int:
    """Delete what jobs made that ended the days of LISTMATCH_RESULTS_RETENTION_DAYS ago; 0 days keep everything."""
    days = services.settings.results_retention_days
    if not days:
        return 0
    with services.catalog.reading() as session:
        old = inventory.old_results(session, before=now - timedelta(days=days))
    told = f"The results were deleted on {now:%Y-%m-%d}, after {days} days. {RUN_AGAIN}"
    return sum(delete_results(services, job, actor=ACTOR, told=told) for job in old)


def delete_results(services: Services, job: JobSummary, *, actor: str, told: str) -> bool:
    """Delete the results of an ended job; the job stays, with *told* as its message. False if they are already gone."""
    with services.catalog.session() as session:
        if not job_rows.forget_results(session, job_id=job.id, told=told):
            return False
        export_rows.forget(session, job_id=job.id)
        audit.note(session, owner_id=job.owner_id, actor=actor, action="job.forget_results", subject_id=job.id)
    services.store.delete_prefix(keys.job_folder(job.owner_id, job.id))
    return True


def _delete_file(services: Services, file: FileSummary) -> bool:
    with services.catalog.session() as session:
        if not file_rows.delete(session, owner_id=file.owner_id, file_id=file.id):
            return False
        audit.note(session, owner_id=file.owner_id, actor=ACTOR, action="file.delete", subject_id=file.id)
    services.store.delete_prefix(keys.file_folder(file.owner_id, file.id))
    return True
