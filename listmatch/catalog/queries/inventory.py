"""The inventory: what there is of all owners, page by page, for the doctor and for housekeeping."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Export, File, Job, Owner, Report, Schedule
from listmatch.catalog.queries.rows import records, selected
from listmatch.catalog.records import FileSummary, JobSummary
from listmatch.domain.files import FileStatus
from listmatch.domain.jobs import ExportFormat, ExportStatus, JobStatus

IDS_AT_ONCE = 500
"""Ids in one statement; SQLite takes 32,766 parameters, older ones 999."""


class ReadyExport(NamedTuple):
    """A formatted report that is said to lie under a key."""

    owner_id: str
    job_id: str
    report_id: str
    format: ExportFormat
    key: str


def files(session: Session, *, after: str, limit: int) -> list[FileSummary]:
    """Files, deleted ones included, by id, beginning after the id *after*."""
    query = selected(FileSummary, File).where(File.id > after).order_by(File.id).limit(limit)
    return records(session, FileSummary, query)


def jobs(session: Session, *, after: str, limit: int) -> list[JobSummary]:
    """Jobs by id, beginning after the id *after*."""
    query = selected(JobSummary, Job).where(Job.id > after).order_by(Job.id).limit(limit)
    return records(session, JobSummary, query)


def owners(session: Session) -> dict[str, datetime]:
    """Every owner, and since when there is one."""
    return {row.id: row.created_at for row in session.execute(select(Owner.id, Owner.created_at))}


def ready_exports(session: Session) -> list[ReadyExport]:
    """Every formatted report that is ready."""
    query = select(Report.owner_id, Report.job_id, Export.report_id, Export.format, func.coalesce(Export.key, ""))
    query = query.join(Report, Report.id == Export.report_id).where(Export.status == ExportStatus.READY)
    rows = session.execute(query.order_by(Export.report_id, Export.format))
    return [ReadyExport(*row) for row in rows]


def rollups_keys(session: Session) -> dict[str, str]:
    """Job -> the key of its report's figures, for every completed report."""
    query = select(Report.job_id, Report.rollups_key)
    query = query.where(Report.status == JobStatus.COMPLETED)
    return {job_id: key for job_id, key in session.execute(query) if key}


def living_files(session: Session, *, file_ids: Collection[str]) -> set[str]:
    """Those of these files that exist and are not deleted; any number of ids."""
    found: set[str] = set()
    for some in _batched(file_ids):
        query = select(File.id).where(File.id.in_(some), File.deleted_at.is_(None))
        found |= set(session.execute(query).scalars())
    return found


def living_jobs(session: Session, *, job_ids: Collection[str]) -> set[str]:
    """Those of these jobs that exist; any number of ids."""
    found: set[str] = set()
    for some in _batched(job_ids):
        found |= set(session.execute(select(Job.id).where(Job.id.in_(some))).scalars())
    return found


def unused_files(session: Session, *, before: datetime, limit: int = 1000) -> list[FileSummary]:
    """Ready or failed files that no job has used since an instant and no schedule or waiting job names."""
    is_over = File.status.in_((FileStatus.READY, FileStatus.FAILED))
    named = select(Schedule.id).where(
        Schedule.deleted_at.is_(None), or_(Schedule.source_file_id == File.id, Schedule.master_file_id == File.id)
    )
    waiting = select(Job.id).where(
        Job.status.in_((JobStatus.PENDING, JobStatus.PROCESSING)),
        or_(Job.source_file_id == File.id, Job.master_file_id == File.id),
    )
    last_used = func.coalesce(File.last_used_at, File.created_at)
    conditions = (is_over, File.deleted_at.is_(None), last_used < before, ~named.exists(), ~waiting.exists())
    query = selected(FileSummary, File).where(*conditions).order_by(File.created_at, File.id).limit(limit)
    return records(session, FileSummary, query)


def old_results(session: Session, *, before: datetime, limit: int = 1000) -> list[JobSummary]:
    """Jobs that ended before an instant and whose results are still kept, the oldest first."""
    conditions = (Job.completed_at < before, Job.results_deleted_at.is_(None))
    query = selected(JobSummary, Job).where(*conditions).order_by(Job.completed_at, Job.id).limit(limit)
    return records(session, JobSummary, query)


def _batched(ids: Collection[str]) -> Iterator[list[str]]:
    remaining = iter(ids)
    while part := list(islice(remaining, IDS_AT_ONCE)):
        yield part
