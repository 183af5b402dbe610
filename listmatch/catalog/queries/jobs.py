"""Jobs: created, launched, claimed by one run, brought to one end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from listmatch.catalog.models import File, Job, utc_now
from listmatch.catalog.models.base import JsonObject, new_id
from listmatch.catalog.pages import FIRST_PAGE, Page, newest_first
from listmatch.catalog.queries.events import tell
from listmatch.catalog.queries.rows import change, record, records, selected, values_of
from listmatch.catalog.records import JobRecord, JobSummary
from listmatch.domain.events import Event
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode

OPEN = (JobStatus.PENDING, JobStatus.PROCESSING)
"""States in which a job may still change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job to be written down. No master means a dedupe; ``profile`` is the snapshot that the result depends on."""

    owner_id: str
    source_file_id: str
    master_file_id: str | None = None
    profile: JsonObject | None = None
    profile_id: str | None = None
    mode: MatchMode = MatchMode.BEST_MATCH
    options: JsonObject = field(default_factory=dict)
    formats: Sequence[str] = ()
    label: str = ""
    schedule_id: str | None = None
    id: str | None = None
    """None: a new one"""


def create(session: Session, new: NewJob) -> JobRecord:
    """Write a pending job."""
    row = Job(**values_of(new) | {"id": new.id or new_id(), "formats": list(new.formats)})
    session.add(row)
    session.flush()
    return JobRecord.of(row)


def get(session: Session, *, owner_id: str, job_id: str) -> JobRecord:
    """One job of an owner; raises ``NotFound``."""
    return record(session, JobRecord, Job, id=job_id, owner_id=owner_id, noun="job")


def get_any(session: Session, *, job_id: str) -> JobRecord:
    """One job of any owner, for the pipeline; raises ``NotFound``."""
    return record(session, JobRecord, Job, id=job_id, noun="job")


def list_recent(
    session: Session,
    *,
    owner_id: str,
    status: JobStatus | None = None,
    page: Page = FIRST_PAGE,
) -> list[JobSummary]:
    """An owner's jobs, the newest first."""
    query = selected(JobSummary, Job).where(Job.owner_id == owner_id)
    if status:
        query = query.where(Job.status == status)
    query = newest_first(query, Job.created_at, Job.id, page=page)
    return records(session, JobSummary, query)


def has_served(session: Session, *, master_file_id: str) -> bool:
    """Whether a job against this master has been completed."""
    query = select(Job.id).where(Job.master_file_id == master_file_id, Job.status == JobStatus.COMPLETED).limit(1)
    return session.execute(query).first() is not None


def previous(session: Session, *, job: JobSummary) -> JobSummary | None:
    """The last completed job before *job* of the same schedule, or of lists of the same names, that had other bytes.

    A job over the very same files can differ in nothing worth telling.
    """
    source, master = aliased(File), aliased(File)
    names = select(File.name).where(File.id == job.source_file_id).scalar_subquery()
    masters = select(File.name).where(File.id == job.master_file_id).scalar_subquery()
    same_lists = (source.name == names) & (
        Job.master_file_id.is_(None) if job.master_file_id is None else master.name == masters
    )
    related = or_(same_lists, Job.schedule_id == job.schedule_id) if job.schedule_id else same_lists
    query = (
        selected(JobSummary, Job)
        .join(source, source.id == Job.source_file_id)
        .outerjoin(master, master.id == Job.master_file_id)
        .where(Job.owner_id == job.owner_id, Job.mode == job.mode, Job.status == JobStatus.COMPLETED)
        .where(Job.created_at < job.created_at, Job.results_deleted_at.is_(None), related)
        .where(or_(Job.source_file_id != job.source_file_id, Job.master_file_id.is_distinct_from(job.master_file_id)))
        .order_by(Job.created_at.desc(), Job.id)
        .limit(1)
    )
    found = records(session, JobSummary, query)
    return found[0] if found else None


def by_ids(session: Session, *, owner_id: str, job_ids: Collection[str]) -> dict[str, JobSummary]:
    """Id -> job, for those among these that are the owner's."""
    query = selected(JobSummary, Job).where(Job.owner_id == owner_id, Job.id.in_(job_ids))
    return {job.id: job for job in records(session, JobSummary, query)}


def set_profile(session: Session, *, job_id: str, profile: JsonObject) -> bool:
    """Fill in the profile that was proposed for a job made without one; never changes one that is there."""
    return change(session, Job, Job.id == job_id, Job.profile.is_(None), profile=profile) == 1


def at_work_on(session: Session, *, file_id: str) -> list[JobSummary]:
    """Jobs in process that read a file."""
    reads = or_(Job.source_file_id == file_id, Job.master_file_id == file_id)
    query = selected(JobSummary, Job).where(Job.status == JobStatus.PROCESSING, reads)
    return records(session, JobSummary, query.order_by(Job.id))


def made_of(session: Session, *, file_id: str) -> list[JobSummary]:
    """Jobs that have ended and read a file."""
    reads = or_(Job.source_file_id == file_id, Job.master_file_id == file_id)
    query = selected(JobSummary, Job).where(Job.status.not_in(OPEN), reads)
    return records(session, JobSummary, query.order_by(Job.id))


def claim(session: Session, *, job_id: str, run_id: str) -> bool:
    """Make *run_id* the one run that processes the job; True again for the same run, which restarts at 0."""
    now = utc_now()
    is_free = or_(Job.status == JobStatus.PENDING, (Job.status == JobStatus.PROCESSING) & (Job.run_id == run_id))
    values = {
        "status": JobStatus.PROCESSING,
        "run_id": run_id,
        "attempt": Job.attempt + 1,
        "progress": 0,
        "message": "",
        "started_at": func.coalesce(Job.started_at, now),
        "heartbeat_at": now,
    }
    return change(session, Job, Job.id == job_id, is_free, **values) == 1


