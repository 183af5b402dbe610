"""Jobs as their owner sees them: asked for by ids, watched, cancelled, run again, fetched."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import profiles as profile_rows
from listmatch.catalog.records import JobRecord, JobSummary
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import ListmatchError
from listmatch.workflows.lists.profile_json import profile_from_dict
from listmatch.workflows.matches.jobs import JobOptions, lists_of, request_job
from listmatch.workflows.matches.profiles import check_dimensions
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile

PROPOSE = "auto"
"""In the place of a profile's id: propose a profile when the job runs."""


class Conflict(ListmatchError):
    """The thing is in a state that does not allow this."""

    exit_code = 4
    http_status = 409


def create_job(
    services: Services,
    *,
    owner_id: str,
    source_file_id: str,
    master_file_id: str | None,
    profile_id: str,
    mode: MatchMode,
    actor: str,
    pivots: tuple[str, ...] | None = None,
    neutralise_formulas: bool = False,
) -> JobRecord:
    """A pending job for two files (or one) and a saved profile, with what *pivots* and the rest of JobOptions say.

    Raises NotFound, ProfileInvalid; the columns that are named are checked here when the lists are ready, else when the
    job runs. Formatted reports are made when somebody asks for them, so the result is there sooner.
    """
    from listmatch.matching.profile import MatchProfile

    profile = None
    if profile_id != PROPOSE:
        with services.catalog.reading() as session:
            content = profile_rows.get(session, owner_id=owner_id, profile_id=profile_id).content
        profile = MatchProfile.from_dict(content | {"mode": mode})
    _check_columns(
        services,
        profile,
        pivots,
        owner_id=owner_id,
        source_file_id=source_file_id,
        master_file_id=master_file_id,
    )
    return request_job(
        services,
        owner_id=owner_id,
        source_file_id=source_file_id,
        master_file_id=master_file_id,
        profile=profile,
        profile_id=profile_id if profile else None,
        mode=mode,
        options=JobOptions(formats=(), neutralise_formulas=neutralise_formulas, pivots=pivots),
        actor=actor,
    )


def _check_columns(
    services: Services,
    profile: "MatchProfile | None",
    pivots: tuple[str, ...] | None,
    *,
    owner_id: str,
    source_file_id: str,
    master_file_id: str | None,
) -> None:
    """Raise NotFound for a list of somebody else's, ProfileInvalid for a column that a ready list does not have."""
    with services.catalog.reading() as session:
        files = lists_of(session, owner_id=owner_id, source=source_file_id, master=master_file_id)
    known = [profile_from_dict(file.profile) for file in files if file.profile is not None]
    if pivots and files[0].profile is not None:
        check_dimensions(known[0], pivots)
    if profile is not None and len(known) == len(files):
        source, *master = ([column.name for column in one.columns] for one in known)
        profile.check_columns(source=source, master=master[0] if master else ())


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
