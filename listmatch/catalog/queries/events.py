"""Events recorded in the same transaction as the change they announce (transactional outbox)."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.queries import webhooks
from listmatch.domain.events import Event


def tell(session: Session, event: Event, *, owner_id: str, data: JsonObject) -> None:
    """Queue a message to the owner's webhooks that want it, in Standard Webhooks' form (type, timestamp, data)."""
    timestamp = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    payload = {"type": event.value, "timestamp": timestamp, "data": data}
    webhooks.queue(session, owner_id=owner_id, event=event.value, payload=payload)
