"""Webhooks and their messages."""

from typing import Annotated, Any, Self

from pydantic import Field

from listmatch.api.schemas.base import Instant, Pagination, Request, Shape
from listmatch.catalog.records import DeliveryRecord, WebhookRecord
from listmatch.domain.events import Event


class WebhookItem(Shape):
    """A webhook, without its secret."""

    id: str
    url: str = Field(examples=["https://example.com/hooks/listmatch"])
    events: list[Event]
    created_at: Instant

    @classmethod
    def of(cls, hook: WebhookRecord) -> Self:
        """A webhook of the catalog."""
        return cls(id=hook.id, url=hook.url, events=[Event(event) for event in hook.events], created_at=hook.created_at)


class WebhookList(Shape):
    """An owner's webhooks."""

    webhooks: list[WebhookItem]


class NewWebhook(Request):
    """An address that wants to be told."""

    url: str = Field(
        max_length=2048,
        pattern=r"^https://[A-Za-z0-9][A-Za-z0-9.-]*(:([1-9][0-9]{0,3}|[1-5][0-9]{4}))?([/?][!-~]*)?$",
        examples=["https://example.com/hooks/listmatch"],
    )
    events: list[Annotated[Event, Field(strict=False)]] = Field(
        min_length=1, max_length=20, examples=[["job.completed", "job.failed"]]
    )


class SecretWebhook(Shape):
    """A new webhook with the secret that signs its messages, which is shown only here."""

    webhook: WebhookItem
    secret: str = Field(examples=["whsec_…"])


class DeliveryItem(Shape):
    """One message."""

    id: str
    event: Event
    payload: dict[str, Any]
    attempts: int
    delivered_at: Instant | None
    next_attempt_at: Instant | None
    response_status: int | None
    error: str | None
    created_at: Instant

    @classmethod
    def of(cls, delivery: DeliveryRecord) -> Self:
        """A message of the catalog."""
        return cls.model_validate(delivery)


class DeliveryList(Shape):
    """A page of messages."""

    deliveries: list[DeliveryItem]
    pagination: Pagination
