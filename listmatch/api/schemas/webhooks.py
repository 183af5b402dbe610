"""Webhooks and their messages."""

from typing import Annotated, Any, Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Instant, Pagination, Request, Shape
from listmatch.api.schemas.written import Written
from listmatch.catalog.records import DeliveryRecord, WebhookRecord
from listmatch.domain.events import Event
from listmatch.workflows.notices.messages import SWITCHED_OFF

PAYLOAD = {"type": "job.completed", "timestamp": examples.COMPLETED_AT, "data": {"jobId": examples.JOB_ID}}


Address = Annotated[
    str,
    Written(
        r"https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
        r"(:([1-9][0-9]{0,3}|[1-5][0-9]{4}))?([/?][!-~]*)?",
        "must be an https address of a host of the internet, by its name, like https://example.com/hooks",
    ),
]
"""No number in any notation is such a name, since the last part of one begins with a letter (RFC 1123, 2.1)."""


class WebhookItem(Shape):
    """A webhook, without its secret."""

    id: str = Field(examples=[examples.WEBHOOK_ID])
    url: str = Field(examples=["https://example.com/hooks/listmatch"])
    events: list[Event] = Field(examples=[["job.completed", "job.failed"]])
    is_active: bool = Field(examples=[True], description="False: nothing more is sent to it.")
    inactive_reason: str | None = Field(examples=[None], description="Why it was switched off by us; null otherwise.")
    created_at: Instant

    @classmethod
    def of(cls, hook: WebhookRecord) -> Self:
        """A webhook of the catalog."""
        return cls(
            id=hook.id,
            url=hook.url,
            events=[Event(event) for event in hook.events],
            is_active=hook.is_active,
            inactive_reason=None if hook.is_active else SWITCHED_OFF,
            created_at=hook.created_at,
        )


class WebhookList(Shape):
    """An owner's webhooks."""

    webhooks: list[WebhookItem]


class NewWebhook(Request):
    """The address of a webhook to create."""

    url: Address = Field(
        max_length=2048,
        examples=["https://example.com/hooks/listmatch"],
    )
    events: list[Annotated[Event, Field(strict=False)]] = Field(
        min_length=1, max_length=20, examples=[["job.completed", "job.failed"]]
    )


class SecretWebhook(Shape):
    """A new webhook with the secret that signs its messages, which is shown only here."""

    webhook: WebhookItem
    secret: str = Field(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])


class DeliveryItem(Shape):
    """One message."""

    id: str = Field(examples=[examples.DELIVERY_ID])
    event: Event = Field(examples=["job.completed"])
    payload: dict[str, Any] = Field(examples=[PAYLOAD])
    attempts: int = Field(examples=[1])
    delivered_at: Instant | None
    next_attempt_at: Instant | None = Field(examples=[None])
    response_status: int | None = Field(examples=[204])
    error: str | None = Field(examples=[None], description="Why the last attempt failed.")
    created_at: Instant

    @classmethod
    def of(cls, delivery: DeliveryRecord) -> Self:
        """A message of the catalog."""
        return cls.model_validate(delivery)


class DeliveryList(Shape):
    """A page of messages."""

    deliveries: list[DeliveryItem]
    pagination: Pagination
