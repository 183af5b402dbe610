"""Schedules and their slots. Elsewhere it is decided when a slot is due; here each slot runs only once."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Schedule, ScheduleRun, utc_now
from listmatch.catalog.models.base import JsonObject, new_id
from listmatch.catalog.pages import FIRST_PAGE, Page, newest_first
from listmatch.catalog.queries.rows import change, insert_once, one, records, selected, values_of
from listmatch.catalog.records import ScheduleRecord, ScheduleRunRecord
from listmatch.domain.jobs import ScheduleStatus
from listmatch.domain.verdicts import MatchMode


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    """A schedule to be written down. Its lists are files, or ``options`` say where they are found at each run."""

    owner_id: str
    name: str
    interval_type: str
    timezone: str
    next_run_at: datetime
    source_file_id: str | None = None
    master_file_id: str | None = None
    profile_id: str | None = None
    mode: MatchMode = MatchMode.BEST_MATCH
    options: JsonObject = field(default_factory=dict)
    cron: str | None = None
    hour_local: int | None = None


def create(session: Session, new: NewSchedule) -> ScheduleRecord:
    """Write an active schedule."""
    row = Schedule(id=new_id(), **values_of(new))
    session.add(row)
    session.flush()
    return ScheduleRecord.of(row)


def get(session: Session, *, owner_id: str, schedule_id: str) -> ScheduleRecord:
    """One schedule of an owner; raises ``NotFound``."""
    query = select(Schedule).where(
        Schedule.id == schedule_id, Schedule.owner_id == owner_id, Schedule.deleted_at.is_(None)
    )
    return ScheduleRecord.of(one(session, query, noun="schedule"))


def called(session: Session, *, owner_id: str, name: str) -> list[ScheduleRecord]:
    """The schedules of an owner with that name, paused ones too, the oldest first."""
    query = selected(ScheduleRecord, Schedule).where(
        Schedule.owner_id == owner_id, Schedule.name == name, Schedule.deleted_at.is_(None)
    )
    return records(session, ScheduleRecord, query.order_by(Schedule.created_at, Schedule.id))


def list_for(session: Session, *, owner_id: str, page: Page = FIRST_PAGE) -> list[ScheduleRecord]:
    """An owner's schedules, the newest first."""
    query = selected(ScheduleRecord, Schedule).where(Schedule.owner_id == owner_id, Schedule.deleted_at.is_(None))
    query = newest_first(query, Schedule.created_at, Schedule.id, page=page)
    return records(session, ScheduleRecord, query)


def due(session: Session, *, now: datetime, limit: int = 100) -> list[ScheduleRecord]:
    """Active schedules whose next slot has come, the longest waiting first."""
    query = (
        selected(ScheduleRecord, Schedule)
        .where(Schedule.status == ScheduleStatus.ACTIVE, Schedule.deleted_at.is_(None), Schedule.next_run_at <= now)
        .order_by(Schedule.next_run_at, Schedule.id)
        .limit(limit)
    )
    return records(session, ScheduleRecord, query)


def take_slot(session: Session, *, schedule_id: str, slot_at: datetime) -> bool:
    """Take the right to run one slot; exactly one caller gets it, ever."""
    return insert_once(session, ScheduleRun, schedule_id=schedule_id, slot_at=slot_at)


def settle_slot(
    session: Session, *, schedule_id: str, slot_at: datetime, job_id: str | None = None, error: str | None = None
) -> None:
    """What became of a slot: the job that it made, or why it made none."""
    conditions = (ScheduleRun.schedule_id == schedule_id, ScheduleRun.slot_at == slot_at)
    change(session, ScheduleRun, *conditions, job_id=job_id, error=error)
    values = {"last_run_at": slot_at, "last_job_id": job_id} if job_id else {"last_run_at": slot_at}
    change(session, Schedule, Schedule.id == schedule_id, **values)


def move_on(session: Session, *, schedule_id: str, slot_at: datetime, next_run_at: datetime | None) -> bool:
    """Set the slot after *slot_at*, unless somebody has moved the schedule on already."""
    conditions = (Schedule.id == schedule_id, Schedule.next_run_at == slot_at)
    return change(session, Schedule, *conditions, next_run_at=next_run_at) == 1


def pause(session: Session, *, owner_id: str, schedule_id: str) -> bool:
    """Stop making jobs."""
    return change(session, Schedule, *_of(owner_id, schedule_id), status=ScheduleStatus.PAUSED, next_run_at=None) == 1


def resume(session: Session, *, owner_id: str, schedule_id: str, next_run_at: datetime) -> bool:
    """Make jobs again, from *next_run_at* on; slots of the pause are not made up for."""
    values = {"status": ScheduleStatus.ACTIVE, "next_run_at": next_run_at}
    return change(session, Schedule, *_of(owner_id, schedule_id), **values) == 1


def delete(session: Session, *, owner_id: str, schedule_id: str) -> bool:
    """Hide a schedule; its jobs stay."""
    return change(session, Schedule, *_of(owner_id, schedule_id), deleted_at=utc_now(), next_run_at=None) == 1


def history(session: Session, *, owner_id: str, schedule_id: str, limit: int = 50) -> list[ScheduleRunRecord]:
    """The slots of a schedule, the newest first; raises ``NotFound``."""
    get(session, owner_id=owner_id, schedule_id=schedule_id)
    query = selected(ScheduleRunRecord, ScheduleRun).where(ScheduleRun.schedule_id == schedule_id)
    return records(session, ScheduleRunRecord, query.order_by(ScheduleRun.slot_at.desc()).limit(limit))


def _of(owner_id: str, schedule_id: str) -> tuple[ColumnElement[bool], ...]:
    return (Schedule.id == schedule_id, Schedule.owner_id == owner_id, Schedule.deleted_at.is_(None))
