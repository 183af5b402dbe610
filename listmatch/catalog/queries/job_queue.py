"""Jobs as a queue: which may start, whose turn it is, and which have lost their worker."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from listmatch.catalog.models import File, Job, utc_now
from listmatch.catalog.queries.rows import change, in_turn, records, selected
from listmatch.catalog.records import JobSummary
from listmatch.domain.files import FileStatus
from listmatch.domain.jobs import JobStatus


def startable(session: Session, *, again_after: timedelta = timedelta(0), limit: int = 100) -> list[JobSummary]:
    """Pending jobs whose files are all ready and that were not launched within *again_after*.

    The oldest of each owner come first, so that one owner's hundreds hide nobody else's one.
    """
    source, master = aliased(File), aliased(File)
    query = (
        selected(JobSummary, Job)
        .join(source, source.id == Job.source_file_id)
        .outerjoin(master, master.id == Job.master_file_id)
        .where(Job.status == JobStatus.PENDING, source.status == FileStatus.READY, _is_free(again_after))
        .where(or_(Job.master_file_id.is_(None), master.status == FileStatus.READY))
    )
    return records(session, JobSummary, query.order_by(*in_turn(Job.owner_id, Job.created_at, Job.id)).limit(limit))


def doomed(session: Session, *, limit: int = 100) -> list[JobSummary]:
    """Pending jobs of which a file failed or was deleted, so that they can never start."""
    is_lost = or_(File.status == FileStatus.FAILED, File.deleted_at.is_not(None))
    lost = select(File.id).where(is_lost)
    query = selected(JobSummary, Job).where(
        Job.status == JobStatus.PENDING, or_(Job.source_file_id.in_(lost), Job.master_file_id.in_(lost))
    )
    return records(session, JobSummary, query.order_by(Job.created_at, Job.id).limit(limit))


def running_by_owner(session: Session, *, again_after: timedelta = timedelta(0)) -> dict[str, int]:
    """Owner -> how many of its jobs are being processed, or were launched within *again_after* and are about to be."""
    is_about_to = (Job.status == JobStatus.PENDING) & ~_is_free(again_after)
    query = select(Job.owner_id, func.count()).where(or_(Job.status == JobStatus.PROCESSING, is_about_to))
    return dict(session.execute(query.group_by(Job.owner_id)).all())


def mark_launched(session: Session, *, job_id: str, again_after: timedelta) -> bool:
    """Claim the launch of a pending job; no one else can claim it until *again_after* has passed."""
    conditions = (Job.id == job_id, Job.status == JobStatus.PENDING, _is_free(again_after))
    return change(session, Job, *conditions, launched_at=utc_now()) == 1


def stalled(session: Session, *, before: datetime, limit: int = 100) -> list[JobSummary]:
    """Jobs in process whose run gave its last sign of life before an instant."""
    query = selected(JobSummary, Job).where(Job.status == JobStatus.PROCESSING, Job.heartbeat_at < before)
    return records(session, JobSummary, query.order_by(Job.created_at, Job.id).limit(limit))


def _is_free(again_after: timedelta) -> ColumnElement[bool]:
    return or_(Job.launched_at.is_(None), Job.launched_at <= utc_now() - again_after)
