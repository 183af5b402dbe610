"""What was run: jobs with the names of their files."""

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobSummary
from listmatch.errors import NotFound
from listmatch.workflows.services import Services


def recent_jobs(services: Services, *, owner_id: str, limit: int) -> list[tuple[JobSummary, str, str]]:
    """The owner's newest jobs with the names of source and master list (empty for a dedupe)."""
    with services.catalog.reading() as session:
        jobs = job_rows.list_recent(session, owner_id=owner_id, limit=limit)
        ids = {file_id for job in jobs for file_id in (job.source_file_id, job.master_file_id) if file_id}
        names = file_rows.names(session, owner_id=owner_id, file_ids=ids)
    return [(job, names.get(job.source_file_id, ""), names.get(job.master_file_id or "", "")) for job in jobs]


def has_job(services: Services, *, job_id: str) -> bool:
    """Whether this installation knows the job."""
    with services.catalog.reading() as session:
        try:
            job_rows.get_any(session, job_id=job_id)
        except NotFound:
            return False
    return True
