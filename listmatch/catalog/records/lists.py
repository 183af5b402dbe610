"""Files, and what is kept about their rows: profiles, decisions, exclusions."""

from dataclasses import dataclass
from datetime import datetime

from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.records.base import Record
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.verdicts import ProfileType


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
