"""The history: jobs with the names of their files."""

from typing import Any

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobSummary
from listmatch.errors import NotFound
from listmatch.workflows.services import Services


def recent_jobs(services: Services, *, owner_id: str, limit: int) -> list[tuple[JobSummary, str, str]]:
    """The owner's newest jobs with the names of source and master list (empty for a dedupe)."""
    with services.catalog.reading() as session:
        jobs = job_rows.list_recent(session, owner_id=owner_id, page=Page(limit))
        ids = {file_id for job in jobs for file_id in (job.source_file_id, job.master_file_id) if file_id}
        names = file_rows.names(session, owner_id=owner_id, file_ids=ids)
    return [(job, names.get(job.source_file_id, ""), names.get(job.master_file_id or "", "")) for job in jobs]


def run_to_dict(job: JobSummary, source: str, master: str) -> dict[str, Any]:
    """A job with the names of its files, JSON-ready, for ``--json``."""
    return {
        "jobId": job.id,
        "mode": str(job.mode),
        "status": str(job.status),
        "source": source,
        "master": master or None,
        "resultSummary": job.result_summary,
        "resultsDeletedAt": job.results_deleted_at.isoformat() if job.results_deleted_at else None,
        "error": job.error,
        "createdAt": job.created_at.isoformat(),
        "completedAt": job.completed_at.isoformat() if job.completed_at else None,
    }


def has_job(services: Services, *, job_id: str) -> bool:
    """Whether this installation knows the job."""
    with services.catalog.reading() as session:
        try:
            job_rows.get_any(session, job_id=job_id)
        except NotFound:
            return False
    return True
