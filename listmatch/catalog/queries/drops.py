"""Drops: every version of a dropped object, seen once and settled once.

A drop is noted as *seen* in the transaction in which a listing found it and *settled* in the one that creates its file
and job. A crash in between leaves it unsettled, and ``unsettled`` finds it again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Drop, File, Job, utc_now
from listmatch.catalog.queries.rows import change, in_turn, insert_once, one, records, selected, values_of
from listmatch.catalog.records import DropRecord
from listmatch.domain.files import FileStatus
from listmatch.domain.jobs import JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDrop:
    """One version of an object that the listing of a rule's prefix found."""

    owner_id: str
    rule: str
    uri: str
    etag: str
    size: int
    """bytes"""
    modified_at: datetime


def see(session: Session, new: NewDrop) -> DropRecord | None:
    """Note one version of an object; None when it was noted before, by whomever."""
    if not insert_once(session, Drop, **values_of(new)):
        return None
    return DropRecord.of(one(session, select(Drop).where(Drop.uri == new.uri, Drop.etag == new.etag), noun="drop"))


def known(session: Session, *, uris: Collection[str]) -> set[tuple[str, str]]:
    """(uri, etag) of every version of these objects that was noted before."""
    query = select(Drop.uri, Drop.etag).where(Drop.uri.in_(uris))
    return {(uri, etag) for uri, etag in session.execute(query)}


def unsettled(session: Session, *, rules: Collection[str], limit: int = 1000) -> list[DropRecord]:
    """Drops that were seen by these rules and have led to nothing yet, the oldest of each rule first."""
    query = selected(DropRecord, Drop).where(Drop.settled_at.is_(None), Drop.rule.in_(rules))
    query = query.order_by(*in_turn(Drop.rule, Drop.modified_at, Drop.uri, Drop.etag)).limit(limit)
    return records(session, DropRecord, query)


def at_work(session: Session, *, rule: str, limit: int = 1000) -> list[DropRecord]:
    """Drops of a rule that led to a file and whose outcome is not yet handled, the oldest first."""
    conditions = (Drop.rule == rule, Drop.file_id.is_not(None), Drop.finished_at.is_(None))
    query = selected(DropRecord, Drop).where(*conditions).order_by(Drop.modified_at, Drop.uri, Drop.etag).limit(limit)
    return records(session, DropRecord, query)


def unfinished(session: Session, *, rules: Collection[str], limit: int = 1000) -> list[DropRecord]:
    """Settled drops of these rules that have ended and whose outcome is not yet handled, the oldest of each first.

    A drop has ended when its job has, or its file where it led to no job.
    """
    ended = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
    is_ended = or_(
        Drop.error.is_not(None),
        Job.status.in_(ended),
        (Drop.job_id.is_(None)) & (File.status.in_((FileStatus.READY, FileStatus.FAILED))),
    )
    query = (
        selected(DropRecord, Drop)
        .outerjoin(File, File.id == Drop.file_id)
        .outerjoin(Job, Job.id == Drop.job_id)
        .where(Drop.rule.in_(rules), Drop.settled_at.is_not(None), Drop.finished_at.is_(None), is_ended)
        .order_by(*in_turn(Drop.rule, Drop.seen_at, Drop.id))
        .limit(limit)
    )
    return records(session, DropRecord, query)


def is_newest(session: Session, *, drop: DropRecord) -> bool:
    """Whether no version of the same object was noted after this one."""
    query = select(Drop.id).where(Drop.uri == drop.uri, Drop.seen_at > drop.seen_at).limit(1)
    return session.execute(query).first() is None


def rules_of(session: Session, *, file_ids: Collection[str]) -> dict[str, str]:
    """File id -> name of the rule by which the file came in first; files that came otherwise are left out."""
    query = select(Drop.file_id, Drop.rule).where(Drop.file_id.in_(file_ids)).order_by(Drop.seen_at.desc())
    return {str(file_id): rule for file_id, rule in session.execute(query)}


def finish(session: Session, *, drop_id: str, error: str | None = None) -> bool:
    """The outcome of a drop was dealt with, with what went wrong if something did; False when that was before."""
    values = {"finished_at": utc_now(), "error": func.coalesce(error, Drop.error)}
    return change(session, Drop, Drop.id == drop_id, Drop.finished_at.is_(None), **values) == 1


def settle(
    session: Session, *, drop_id: str, file_id: str | None = None, job_id: str | None = None, error: str | None = None
) -> bool:
    """What became of a drop; False when that was settled before."""
    values = {"settled_at": utc_now(), "file_id": file_id, "job_id": job_id, "error": error}
    return change(session, Drop, Drop.id == drop_id, Drop.settled_at.is_(None), **values) == 1


def list_recent(
    session: Session, *, owner_id: str, rule: str | None = None, limit: int = 50, offset: int = 0
) -> list[DropRecord]:
    """An owner's drops, the newest first."""
    query = selected(DropRecord, Drop).where(Drop.owner_id == owner_id)
    if rule is not None:
        query = query.where(Drop.rule == rule)
    query = query.order_by(Drop.seen_at.desc(), Drop.id).limit(limit).offset(offset)
    return records(session, DropRecord, query)
