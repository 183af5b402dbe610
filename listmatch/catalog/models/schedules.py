"""Recurring matches and the slots they have run in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, Instant, JsonObject, Name, OwnerId, word
from listmatch.domain.jobs import ScheduleStatus
from listmatch.domain.verdicts import MatchMode


class Schedule(Base):
    """A job that is made again and again."""

    __tablename__ = "schedules"
    __table_args__ = (Index(None, "owner_id"), Index(None, "status", "next_run_at"))

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    name: Mapped[Name]
    profile_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("profiles.id"))
    source_file_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("files.id"))
    """NULL: the options say how the newest source is found"""
    master_file_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("files.id"))
    mode: Mapped[MatchMode] = mapped_column(word(MatchMode))
    options: Mapped[JsonObject]
    interval_type: Mapped[str] = mapped_column(String(16))
    """hourly, daily, weekly, monthly or cron"""
    cron: Mapped[str | None] = mapped_column(String(128))
    hour_local: Mapped[int | None]
    timezone: Mapped[str] = mapped_column(String(64))
    status: Mapped[ScheduleStatus] = mapped_column(word(ScheduleStatus), default=ScheduleStatus.ACTIVE)
    next_run_at: Mapped[datetime | None]
    last_run_at: Mapped[datetime | None]
    last_job_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[Created]
    deleted_at: Mapped[datetime | None]


class ScheduleRun(Base):
    """One slot of a schedule that was acted on; the primary key is what makes it once."""

    __tablename__ = "schedule_runs"

    schedule_id: Mapped[str] = mapped_column(String(64), ForeignKey("schedules.id"), primary_key=True)
    slot_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    job_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("jobs.id"))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Created]
