"""Owners, their keys, what they use, and who did what."""

from dataclasses import dataclass
from datetime import date, datetime

from listmatch.catalog.records.base import Record
from listmatch.domain.jobs import Tier


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
class AuditRecord(Record):
    """Who did what."""

    id: str
    owner_id: str
    at: datetime
    actor: str
    action: str
    subject_id: str
    detail: str
