"""Files: registered, received, prepared, used, deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import File, utc_now
from listmatch.catalog.models.base import JsonObject, new_id
from listmatch.catalog.pages import FIRST_PAGE, Page, newest_first
from listmatch.catalog.queries.events import tell
from listmatch.catalog.queries.rows import change, in_turn, insert_once, record, records, selected
from listmatch.catalog.records import FileRecord, FileSummary
from listmatch.domain.events import Event
from listmatch.domain.files import FileStatus, Purpose
from listmatch.errors import NotFound


class Origin(NamedTuple):
    """Where a dropped file came from, and which version of it."""

    uri: str
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to be registered. ``is_received`` is False while its owner still has to send the bytes."""

    owner_id: str
    name: str
    purpose: Purpose
    size: int
    """bytes"""
    raw_key: str
    content_type: str = ""
    origin: Origin | None = None
    is_received: bool = True
    id: str = field(default_factory=new_id)


def register(session: Session, new: NewFile) -> FileRecord:
    """A new file in state ``uploaded``; for an origin that is known already, the file that it led to."""
    is_new = insert_once(
        session,
        File,
        id=new.id,
        owner_id=new.owner_id,
        name=new.name,
        purpose=new.purpose,
        size=new.size,
        raw_key=new.raw_key,
        content_type=new.content_type,
        origin_uri=new.origin.uri if new.origin else None,
        origin_etag=new.origin.etag if new.origin else None,
        received_at=utc_now() if new.is_received else None,
    )
    known = find_by_origin(session, owner_id=new.owner_id, origin=new.origin) if new.origin else None
    if not is_new and known is None:
        raise ValueError("A file with this id is registered already.")
    return known or get_any(session, file_id=new.id)


def get(session: Session, *, owner_id: str, file_id: str) -> FileRecord:
    """One file of an owner; raises ``NotFound``, also for a deleted one."""
    return record(session, FileRecord, File, id=file_id, owner_id=owner_id, deleted_at=None, noun="file")


def get_in_role(session: Session, role: Purpose, *, owner_id: str, file_id: str) -> FileRecord:
    """One file of an owner that a request names beside another one; raises ``NotFound``, which says which it was."""
    try:
        return get(session, owner_id=owner_id, file_id=file_id)
    except NotFound as error:
        raise NotFound(error.message, place=f"{role}FileId", cure=f"Name a {role} list of yours.") from error


def get_any(session: Session, *, file_id: str) -> FileRecord:
    """One file of any owner, deleted ones included, for the pipeline; raises ``NotFound``."""
    return record(session, FileRecord, File, id=file_id, noun="file")


def list_recent(
    session: Session,
    *,
    owner_id: str,
    purpose: Purpose | None = None,
    status: FileStatus | None = None,
    page: Page = FIRST_PAGE,
) -> list[FileSummary]:
    """An owner's files, the newest first."""
    query = selected(FileSummary, File).where(File.owner_id == owner_id, File.deleted_at.is_(None))
    if purpose:
        query = query.where(File.purpose == purpose)
    if status:
        query = query.where(File.status == status)
    query = newest_first(query, File.created_at, File.id, page=page)
    return records(session, FileSummary, query)


def names(session: Session, *, owner_id: str, file_ids: Collection[str]) -> dict[str, str]:
    """Id -> name of the owner's files among these, deleted ones included."""
    query = select(File.id, File.name).where(File.owner_id == owner_id, File.id.in_(file_ids))
    return dict(session.execute(query).all())


def find_by_origin(session: Session, *, owner_id: str, origin: Origin) -> FileRecord | None:
    """The file that a drop led to, even if it was deleted since."""
    query = select(File).where(
        File.owner_id == owner_id, File.origin_uri == origin.uri, File.origin_etag == origin.etag
    )
    row = session.execute(query).scalar_one_or_none()
    return FileRecord.of(row) if row else None


