"""Owners, their API keys, key usage and the audit log."""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, JsonObject, Name, OwnerId, word
from listmatch.domain.jobs import Tier


class Owner(Base):
    """An account: everything else belongs to one."""

    __tablename__ = "owners"

    id: Mapped[Id]
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    name: Mapped[str | None] = mapped_column(String(512))
    tier: Mapped[Tier] = mapped_column(word(Tier))
    created_at: Mapped[Created]


class ApiKey(Base):
    """A key of the REST API. The key itself is never stored: ``secret_hash`` is its SHA-256."""

    __tablename__ = "api_keys"
    __table_args__ = (Index(None, "owner_id"),)

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    label: Mapped[Name]
    hint: Mapped[str] = mapped_column(String(16))
    """the key's last characters, by which a person tells keys apart"""
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    rate_limit: Mapped[int | None]
    """requests per window; NULL: the default"""
    created_at: Mapped[Created]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Usage(Base):
    """Requests of one key on one day (UTC)."""

    __tablename__ = "usage"

    key_id: Mapped[str] = mapped_column(String(64), ForeignKey("api_keys.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    requests: Mapped[int] = mapped_column(default=0)
    errors: Mapped[int] = mapped_column(default=0)


class RateWindow(Base):
    """Requests of one caller in its current window, shared by all processes of the API."""

    __tablename__ = "rate_windows"

    caller: Mapped[str] = mapped_column(String(128), primary_key=True)
    ends_at: Mapped[float] = mapped_column(Float(53))
    """Unix seconds"""
    requests: Mapped[int]


class IdempotencyKey(Base):
    """The answer to a POST that carried an Idempotency-Key, given again to the same request."""

    __tablename__ = "idempotency_keys"

    owner_id: Mapped[str] = mapped_column(String(64), ForeignKey("owners.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status_code: Mapped[int | None]
    """NULL while the first request is still at work"""
    response: Mapped[JsonObject | None]
    created_at: Mapped[Created]


class AuditEntry(Base):
    """Who did what to which thing; never changed, never with personal data of lists."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "owner_id", "at"),)

    id: Mapped[Id]
    owner_id: Mapped[str] = mapped_column(String(64), ForeignKey("owners.id"))
    at: Mapped[Created]
    actor: Mapped[Name]
    """``key:<id>``, ``cli``, ``schedule:<id>`` …"""
    action: Mapped[str] = mapped_column(String(64))
    """noun and verb, e.g. ``file.delete``"""
    subject_id: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str] = mapped_column(Text, default="")
