"""Webhooks as their owner sees them: made, listed, deleted, and what became of each message."""

import base64
import secrets
from collections.abc import Sequence

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.catalog.queries import webhooks as rows
from listmatch.catalog.records import DeliveryRecord, WebhookRecord
from listmatch.domain.events import Event
from listmatch.errors import NotFound
from listmatch.workflows.notices.outbound import check_host
from listmatch.workflows.services import Services

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of Standard Webhooks' secrets


def create_webhook(
    services: Services, *, owner_id: str, url: str, events: Sequence[Event], actor: str
) -> WebhookRecord:
    """An active webhook with a new secret. Raises InputError for an address that messages may not go to."""
    check_host(url)
    secret = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()
    with services.catalog.session() as session:
        made = rows.create(session, owner_id=owner_id, url=url, events=[event.value for event in events], secret=secret)
        audit.note(session, owner_id=owner_id, actor=actor, action="webhook.create", subject_id=made.id)
        return made


def list_webhooks(services: Services, *, owner_id: str) -> list[WebhookRecord]:
    """An owner's webhooks, the newest first."""
    with services.catalog.reading() as session:
        return rows.list_for(session, owner_id=owner_id)


def delete_webhook(services: Services, *, owner_id: str, webhook_id: str, actor: str) -> None:
    """Send nothing more to an address. Raises NotFound."""
    with services.catalog.session() as session:
        if not rows.delete(session, owner_id=owner_id, webhook_id=webhook_id):
            raise NotFound("There is no such webhook.")
        audit.note(session, owner_id=owner_id, actor=actor, action="webhook.delete", subject_id=webhook_id)


def list_deliveries(services: Services, *, owner_id: str, webhook_id: str, page: Page) -> list[DeliveryRecord]:
    """The messages to one webhook, the newest first. Raises NotFound."""
    with services.catalog.reading() as session:
        return rows.deliveries(session, owner_id=owner_id, webhook_id=webhook_id, page=page)
