"""Schedules as their owner sees them: made, listed, paused, resumed, deleted. A dispatcher runs them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.catalog.queries import owners as owner_rows
from listmatch.catalog.queries import profiles as profile_rows
from listmatch.catalog.queries import schedules as schedule_rows
from listmatch.catalog.records import ScheduleRecord, ScheduleRunRecord
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError, NameTaken, NotFound
from listmatch.workflows.drops.lists import check_source
from listmatch.workflows.drops.rules import ListSource
from listmatch.workflows.matches.jobs import lists_of
from listmatch.workflows.recurring.recurrence import Interval, Recurrence
from listmatch.workflows.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRequest:
    """What is to be matched with what, and how often; ``profile_id`` None has a profile proposed.

    A list is a file of the catalog, or ``lists`` says under "source" and "master" where it is found at each run.
    """

    name: str
    source_file_id: str | None
    master_file_id: str | None
    profile_id: str | None
    mode: MatchMode
    recurrence: Recurrence
    lists: Mapping[str, ListSource] = field(default_factory=dict)
    profile: str = ""
    """path of a profile (YAML), re-read at each run"""


def create_schedule(services: Services, request: ScheduleRequest, *, owner_id: str, actor: str) -> ScheduleRecord:
    """An active schedule.

    Raises NotFound for files or a profile of somebody else, NameTaken for the name of another schedule of the owner,
    InputError for a bad rule or an address that cannot be one.
    """
    request.recurrence.check()
    for source in request.lists.values():
        check_source(services.settings, source)
    has_master = request.master_file_id is not None or "master" in request.lists
    if (request.mode is MatchMode.DEDUPE) == has_master:
        raise InputError("a dedupe takes one list, a match takes two.", place="masterFileId")
    with services.catalog.session() as session:
        _refuse_taken(session, request.name, owner_id=owner_id)
        lists_of(session, owner_id=owner_id, source=request.source_file_id, master=request.master_file_id)
        if request.profile_id is not None:
            profile_rows.get(session, owner_id=owner_id, profile_id=request.profile_id)
        rule = request.recurrence
        schedule = schedule_rows.create(
            session,
            schedule_rows.NewSchedule(
                owner_id=owner_id,
                name=request.name,
                source_file_id=request.source_file_id,
                master_file_id=request.master_file_id,
                profile_id=request.profile_id,
                mode=request.mode,
                options={
                    "lists": {role: source.model_dump() for role, source in request.lists.items()},
                    "profile": request.profile,
                },
                interval_type=rule.interval,
                cron=rule.cron or None,
                hour_local=None if rule.interval in (Interval.HOURLY, Interval.CRON) else rule.hour_local,
                timezone=rule.timezone,
                next_run_at=rule.next_after(datetime.now(UTC)),
            ),
        )
        audit.note(session, owner_id=owner_id, actor=actor, action="schedule.create", subject_id=schedule.id)
        return schedule


def _refuse_taken(session: Session, name: str, *, owner_id: str) -> None:
    """Raise NameTaken when a schedule is called that; of two that are made in the same moment the second one sees the
    first.
    """
    owner_rows.take_turns(session, owner_id=owner_id)
    for other in schedule_rows.called(session, owner_id=owner_id, name=name):
        raise NameTaken(
            f"there is a schedule {name!r} already ({other.id}, {other.status}, made on {other.created_at:%Y-%m-%d}).",
            place="name",
            cure="Choose another name, or delete that one first.",
        )


def recurrence_of(schedule: ScheduleRecord) -> Recurrence:
    """The rule of a schedule."""
    return Recurrence(
        interval=Interval(schedule.interval_type),
        timezone=schedule.timezone,
        hour_local=schedule.hour_local or 0,
        cron=schedule.cron or "",
    )


def list_schedules(services: Services, *, owner_id: str, page: Page) -> list[ScheduleRecord]:
    """An owner's schedules, the newest first."""
    with services.catalog.reading() as session:
        return schedule_rows.list_for(session, owner_id=owner_id, page=page)


def get_schedule(services: Services, *, owner_id: str, schedule_id: str) -> ScheduleRecord:
    """One schedule. Raises NotFound."""
    with services.catalog.reading() as session:
        return schedule_rows.get(session, owner_id=owner_id, schedule_id=schedule_id)


def find_schedule(services: Services, id_or_name: str, *, owner_id: str) -> ScheduleRecord:
    """The schedule with that id, else the one called that. Raises NotFound, and InputError where several are."""
    with services.catalog.reading() as session:
        with suppress(NotFound):
            return schedule_rows.get(session, owner_id=owner_id, schedule_id=id_or_name)
        found = schedule_rows.called(session, owner_id=owner_id, name=id_or_name)
    if not found:
        raise NotFound("there is no such schedule.", place=id_or_name, cure="See them with: listmatch schedule list")
    if len(found) > 1:
        cure = f"Give the id of one: {', '.join(each.id for each in found)}."
        raise InputError("several schedules have this name.", place=id_or_name, cure=cure)
    return found[0]


def pause_schedule(services: Services, *, owner_id: str, schedule_id: str, actor: str) -> ScheduleRecord:
    """Stop making jobs until it is resumed. Raises NotFound."""
    with services.catalog.session() as session:
        if not schedule_rows.pause(session, owner_id=owner_id, schedule_id=schedule_id):
            raise NotFound("There is no such schedule.")
        audit.note(session, owner_id=owner_id, actor=actor, action="schedule.pause", subject_id=schedule_id)
        return schedule_rows.get(session, owner_id=owner_id, schedule_id=schedule_id)


def resume_schedule(services: Services, *, owner_id: str, schedule_id: str, actor: str) -> ScheduleRecord:
    """Make jobs again from the next slot on. Raises NotFound."""
    with services.catalog.session() as session:
        schedule = schedule_rows.get(session, owner_id=owner_id, schedule_id=schedule_id)
        following = recurrence_of(schedule).next_after(datetime.now(UTC))
        schedule_rows.resume(session, owner_id=owner_id, schedule_id=schedule_id, next_run_at=following)
        audit.note(session, owner_id=owner_id, actor=actor, action="schedule.resume", subject_id=schedule_id)
        return schedule_rows.get(session, owner_id=owner_id, schedule_id=schedule_id)


def delete_schedule(services: Services, *, owner_id: str, schedule_id: str, actor: str) -> None:
    """End a schedule; its jobs stay. Raises NotFound."""
    with services.catalog.session() as session:
        if not schedule_rows.delete(session, owner_id=owner_id, schedule_id=schedule_id):
            raise NotFound("There is no such schedule.")
        audit.note(session, owner_id=owner_id, actor=actor, action="schedule.delete", subject_id=schedule_id)


def history(services: Services, *, owner_id: str, schedule_id: str, limit: int) -> list[ScheduleRunRecord]:
    """The slots of a schedule, the newest first. Raises NotFound."""
    with services.catalog.reading() as session:
        return schedule_rows.history(session, owner_id=owner_id, schedule_id=schedule_id, limit=limit)
