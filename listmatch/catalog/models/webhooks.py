"""Webhooks, and the deliveries of their messages."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, JsonObject, OwnerId


class Webhook(Base):
    """An address of the owner's that takes messages. The secret signs them and is therefore kept as it is."""

    __tablename__ = "webhooks"
    __table_args__ = (Index(None, "owner_id"),)

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    url: Mapped[str] = mapped_column(String(2048))
    events: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(String(128))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Created]
    deleted_at: Mapped[datetime | None]


class WebhookDelivery(Base):
    """One message to one address."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index(None, "delivered_at", "next_attempt_at"),)

    id: Mapped[Id]
    webhook_id: Mapped[str] = mapped_column(String(64), ForeignKey("webhooks.id"), index=True)
    event: Mapped[str] = mapped_column(String(64))
    payload: Mapped[JsonObject]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    """NULL: delivered, or given up"""
    delivered_at: Mapped[datetime | None]
    response_status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Created]