def find_ready_by_content(session: Session, *, owner_id: str, content_hash: str) -> FileRecord | None:
    """The owner's newest prepared file with exactly these bytes (sha256, hexadecimal)."""
    query = (
        select(File)
        .where(
            File.owner_id == owner_id,
            File.content_hash == content_hash,
            File.status == FileStatus.READY,
            File.deleted_at.is_(None),
        )
        .order_by(File.created_at.desc(), File.id)
        .limit(1)
    )
    row = session.execute(query).scalar_one_or_none()
    return FileRecord.of(row) if row else None


def ready_after(session: Session, *, after: tuple[datetime, str], limit: int = 100) -> list[FileSummary]:
    """Files with an origin (drops, schedules, backfills) that became ready after (instant, id), in that order."""
    instant, file_id = after
    is_later = or_(File.ready_at > instant, (File.ready_at == instant) & (File.id > file_id))
    query = (
        selected(FileSummary, File)
        .where(File.status == FileStatus.READY, File.origin_uri.is_not(None), File.deleted_at.is_(None), is_later)
        .order_by(File.ready_at, File.id)
        .limit(limit)
    )
    return records(session, FileSummary, query)


def awaiting_upload(session: Session, *, since: datetime, limit: int = 10_000) -> list[FileSummary]:
    """Files registered after *since* whose upload has not been reported yet, the newest first."""
    query = selected(FileSummary, File).where(
        File.status == FileStatus.UPLOADED,
        File.received_at.is_(None),
        File.deleted_at.is_(None),
        File.created_at >= since,
    )
    query = query.order_by(File.created_at.desc(), File.id).limit(limit)
    return records(session, FileSummary, query)


def awaiting_preparation(session: Session, *, limit: int = 1000) -> list[FileSummary]:
    """Files that are complete in the store and that no run has begun to prepare, the oldest of each owner first."""
    query = selected(FileSummary, File).where(
        File.status == FileStatus.UPLOADED, File.received_at.is_not(None), File.deleted_at.is_(None)
    )
    query = query.order_by(*in_turn(File.owner_id, File.created_at, File.id)).limit(limit)
    return records(session, FileSummary, query)


def stalled(session: Session, *, before: datetime, limit: int = 1000) -> list[FileSummary]:
    """Files in preparation whose run gave its last sign of life before an instant."""
    last_sign = func.coalesce(File.heartbeat_at, File.preparing_at)
    query = selected(FileSummary, File).where(File.status == FileStatus.PREPARING, last_sign < before)
    return records(session, FileSummary, query.order_by(File.created_at, File.id).limit(limit))


def mark_received(session: Session, *, file_id: str, size: int) -> bool:
    """The bytes are complete in the store, *size* of them."""
    conditions = (File.id == file_id, File.received_at.is_(None), File.deleted_at.is_(None))
    return change(session, File, *conditions, received_at=utc_now(), size=size) == 1


def take(session: Session, *, file_id: str) -> bool:
    """Take the right to prepare a file that waits; of many callers exactly one gets it."""
    conditions = (File.id == file_id, File.status == FileStatus.UPLOADED, File.received_at.is_not(None))
    return change(session, File, *conditions, status=FileStatus.PREPARING, preparing_at=utc_now()) == 1


def mark_preparing(session: Session, *, file_id: str, run_id: str) -> bool:
    """A run begins to prepare the file. A ready file stays ready (its new preparation replaces the old at the end).

    A run that begins once more, after an outage, is the same attempt.
    """
    is_at_it = (File.status == FileStatus.PREPARING) & (File.run_id == run_id)
    return (
        change(
            session,
            File,
            File.id == file_id,
            File.status != FileStatus.READY,
            status=FileStatus.PREPARING,
            prepare_error=None,
            run_id=run_id,
            attempt=File.attempt + case((is_at_it, 0), else_=1),
            preparing_at=utc_now(),
            heartbeat_at=utc_now(),
        )
        == 1
    )


