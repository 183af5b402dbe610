"""Jobs as their owner sees them: asked for by ids, watched, cancelled, run again, fetched."""

from dataclasses import replace

from sqlalchemy.orm import Session

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import profiles as profile_rows
from listmatch.catalog.records import JobRecord, JobSummary
from listmatch.domain.files import FileProfile
from listmatch.domain.jobs import JobStatus
from listmatch.errors import ListmatchError
from listmatch.workflows.artifacts import from_plain
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.matches.profiles import check_dimensions
from listmatch.workflows.services import Services


class Conflict(ListmatchError):
    """The thing is in a state that does not allow this."""

    exit_code = 4
    http_status = 409


def create_job(services: Services, request: JobRequest, *, actor: str) -> JobRecord:
    """A pending job for files and a saved profile that *request* names by their ids.

    Formatted reports are made when somebody asks for them, so that the result is there sooner. Raises NotFound, and
    ProfileInvalid for a column that a list does not have; of lists that are not ready, the job itself checks that.
    """
    from listmatch.matching.profile import MatchProfile

    if request.profile_id is not None:
        with services.catalog.reading() as session:
            saved = profile_rows.get(session, owner_id=request.owner_id, profile_id=request.profile_id)
        request = replace(request, profile=MatchProfile.from_dict(saved.content | {"mode": request.mode}))
    _check_columns(services, request)
    return request_job(services, replace(request, options=replace(request.options, formats=())), actor=actor)


def _check_columns(services: Services, request: JobRequest) -> None:
    """Raise NotFound for a list of somebody else's, ProfileInvalid for a column that a ready list does not have."""
    with services.catalog.reading() as session:
        files = request.lists(session)
    known = [from_plain(FileProfile, file.profile) for file in files if file.profile is not None]
    if request.options.pivots and files[0].profile is not None:
        check_dimensions(known[0], request.options.pivots)
    if request.profile is not None and len(known) == len(files):
        source, *master = ([column.name for column in one.columns] for one in known)
        request.profile.check_columns(source=source, master=master[0] if master else ())


def list_jobs(
    services: Services,
    *,
    owner_id: str,
    status: JobStatus | None,
    page: Page,
) -> list[JobSummary]:
    """An owner's jobs, the newest first."""
    with services.catalog.reading() as session:
        return job_rows.list_recent(session, owner_id=owner_id, status=status, page=page)


def get_job(services: Services, *, owner_id: str, job_id: str) -> JobRecord:
    """One job. Raises NotFound."""
    with services.catalog.reading() as session:
        return job_rows.get(session, owner_id=owner_id, job_id=job_id)


def file_names(services: Services, job: JobSummary) -> tuple[str, str | None]:
    """The names of a job's source and master list."""
    ids = [file_id for file_id in (job.source_file_id, job.master_file_id) if file_id]
    with services.catalog.reading() as session:
        names = file_rows.names(session, owner_id=job.owner_id, file_ids=ids)
    return names.get(job.source_file_id, ""), names.get(job.master_file_id) if job.master_file_id else None


def cancel_job(services: Services, *, owner_id: str, job_id: str, actor: str) -> JobRecord:
    """Stop a job that has not ended. Raises NotFound, Conflict."""
    with services.catalog.session() as session:
        job = job_rows.get(session, owner_id=owner_id, job_id=job_id)
        if not job_rows.cancel(session, owner_id=owner_id, job_id=job_id):
            raise Conflict(f"The job is {job.status} and cannot be cancelled.")
        audit.note(session, owner_id=owner_id, actor=actor, action="job.cancel", subject_id=job_id)
        return job_rows.get(session, owner_id=owner_id, job_id=job_id)


def rerun_job(services: Services, *, owner_id: str, job_id: str, actor: str) -> JobRecord:
    """Run a job that has ended once more, with the same files and profile. Raises NotFound, Conflict."""
    with services.catalog.session() as session:
        job = job_rows.get(session, owner_id=owner_id, job_id=job_id)
        _check_lists(session, job)
        if not job_rows.reopen(session, owner_id=owner_id, job_id=job_id):
            raise Conflict(f"The job is {job.status} and cannot be run again yet.")
        audit.note(session, owner_id=owner_id, actor=actor, action="job.rerun", subject_id=job_id)
        return job_rows.get(session, owner_id=owner_id, job_id=job_id)


def _check_lists(session: Session, job: JobSummary) -> None:
    """Raise Conflict when a list of *job* is gone: it could only fail, and its result would be lost."""
    for file_id in (job.source_file_id, job.master_file_id):
        if file_id is not None and file_rows.get_any(session, file_id=file_id).deleted_at is not None:
            raise Conflict("A list of the job was deleted; the job cannot be run again.")
