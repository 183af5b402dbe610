"""Formatted reports: asked for, made, ready."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Export, Report, utc_now
from listmatch.catalog.queries.events import tell
from listmatch.catalog.queries.rows import change, insert_once, one, records, selected
from listmatch.catalog.records import ExportRecord
from listmatch.domain.events import Event
from listmatch.domain.jobs import ExportFormat, ExportStatus


def request(session: Session, *, report_id: str, format: ExportFormat) -> ExportRecord:
    """The export as it stands; one that does not exist, or failed before, is put to work."""
    if not insert_once(session, Export, report_id=report_id, format=format):
        values = {"status": ExportStatus.GENERATING, "error": None, "launched_at": None}
        change(session, Export, *_is(report_id, format), Export.status == ExportStatus.FAILED, **values)
    return get(session, report_id=report_id, format=format)


def get(session: Session, *, report_id: str, format: ExportFormat) -> ExportRecord:
    """One export; raises ``NotFound``."""
    return ExportRecord.of(one(session, select(Export).where(*_is(report_id, format)), noun="export"))


def list_for(session: Session, *, report_id: str) -> list[ExportRecord]:
    """The exports of a report, by format."""
    query = selected(ExportRecord, Export).where(Export.report_id == report_id).order_by(Export.format)
    return records(session, ExportRecord, query)


def awaiting(session: Session, *, limit: int = 100) -> list[ExportRecord]:
    """Exports that are to be made, the oldest first."""
    query = selected(ExportRecord, Export).where(Export.status == ExportStatus.GENERATING)
    query = query.order_by(Export.created_at, Export.report_id, Export.format).limit(limit)
    return records(session, ExportRecord, query)


def mark_launched(session: Session, *, report_id: str, format: ExportFormat, again_after: timedelta) -> bool:
    """Claim an export; no one else can claim it until *again_after* has passed."""
    now = utc_now()
    is_due = or_(Export.launched_at.is_(None), Export.launched_at <= now - again_after)
    conditions = (*_is(report_id, format), Export.status == ExportStatus.GENERATING, is_due)
    return change(session, Export, *conditions, launched_at=now) == 1


def relaunch(session: Session, *, report_id: str, format: ExportFormat) -> bool:
    """The worker that made the export is gone: it may be launched again at once."""
    conditions = (*_is(report_id, format), Export.status == ExportStatus.GENERATING)
    return change(session, Export, *conditions, launched_at=None) == 1


def make_again(session: Session, *, report_id: str, format: ExportFormat) -> bool:
    """The export was ready and its file is gone: it is put to work once more."""
    conditions = (*_is(report_id, format), Export.status == ExportStatus.READY)
    values = {"status": ExportStatus.GENERATING, "key": None, "launched_at": None, "completed_at": None}
    return change(session, Export, *conditions, **values) == 1


def mark_ready(session: Session, *, report_id: str, format: ExportFormat, key: str) -> None:
    """The export lies whole under *key*, whether or not anybody had asked for it."""
    request(session, report_id=report_id, format=format)
    values = {"status": ExportStatus.READY, "key": key, "error": None, "completed_at": utc_now()}
    change(session, Export, *_is(report_id, format), **values)
    owner_id, job_id = session.execute(select(Report.owner_id, Report.job_id).where(Report.id == report_id)).one()
    data = {"reportId": report_id, "jobId": job_id, "format": format.value}
    tell(session, Event.EXPORT_READY, owner_id=owner_id, data=data)


def mark_failed(session: Session, *, report_id: str, format: ExportFormat, error: str) -> bool:
    """The export cannot be made, with the sentence for the user."""
    conditions = (*_is(report_id, format), Export.status == ExportStatus.GENERATING)
    values = {"status": ExportStatus.FAILED, "error": error, "completed_at": utc_now()}
    return change(session, Export, *conditions, **values) == 1


def forget(session: Session, *, job_id: str) -> None:
    """The formatted reports of a job are about to be deleted with its results."""
    reports = select(Report.id).where(Report.job_id == job_id).scalar_subquery()
    session.execute(delete(Export).where(Export.report_id == reports))


def _is(report_id: str, format: ExportFormat) -> tuple[ColumnElement[bool], ...]:
    return (Export.report_id == report_id, Export.format == format)