def beat(session: Session, *, file_id: str) -> bool:
    """A sign of life of the run that prepares the file."""
    conditions = (File.id == file_id, File.status == FileStatus.PREPARING)
    return change(session, File, *conditions, heartbeat_at=utc_now()) == 1


def preparing(session: Session) -> int:
    """How many files are being prepared, or are about to be."""
    query = select(func.count()).select_from(File).where(File.status == FileStatus.PREPARING)
    return session.execute(query).scalar_one()


def mark_ready(
    session: Session, *, file_id: str, profile: JsonObject, row_count: int, column_count: int, content_hash: str
) -> bool:
    """Preparation succeeded, unless the file was deleted in the meantime; the owner's webhooks are notified."""
    values = {
        "status": FileStatus.READY,
        "prepare_error": None,
        "profile": profile,
        "row_count": row_count,
        "column_count": column_count,
        "content_hash": content_hash,
        "ready_at": utc_now(),
    }
    is_done = change(session, File, File.id == file_id, File.deleted_at.is_(None), **values) == 1
    if is_done:
        _tell(session, Event.FILE_READY, file_id)
    return is_done


def mark_failed(session: Session, *, file_id: str, error: str) -> bool:
    """Preparation failed for good, with the sentence for the user. What was ready before stays ready."""
    conditions = (File.id == file_id, File.status.in_((FileStatus.UPLOADED, FileStatus.PREPARING)))
    is_done = change(session, File, *conditions, status=FileStatus.FAILED, prepare_error=error) == 1
    if is_done:
        _tell(session, Event.FILE_FAILED, file_id)
    return is_done


def mark_waiting(session: Session, *, file_id: str, run_id: str | None = None) -> bool:
    """The run that prepared the file is gone: it waits again."""
    conditions = [File.id == file_id, File.status == FileStatus.PREPARING]
    if run_id is not None:
        conditions.append(File.run_id == run_id)
    return change(session, File, *conditions, **_waiting()) == 1


def give_back(session: Session, *, file_id: str) -> bool:
    """Preparation met an outage, which does not count as an attempt: the file waits again."""
    values = {**_waiting(), "attempt": case((File.attempt > 0, File.attempt - 1), else_=0)}
    return change(session, File, File.id == file_id, File.status == FileStatus.PREPARING, **values) == 1


def prepare_again(session: Session, *, file_id: str) -> bool:
    """What preparation made of a ready or failed file is gone or of no use: it waits to be prepared once more."""
    is_over = File.status.in_((FileStatus.READY, FileStatus.FAILED))
    values = {**_waiting(), "attempt": 0, "prepare_error": None}
    return change(session, File, File.id == file_id, is_over, File.received_at.is_not(None), **values) == 1


def _waiting() -> dict[str, object]:
    return {"status": FileStatus.UPLOADED, "run_id": None, "preparing_at": None, "heartbeat_at": None}


def mark_used(session: Session, *, file_ids: Sequence[str]) -> None:
    """A job uses these files now."""
    change(session, File, File.id.in_(file_ids), last_used_at=utc_now())


def delete(session: Session, *, owner_id: str, file_id: str) -> bool:
    """Hide a file from its owner; the caller removes its objects."""
    conditions = (File.id == file_id, File.owner_id == owner_id, File.deleted_at.is_(None))
    return change(session, File, *conditions, deleted_at=utc_now()) == 1


def _tell(session: Session, event: Event, file_id: str) -> None:
    query = select(File.owner_id, File.name, File.row_count, File.prepare_error)
    found = session.execute(query.where(File.id == file_id, File.deleted_at.is_(None))).one_or_none()
    if found is None:  # nobody waits for a file that was deleted
        return
    owner_id, name, rows, error = found
    data = {"fileId": file_id, "name": name, "rowCount": rows, "prepareError": error}
    tell(session, event, owner_id=owner_id, data=data)
