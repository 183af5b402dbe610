"""Reports and their exports."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, JsonObject, Name, OwnerId, word
from listmatch.domain.jobs import ExportFormat, ExportStatus, JobStatus


class Report(Base):
    """The report of one job; its figures lie in the object store."""

    __tablename__ = "reports"
    __table_args__ = (Index(None, "owner_id", "created_at"),)

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    job_id: Mapped[str] = mapped_column(String(64), ForeignKey("jobs.id"), unique=True)
    title: Mapped[Name]
    status: Mapped[JobStatus] = mapped_column(word(JobStatus), default=JobStatus.PROCESSING)
    rollups_key: Mapped[str | None] = mapped_column(String(1024))
    narrative: Mapped[JsonObject | None]
    created_at: Mapped[Created]
    completed_at: Mapped[datetime | None]


class Export(Base):
    """One formatted report, made when first asked for."""

    __tablename__ = "exports"
    __table_args__ = (Index(None, "status"),)

    report_id: Mapped[str] = mapped_column(String(64), ForeignKey("reports.id"), primary_key=True)
    format: Mapped[ExportFormat] = mapped_column(word(ExportFormat), primary_key=True)
    status: Mapped[ExportStatus] = mapped_column(word(ExportStatus), default=ExportStatus.GENERATING)
    key: Mapped[str | None] = mapped_column(String(1024))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Created]
    launched_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
