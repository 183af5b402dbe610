"""Recurring matches and dedupes."""

from fastapi import APIRouter, Response

from listmatch.api.deps import ActorDep, CallerDep, Limit, LongPageDep, ScheduleId, ServicesDep
from listmatch.api.schemas.base import Pagination, responses
from listmatch.api.schemas.schedules import NewSchedule, ScheduleAnswer, ScheduleItem, ScheduleList, SlotItem, SlotList
from listmatch.api.threaded_requests import WholeRoute
from listmatch.workflows.recurring import schedules
from listmatch.workflows.recurring.recurrence import Recurrence

router = APIRouter(prefix="/schedules", tags=["schedules"], route_class=WholeRoute)


@router.get("", summary="List schedules", responses=responses())
def list_schedules(services: ServicesDep, owner: CallerDep, page: LongPageDep) -> ScheduleList:
    """The schedules, the newest first."""
    found = schedules.list_schedules(services, owner_id=owner.id, page=page.and_one_more())
    shown, pagination = Pagination.cut(found, page=page)
    return ScheduleList(schedules=[ScheduleItem.of(schedule) for schedule in shown], pagination=pagination)


@router.post("", status_code=201, summary="Create a schedule", responses=responses(404, 409))
def create_schedule(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewSchedule) -> ScheduleAnswer:
    """Create a job at each slot of a schedule."""
    request = schedules.ScheduleRequest(
        name=body.name,
        source_file_id=body.source_file_id,
        master_file_id=body.master_file_id,
        profile_id=body.profile_id,
        mode=body.match_mode,
        recurrence=Recurrence(
            interval=body.interval_type, timezone=body.timezone, hour_local=body.hour_local, cron=body.cron
        ),
    )
    made = schedules.create_schedule(services, request, owner_id=owner.id, actor=actor)
    return ScheduleAnswer(schedule=ScheduleItem.of(made))


@router.get("/{schedule_id}", summary="Read a schedule", responses=responses(404))
def get_schedule(services: ServicesDep, owner: CallerDep, schedule_id: ScheduleId) -> ScheduleAnswer:
    """One schedule."""
    found = schedules.get_schedule(services, owner_id=owner.id, schedule_id=schedule_id)
    return ScheduleAnswer(schedule=ScheduleItem.of(found))


@router.get("/{schedule_id}/history", summary="Slots of a schedule", responses=responses(404))
def get_history(services: ServicesDep, owner: CallerDep, schedule_id: ScheduleId, limit: Limit = 50) -> SlotList:
    """What became of each slot, the newest first."""
    runs = schedules.history(services, owner_id=owner.id, schedule_id=schedule_id, limit=limit)
    return SlotList(runs=[SlotItem.model_validate(run) for run in runs])


@router.post("/{schedule_id}/pause", summary="Pause a schedule", responses=responses(404))
def pause_schedule(services: ServicesDep, owner: CallerDep, actor: ActorDep, schedule_id: ScheduleId) -> ScheduleAnswer:
    """Make no jobs until it is resumed."""
    paused = schedules.pause_schedule(services, owner_id=owner.id, schedule_id=schedule_id, actor=actor)
    return ScheduleAnswer(schedule=ScheduleItem.of(paused))


@router.post("/{schedule_id}/resume", summary="Resume a schedule", responses=responses(404))
def resume_schedule(
    services: ServicesDep, owner: CallerDep, actor: ActorDep, schedule_id: ScheduleId
) -> ScheduleAnswer:
    """Make jobs again, from the next slot on."""
    resumed = schedules.resume_schedule(services, owner_id=owner.id, schedule_id=schedule_id, actor=actor)
    return ScheduleAnswer(schedule=ScheduleItem.of(resumed))


@router.delete("/{schedule_id}", status_code=204, summary="Delete a schedule", responses=responses(404))
def delete_schedule(services: ServicesDep, owner: CallerDep, actor: ActorDep, schedule_id: ScheduleId) -> Response:
    """End a schedule; its jobs stay."""
    schedules.delete_schedule(services, owner_id=owner.id, schedule_id=schedule_id, actor=actor)
    return Response(status_code=204)
