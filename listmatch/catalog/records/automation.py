"""What runs by itself: schedules, drops, webhooks."""

from dataclasses import dataclass
from datetime import datetime

from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.records.base import Record
from listmatch.domain.jobs import ScheduleStatus
from listmatch.domain.verdicts import MatchMode


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
