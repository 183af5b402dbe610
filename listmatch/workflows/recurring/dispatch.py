"""Running schedules: each slot leads to one job, in one transaction with the schedule's next slot."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import schedules as schedule_rows
from listmatch.catalog.records import FileRecord, ScheduleRecord
from listmatch.domain.files import Purpose
from listmatch.errors import LOGGED_CURE, CatalogUnavailable, InputError, NotFound, StorageUnavailable, internal_error
from listmatch.workflows.drops.lists import resolve
from listmatch.workflows.drops.rules import ListSource
from listmatch.workflows.drops.settle import profile_content
from listmatch.workflows.matches.jobs import JobOptions, JobPlan, write_job
from listmatch.workflows.recurring.schedules import recurrence_of
from listmatch.workflows.recurring.slots import Due, due_slot
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.schedules")


@dataclass(frozen=True, slots=True)
class Dispatched:
    """The outcome of a slot: a job, or the reason why there is none."""

    schedule_id: str
    slot_at: datetime
    job_id: str | None = None
    error: str | None = None


class _OvertakenError(Exception):
    """The schedule was advanced, paused or deleted in the meantime; the transaction must be rolled back."""


def dispatch(services: Services, *, now: datetime | None = None) -> list[Dispatched]:
    """Make a job of every slot that is due. A store out of reach leaves the slot for the next time."""
    now = now or datetime.now(UTC)
    with services.catalog.reading() as session:
        waiting = schedule_rows.due(session, now=now)
    done = []
    for schedule in waiting:
        try:
            done += _dispatch_one(services, schedule, now=now)
        except (StorageUnavailable, InputError) as error:
            LOGGER.warning("schedule %s waits: %s", schedule.id, error)
        except _OvertakenError:
            LOGGER.info("schedule %s was changed meanwhile", schedule.id)
        except CatalogUnavailable:
            raise
        except Exception:  # one schedule that cannot be run must not keep all others from running
            LOGGER.exception("schedule %s failed", schedule.id)
    return done


def job_id_of(schedule_id: str, slot_at: datetime) -> str:
    """The job id of one slot, which is also its run key, so that every dispatcher creates the same job."""
    return str(uuid5(NAMESPACE_URL, f"{schedule_id} {slot_at.astimezone(UTC).isoformat()}"))


def run_now(services: Services, *, owner_id: str, schedule_id: str, actor: str) -> Dispatched:
    """Make a job of a schedule at once; its slots stay as they are. Raises NotFound, InputError, StorageUnavailable."""
    with services.catalog.reading() as session:
        schedule = schedule_rows.get(session, owner_id=owner_id, schedule_id=schedule_id)
    plan, slot_at = _plan(services, schedule), datetime.now(UTC)
    with services.catalog.session() as session:
        job_id = _write(session, schedule, plan, slot_at=slot_at)
        audit.note(session, owner_id=owner_id, actor=actor, action="schedule.run", subject_id=schedule_id)
    return Dispatched(schedule_id, slot_at, job_id)


def _dispatch_one(services: Services, schedule: ScheduleRecord, *, now: datetime) -> list[Dispatched]:
    if schedule.next_run_at is None:
        return []
    try:
        due = due_slot(recurrence_of(schedule), next_run_at=schedule.next_run_at, now=now)
    except (InputError, ValueError, LookupError, IsADirectoryError, NotADirectoryError) as error:
        # No more readable at the next look (a time zone may be the name of a folder of theirs): told once.
        LOGGER.warning("schedule %s is paused, since its rule cannot be read: %s", schedule.id, error)
        return [_unreadable(services, schedule, schedule.next_run_at, error)]
    except OSError:  # too many open files, say: it may be readable at the next look
        LOGGER.exception("schedule %s cannot be looked at now", schedule.id)
        return []
    if due is None:
        return []
    try:
        return _run(services, schedule, due)
    except (InputError, NotFound) as error:
        return [_refused(services, schedule, due, str(error))]
    except (StorageUnavailable, CatalogUnavailable, _OvertakenError):
        raise
    except Exception as error:  # recorded and done: retrying the same slot would fail twice a second
        LOGGER.exception("schedule %s failed", schedule.id)
        message = str(internal_error(error, cure=LOGGED_CURE))
        return [_refused(services, schedule, due, message)]


def _run(services: Services, schedule: ScheduleRecord, due: Due) -> list[Dispatched]:
    plan = _plan(services, schedule)
    with services.catalog.session() as session:
        job_id = _write(session, schedule, plan, slot_at=due.slot_at)
        _move_on(session, schedule, due)
    return [Dispatched(schedule.id, due.slot_at, job_id)] if job_id else []


def _refused(services: Services, schedule: ScheduleRecord, due: Due, error: str) -> Dispatched:
    with services.catalog.session() as session:
        schedule_rows.take_slot(session, schedule_id=schedule.id, slot_at=due.slot_at)
        schedule_rows.settle_slot(session, schedule_id=schedule.id, slot_at=due.slot_at, error=error)
        _move_on(session, schedule, due)
    return Dispatched(schedule.id, due.slot_at, error=error)


def _unreadable(services: Services, schedule: ScheduleRecord, slot_at: datetime, error: Exception) -> Dispatched:
    """Nobody can say when such a schedule is due again: it is paused, and its history says why."""
    why = str(error) if isinstance(error, InputError) else "its rule cannot be read."
    message = f"The schedule is paused: {why} Delete it and create it again."
    with services.catalog.session() as session:
        schedule_rows.take_slot(session, schedule_id=schedule.id, slot_at=slot_at)
        schedule_rows.settle_slot(session, schedule_id=schedule.id, slot_at=slot_at, error=message)
        schedule_rows.pause(session, owner_id=schedule.owner_id, schedule_id=schedule.id)
    return Dispatched(schedule.id, slot_at, error=message)


def _write(session: Session, schedule: ScheduleRecord, plan: JobPlan, *, slot_at: datetime) -> str | None:
    """The job of a slot; None when somebody else made it."""
    if not schedule_rows.take_slot(session, schedule_id=schedule.id, slot_at=slot_at):
        return None
    job = write_job(session, plan, job_id=job_id_of(schedule.id, slot_at), schedule_id=schedule.id)
    schedule_rows.settle_slot(session, schedule_id=schedule.id, slot_at=slot_at, job_id=job.id)
    return job.id


def _move_on(session: Session, schedule: ScheduleRecord, due: Due) -> None:
    slot_at = schedule.next_run_at
    if slot_at is None or not schedule_rows.move_on(
        session, schedule_id=schedule.id, slot_at=slot_at, next_run_at=due.next_run_at
    ):
        raise _OvertakenError


def _plan(services: Services, schedule: ScheduleRecord) -> JobPlan:
    """The job of a schedule as it would be made now. Raises NotFound, InputError, StorageUnavailable."""
    source = _list(services, schedule, "source", file_id=schedule.source_file_id)
    if source is None:
        raise InputError("the schedule names no source list.", cure="Delete it and create it again.")
    master = _list(services, schedule, "master", file_id=schedule.master_file_id)
    named = schedule.profile_id or str(schedule.options.get("profile") or "")
    content = profile_content(services, named, owner_id=schedule.owner_id, mode=schedule.mode)
    return JobPlan(
        source, master, content, profile_id=schedule.profile_id, mode=schedule.mode, options=JobOptions(formats=())
    )


def _list(services: Services, schedule: ScheduleRecord, role: str, *, file_id: str | None) -> FileRecord | None:
    if file_id is not None:
        with services.catalog.reading() as session:
            return file_rows.get(session, owner_id=schedule.owner_id, file_id=file_id)
    where = schedule.options.get("lists", {}).get(role)
    if where is None:
        return None
    return resolve(services, ListSource(**where), owner_id=schedule.owner_id, purpose=Purpose(role))