def advance(session: Session, *, job_id: str, progress: int, message: str = "", run_id: str | None = None) -> bool:
    """Report progress (0-100) and life. Progress never falls; False says that the job is no longer this run's."""
    values = {
        "progress": case((Job.progress > progress, Job.progress), else_=min(max(progress, 0), 100)),
        "message": message,
        "heartbeat_at": utc_now(),
    }
    return change(session, Job, *_in_process(job_id, run_id), **values) == 1


def beat(session: Session, *, job_id: str, run_id: str) -> bool:
    """A sign of life of the run that processes the job; False says that the job is no longer this run's."""
    return change(session, Job, *_in_process(job_id, run_id), heartbeat_at=utc_now()) == 1


def complete(session: Session, *, job_id: str, result_summary: JsonObject, run_id: str | None = None) -> bool:
    """The job's result is complete and stored; the owner's webhooks are notified."""
    values = {"status": JobStatus.COMPLETED, "progress": 100, "message": "", "error": None}
    values |= {"result_summary": result_summary, "completed_at": utc_now()}
    is_done = change(session, Job, *_in_process(job_id, run_id), **values) == 1
    if is_done:
        _tell(session, Event.JOB_COMPLETED, job_id)
    return is_done


def fail(session: Session, *, job_id: str, error: str, run_id: str | None = None) -> bool:
    """The job cannot be done, with the sentence for the user. Without *run_id* a pending job may fail too."""
    conditions = _in_process(job_id, run_id) if run_id else (Job.id == job_id, Job.status.in_(OPEN))
    values = {"status": JobStatus.FAILED, "error": error, "message": "", "completed_at": utc_now()}
    is_done = change(session, Job, *conditions, **values) == 1
    if is_done:
        _tell(session, Event.JOB_FAILED, job_id)
    return is_done


def cancel(session: Session, *, owner_id: str, job_id: str) -> bool:
    """The owner does not want it any more; a run that works on it learns it from ``advance``."""
    conditions = (Job.id == job_id, Job.owner_id == owner_id, Job.status.in_(OPEN))
    return change(session, Job, *conditions, status=JobStatus.CANCELLED, completed_at=utc_now(), message="") == 1


def release(session: Session, *, job_id: str, run_id: str) -> bool:
    """The run that processed the job is gone: the job waits again."""
    return change(session, Job, *_in_process(job_id, run_id), **_waiting()) == 1


def give_back(session: Session, *, job_id: str, run_id: str, reason: str) -> bool:
    """The run met an outage, which does not count as an attempt: the job waits, and not only for a moment."""
    values = {**_waiting(), "launched_at": utc_now(), "message": reason}
    values["attempt"] = case((Job.attempt > 0, Job.attempt - 1), else_=0)
    return change(session, Job, *_in_process(job_id, run_id), **values) == 1


def explain(session: Session, *, job_id: str, message: str) -> bool:
    """Say what an open job waits for."""
    return change(session, Job, Job.id == job_id, Job.status.in_(OPEN), message=message) == 1


def requeue(session: Session, *, job_id: str, launched_at: datetime | None) -> bool:
    """Whoever launched the job at that instant is known to be gone: it waits again, to be launched at once."""
    is_theirs = Job.launched_at.is_not_distinct_from(launched_at)
    return change(session, Job, Job.id == job_id, Job.status.in_(OPEN), is_theirs, **_waiting()) == 1


def reopen(session: Session, *, owner_id: str, job_id: str) -> bool:
    """Let a job that has ended run once more, with the same inputs and profile, and as many attempts as a new one."""
    ended = Job.status.in_((JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED))
    values = {"attempt": 0, "started_at": None, "completed_at": None, "error": None, "result_summary": None}
    values["results_deleted_at"] = None
    return change(session, Job, Job.id == job_id, Job.owner_id == owner_id, ended, **_waiting(), **values) == 1


def exchange_master(session: Session, *, owner_id: str, job_id: str, master_file_id: str, label: str) -> bool:
    """Let a job that failed run again, against another master."""
    conditions = (Job.id == job_id, Job.owner_id == owner_id, Job.status == JobStatus.FAILED)
    is_exchanged = change(session, Job, *conditions, master_file_id=master_file_id, label=label) == 1
    return is_exchanged and reopen(session, owner_id=owner_id, job_id=job_id)


def forget_results(session: Session, *, job_id: str, told: str) -> bool:
    """The results of an ended job are about to be deleted; *told* becomes the job's message."""
    conditions = (Job.id == job_id, Job.status.not_in(OPEN), Job.results_deleted_at.is_(None))
    return change(session, Job, *conditions, results_deleted_at=utc_now(), message=told) == 1


def _tell(session: Session, event: Event, job_id: str) -> None:
    query = select(Job.owner_id, Job.label, Job.result_summary, Job.error).where(Job.id == job_id)
    owner_id, label, summary, error = session.execute(query).one()
    data = {"jobId": job_id, "label": label, "resultSummary": summary, "errorMessage": error}
    tell(session, event, owner_id=owner_id, data=data)


def _waiting() -> dict[str, object]:
    return {"status": JobStatus.PENDING, "run_id": None, "progress": 0, "message": "", "launched_at": None}


def _in_process(job_id: str, run_id: str | None) -> tuple[ColumnElement[bool], ...]:
    conditions = (Job.id == job_id, Job.status == JobStatus.PROCESSING)
    return conditions if run_id is None else (*conditions, Job.run_id == run_id)
