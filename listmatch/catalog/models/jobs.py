"""Match and dedupe jobs: the queue and its history."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, JsonObject, OwnerId, word
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode


class Job(Base):
    """One request to match or dedupe, with everything that its result depends on."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "owner_id", "created_at"),
        Index(None, "status", "created_at"),
    )

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    label: Mapped[str] = mapped_column(String(512), default="")
    source_file_id: Mapped[str] = mapped_column(String(64), ForeignKey("files.id"), index=True)
    master_file_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("files.id"), index=True)
    """NULL: dedupe"""
    profile_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("profiles.id"))
    """the saved profile it came from, if any"""
    profile: Mapped[JsonObject | None]
    """the profile as it was when the job was made; NULL: to be proposed when the files are ready"""
    mode: Mapped[MatchMode] = mapped_column(word(MatchMode))
    options: Mapped[JsonObject]
    formats: Mapped[list[str]]
    """exports that are made with the job"""
    status: Mapped[JobStatus] = mapped_column(word(JobStatus), default=JobStatus.PENDING)
    progress: Mapped[int] = mapped_column(default=0)
    """0-100, never falling within one attempt"""
    message: Mapped[str] = mapped_column(String(512), default="")
    error: Mapped[str | None] = mapped_column(Text)
    result_summary: Mapped[JsonObject | None]
    run_id: Mapped[str | None] = mapped_column(String(64))
    """the run that has claimed it; only that run may change it further"""
    attempt: Mapped[int] = mapped_column(default=0)
    schedule_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("schedules.id"), index=True)
    created_at: Mapped[Created]
    launched_at: Mapped[datetime | None]
    """when a run was last asked for"""
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    """the last sign of life of its run"""
    completed_at: Mapped[datetime | None]
    """when it ended, however it ended"""
    results_deleted_at: Mapped[datetime | None]
    """when retention deleted what it made; the row stays"""
