"""Rows of the catalog as frozen values, usable when the session is closed.

A *summary* is what lists show; a *record* adds the large columns. All instants are UTC.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy.orm import InstrumentedAttribute

from listmatch.catalog.models.base import Base, JsonObject
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import ExportFormat, ExportStatus, JobStatus, ScheduleStatus, Tier
from listmatch.domain.verdicts import MatchMode, ProfileType


@dataclass(frozen=True, slots=True)
class Record:
    """A copy of the columns of one row that have the names of its fields."""

    @classmethod
    def of(cls, row: Base) -> Self:
        """The record of an ORM row."""
        values: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(cls)}
        return cls(**values)

    @classmethod
    def columns(cls, model: type[Base]) -> list[InstrumentedAttribute[Any]]:
        """The columns of a model that make the record, to be selected alone: a third of the cost of whole rows."""
        return [getattr(model, field.name) for field in fields(cls)]


@dataclass(frozen=True, slots=True)
class OwnerRecord(Record):
    """An account."""

    id: str
    email: str | None
    name: str | None
    tier: Tier
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeyRecord(Record):
    """An API key, without anything that would open the door."""

    id: str
    owner_id: str
    label: str
    hint: str
    rate_limit: int | None
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class UsageRecord(Record):
    """Requests of one key on one day (UTC)."""

    key_id: str
    day: date
    requests: int
    errors: int


@dataclass(frozen=True, slots=True)
class FileSummary(Record):
    """An uploaded list."""

    id: str
    owner_id: str
    name: str
    purpose: Purpose
    status: FileStatus
    prepare_error: str | None
    raw_key: str
    content_type: str
    size: int
    content_hash: str | None
    row_count: int | None
    column_count: int | None
    origin_uri: str | None
    origin_etag: str | None
    run_id: str | None
    created_at: datetime
    received_at: datetime | None
    attempt: int
    preparing_at: datetime | None
    heartbeat_at: datetime | None
    ready_at: datetime | None
    last_used_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileRecord(FileSummary):
    """An uploaded list with the profile that preparation made of it (None until it is ready)."""

    profile: JsonObject | None


@dataclass(frozen=True, slots=True)
class ProfileSummary(Record):
    """A saved match profile."""

    id: str
    owner_id: str
    name: str
    profile_type: ProfileType
    is_template: bool
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProfileRecord(ProfileSummary):
    """A saved match profile with the content of one version."""

    content: JsonObject
    content_hash: str


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


@dataclass(frozen=True, slots=True)
class ScheduleRecord(Record):
    """A job that is made again and again."""

    id: str
    owner_id: str
    name: str
    profile_id: str | None
    source_file_id: str | None
    master_file_id: str | None
    mode: MatchMode
    options: JsonObject
    interval_type: str
    cron: str | None
    hour_local: int | None
    timezone: str
    status: ScheduleStatus
    next_run_at: datetime | None
    last_run_at: datetime | None
    last_job_id: str | None
    created_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ScheduleRunRecord(Record):
    """One slot of a schedule that was acted on."""

    schedule_id: str
    slot_at: datetime
    job_id: str | None
    error: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DropRuleRecord(Record):
    """A drop rule of the catalog."""

    name: str
    owner_id: str
    content: JsonObject
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DropRecord(Record):
    """One version of one dropped object."""

    id: str
    owner_id: str
    rule: str
    uri: str
    etag: str
    size: int
    modified_at: datetime
    seen_at: datetime
    settled_at: datetime | None
    file_id: str | None
    job_id: str | None
    error: str | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionRecord(Record):
    """A person's word on one pair."""

    id: str
    owner_id: str
    source_fingerprint: str
    master_fingerprint: str
    is_match: bool
    note: str
    job_id: str | None
    source_row_id: int | None
    master_row_id: int | None
    profile_type: ProfileType | None
    model_score: float | None
    decided_by: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ExclusionRecord(Record):
    """A contact or organisation never to be contacted."""

    id: str
    owner_id: str
    kind: str
    value: str
    note: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WebhookRecord(Record):
    """An address that takes messages."""

    id: str
    owner_id: str
    url: str
    events: list[str]
    secret: str
    is_active: bool
    created_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryRecord(Record):
    """One message to one address."""

    id: str
    webhook_id: str
    event: str
    payload: JsonObject
    attempts: int
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    response_status: int | None
    error: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AuditRecord(Record):
    """Who did what."""

    id: str
    owner_id: str
    at: datetime
    actor: str
    action: str
    subject_id: str
    detail: str
