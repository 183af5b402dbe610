"""Reports: one per job."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Report, utc_now
from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.pages import FIRST_PAGE, Page, newest_first
from listmatch.catalog.queries.rows import change, insert_once, one, records, selected
from listmatch.catalog.records import ReportRecord, ReportSummary
from listmatch.domain.jobs import JobStatus


def create(session: Session, *, owner_id: str, job_id: str, title: str = "") -> ReportRecord:
    """The report of a job, started; an earlier attempt's report is restarted."""
    if not insert_once(session, Report, owner_id=owner_id, job_id=job_id, title=title):
        values = {"title": title, "status": JobStatus.PROCESSING, "completed_at": None}
        change(session, Report, Report.job_id == job_id, **values)
    return get_by_job(session, owner_id=owner_id, job_id=job_id)


def complete(
    session: Session, *, report_id: str, rollups_key: str, narrative: JsonObject, title: str | None = None
) -> bool:
    """The report's figures and text are there."""
    values: JsonObject = {"title": title} if title is not None else {}
    return (
        change(
            session,
            Report,
            Report.id == report_id,
            status=JobStatus.COMPLETED,
            rollups_key=rollups_key,
            narrative=narrative,
            completed_at=utc_now(),
            **values,
        )
        == 1
    )


def fail(session: Session, *, job_id: str) -> bool:
    """There will be no report, because its job failed."""
    conditions = (Report.job_id == job_id, Report.status != JobStatus.COMPLETED)
    return change(session, Report, *conditions, status=JobStatus.FAILED, completed_at=utc_now()) == 1


def get(session: Session, *, owner_id: str, report_id: str) -> ReportRecord:
    """One report of an owner; raises ``NotFound``."""
    query = select(Report).where(Report.id == report_id, Report.owner_id == owner_id)
    return ReportRecord.of(one(session, query, noun="report"))


def get_any(session: Session, *, report_id: str) -> ReportRecord:
    """One report of any owner, for the pipeline; raises ``NotFound``."""
    return ReportRecord.of(one(session, select(Report).where(Report.id == report_id), noun="report"))


def get_by_job(session: Session, *, owner_id: str, job_id: str) -> ReportRecord:
    """The report of a job; raises ``NotFound``."""
    query = select(Report).where(Report.job_id == job_id, Report.owner_id == owner_id)
    return ReportRecord.of(one(session, query, noun="report"))


def list_recent(
    session: Session,
    *,
    owner_id: str,
    job_id: str | None = None,
    page: Page = FIRST_PAGE,
) -> list[ReportSummary]:
    """An owner's reports, the newest first."""
    query = selected(ReportSummary, Report).where(Report.owner_id == owner_id)
    if job_id is not None:
        query = query.where(Report.job_id == job_id)
    query = newest_first(query, Report.created_at, Report.id, page=page)
    return records(session, ReportSummary, query)
