"""Schedules."""

from typing import Annotated, Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import INTEGRAL, Id, Instant, Name, Pagination, Shape
from listmatch.api.schemas.lists import Lists
from listmatch.catalog.records import ScheduleRecord
from listmatch.domain.jobs import ScheduleStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.recurring.recurrence import Interval


class ScheduleItem(Shape):
    """A schedule."""

    id: str = Field(examples=[examples.SCHEDULE_ID])
    name: str = Field(examples=["Daily lead dedupe"])
    profile_id: str | None = Field(examples=[examples.PROFILE_ID])
    source_file_id: str | None = Field(examples=[examples.SOURCE_ID])
    master_file_id: str | None = Field(examples=[examples.MASTER_ID])
    match_mode: MatchMode = Field(examples=["best_match"])
    interval_type: Interval = Field(examples=["daily"])
    hour_local: int | None = Field(examples=[6])
    cron: str | None = Field(examples=[None])
    timezone: str = Field(examples=["America/New_York"])
    next_run_at: Instant | None = Field(examples=[examples.NEXT_RUN_AT])
    last_run_at: Instant | None
    last_job_id: str | None = Field(examples=[examples.JOB_ID])
    status: ScheduleStatus = Field(examples=["active"])
    created_at: Instant

    @classmethod
    def of(cls, schedule: ScheduleRecord) -> Self:
        """A schedule of the catalog."""
        return cls(
            id=schedule.id,
            name=schedule.name,
            profile_id=schedule.profile_id,
            source_file_id=schedule.source_file_id,
            master_file_id=schedule.master_file_id,
            match_mode=schedule.mode,
            interval_type=Interval(schedule.interval_type),
            hour_local=schedule.hour_local,
            cron=schedule.cron,
            timezone=schedule.timezone,
            next_run_at=schedule.next_run_at,
            last_run_at=schedule.last_run_at,
            last_job_id=schedule.last_job_id,
            status=schedule.status,
            created_at=schedule.created_at,
        )


class ScheduleList(Shape):
    """An owner's schedules."""

    schedules: list[ScheduleItem]
    pagination: Pagination


class ScheduleAnswer(Shape):
    """One schedule."""

    schedule: ScheduleItem


class NewSchedule(Lists):
    """A schedule to be made."""

    name: Name = Field(examples=["Daily lead dedupe"])
    profile_id: Id | None = Field(
        default=None, examples=[examples.PROFILE_ID], description="Absent: a profile is proposed for each run."
    )
    interval_type: Interval = Field(strict=False, examples=["daily"])
    hour_local: Annotated[int, Field(ge=0, le=23), INTEGRAL] = Field(
        default=0, examples=[6], description="Local hour of daily, weekly (Monday) and monthly (1st) schedules."
    )
    cron: str = Field(default="", max_length=128, examples=["30 6 * * 1-5"], description="For intervalType cron.")
    timezone: str = Field(default="UTC", max_length=64, examples=["America/New_York"])


class SlotItem(Shape):
    """One slot of a schedule that was acted on."""

    slot_at: Instant
    job_id: str | None = Field(examples=[examples.JOB_ID])
    error: str | None = Field(examples=[None], description="Why no job was made, in one sentence.")


class SlotList(Shape):
    """The history of a schedule."""

    runs: list[SlotItem]
