"""Jobs, and what they lead to: reports and exports."""

from dataclasses import dataclass
from datetime import datetime

from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.records.base import Record
from listmatch.domain.jobs import ExportFormat, ExportStatus, JobStatus
from listmatch.domain.verdicts import MatchMode


@dataclass(frozen=True, slots=True)
class JobSummary(Record):
    """A match or dedupe job."""

    id: str
    owner_id: str
    label: str
    source_file_id: str
    master_file_id: str | None
    profile_id: str | None
    mode: MatchMode
    status: JobStatus
    progress: int
    message: str
    error: str | None
    result_summary: JsonObject | None
    run_id: str | None
    attempt: int
    schedule_id: str | None
    created_at: datetime
    launched_at: datetime | None
    started_at: datetime | None
    heartbeat_at: datetime | None
    completed_at: datetime | None
    results_deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobRecord(JobSummary):
    """A job with everything that its result depends on."""

    profile: JsonObject | None
    options: JsonObject
    formats: list[str]


@dataclass(frozen=True, slots=True)
class ReportSummary(Record):
    """The report of a job."""

    id: str
    owner_id: str
    job_id: str
    title: str
    status: JobStatus
    created_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportRecord(ReportSummary):
    """The report of a job with its text and the place of its figures."""

    rollups_key: str | None
    narrative: JsonObject | None


@dataclass(frozen=True, slots=True)
class ExportRecord(Record):
    """A formatted report."""

    report_id: str
    format: ExportFormat
    status: ExportStatus
    key: str | None
    error: str | None
    created_at: datetime
    launched_at: datetime | None
    completed_at: datetime | None
