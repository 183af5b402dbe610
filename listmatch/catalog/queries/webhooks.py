"""Webhooks, and the messages to them: queued with the change they tell of, sent afterwards."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Webhook, WebhookDelivery, utc_now
from listmatch.catalog.models.base import JsonObject, new_id
from listmatch.catalog.pages import FIRST_PAGE, Page, newest_first
from listmatch.catalog.queries.rows import change, one, records, selected
from listmatch.catalog.records import DeliveryRecord, WebhookRecord


def create(session: Session, *, owner_id: str, url: str, events: list[str], secret: str) -> WebhookRecord:
    """A new active webhook; *secret* signs its messages."""
    row = Webhook(id=new_id(), owner_id=owner_id, url=url, events=events, secret=secret)
    session.add(row)
    session.flush()
    return WebhookRecord.of(row)


def get(session: Session, *, owner_id: str, webhook_id: str) -> WebhookRecord:
    """One webhook of an owner; raises ``NotFound``."""
    query = select(Webhook).where(Webhook.id == webhook_id, Webhook.owner_id == owner_id, Webhook.deleted_at.is_(None))
    return WebhookRecord.of(one(session, query, noun="webhook"))


def list_for(session: Session, *, owner_id: str) -> list[WebhookRecord]:
    """An owner's webhooks, the newest first."""
    query = selected(WebhookRecord, Webhook).where(Webhook.owner_id == owner_id, Webhook.deleted_at.is_(None))
    return records(session, WebhookRecord, query.order_by(Webhook.created_at.desc(), Webhook.id))


def delete(session: Session, *, owner_id: str, webhook_id: str) -> bool:
    """Hide a webhook; nothing more is sent to it."""
    conditions = (Webhook.id == webhook_id, Webhook.owner_id == owner_id, Webhook.deleted_at.is_(None))
    return change(session, Webhook, *conditions, deleted_at=utc_now(), is_active=False) == 1


def switch_off(session: Session, *, webhook_id: str, reason: str) -> bool:
    """Send nothing more to an address and give up what waits for it, for *reason*; False when it was off already."""
    if not change(session, Webhook, Webhook.id == webhook_id, Webhook.is_active.is_(True), is_active=False):
        return False
    waiting = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.next_attempt_at.is_not(None))
    change(session, WebhookDelivery, *waiting, next_attempt_at=None, error=reason)
    return True


def queue(session: Session, *, owner_id: str, event: str, payload: JsonObject) -> int:
    """Queue a message to every active webhook of the owner that wants the event; returns to how many."""
    now = utc_now()
    wanting = [hook for hook in list_for(session, owner_id=owner_id) if hook.is_active and event in hook.events]
    for hook in wanting:
        session.add(WebhookDelivery(id=new_id(), webhook_id=hook.id, event=event, payload=payload, next_attempt_at=now))
    session.flush()
    return len(wanting)


def due(
    session: Session, *, now: datetime, limit: int = 100, limit_each: int = 10
) -> list[tuple[DeliveryRecord, WebhookRecord]]:
    """Messages whose next attempt has come, with where they go, the longest waiting first.

    Of each webhook so many at most, lest one whose address is dead keeps the others out.
    """
    waits = (WebhookDelivery.next_attempt_at, WebhookDelivery.id)
    place = func.row_number().over(partition_by=WebhookDelivery.webhook_id, order_by=waits)
    is_due = (WebhookDelivery.delivered_at.is_(None), WebhookDelivery.next_attempt_at <= now)
    ranked = select(WebhookDelivery.id, place.label("place")).where(*is_due).subquery()
    query = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(ranked, ranked.c.id == WebhookDelivery.id)
        .where(ranked.c.place <= limit_each, Webhook.is_active.is_(True))
        .order_by(*waits)
        .limit(limit)
    )
    found = session.execute(query)
    return [(DeliveryRecord.of(delivery), WebhookRecord.of(hook)) for delivery, hook in found]


def take(session: Session, *, delivery: DeliveryRecord, until: datetime) -> bool:
    """Claim the next attempt, until an instant at which it is due again if no outcome is recorded."""
    conditions = (
        WebhookDelivery.id == delivery.id,
        WebhookDelivery.attempts == delivery.attempts,
        WebhookDelivery.next_attempt_at == delivery.next_attempt_at,
    )
    values = {"attempts": WebhookDelivery.attempts + 1, "next_attempt_at": until}
    return change(session, WebhookDelivery, *conditions, **values) == 1


def mark_delivered(session: Session, *, delivery_id: str, response_status: int) -> None:
    """The message arrived."""
    values = {"delivered_at": utc_now(), "next_attempt_at": None, "error": None}
    change(session, WebhookDelivery, WebhookDelivery.id == delivery_id, response_status=response_status, **values)


def mark_undelivered(
    session: Session, *, delivery_id: str, error: str, response_status: int | None, next_attempt_at: datetime | None
) -> None:
    """An attempt failed; *next_attempt_at* None gives up."""
    values = {"error": error, "response_status": response_status, "next_attempt_at": next_attempt_at}
    change(session, WebhookDelivery, WebhookDelivery.id == delivery_id, **values)


def deliveries(
    session: Session,
    *,
    owner_id: str,
    webhook_id: str,
    page: Page = FIRST_PAGE,
) -> list[DeliveryRecord]:
    """The messages to one webhook of an owner, the newest first; raises ``NotFound``."""
    get(session, owner_id=owner_id, webhook_id=webhook_id)
    query = selected(DeliveryRecord, WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    query = newest_first(query, WebhookDelivery.created_at, WebhookDelivery.id, page=page)
    return records(session, DeliveryRecord, query)
