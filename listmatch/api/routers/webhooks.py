"""Webhooks: who is told when something happened."""

from fastapi import APIRouter, Response

from listmatch.api.deps import ActorDep, CallerDep, PageDep, ServicesDep, WebhookId
from listmatch.api.schemas.base import Pagination, responses
from listmatch.api.schemas.webhooks import (
    DeliveryItem,
    DeliveryList,
    NewWebhook,
    SecretWebhook,
    WebhookItem,
    WebhookList,
)
from listmatch.api.threaded_requests import WholeRoute
from listmatch.workflows.notices import webhooks

router = APIRouter(prefix="/webhooks", tags=["webhooks"], route_class=WholeRoute)


@router.get("", summary="List webhooks", responses=responses())
def list_webhooks(services: ServicesDep, owner: CallerDep) -> WebhookList:
    """The webhooks, the newest first."""
    found = webhooks.list_webhooks(services, owner_id=owner.id)
    return WebhookList(webhooks=[WebhookItem.of(hook) for hook in found])


@router.post("", status_code=201, summary="Create a webhook", responses=responses())
def create_webhook(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewWebhook) -> SecretWebhook:
    """Send messages to an address, signed according to Standard Webhooks."""
    made = webhooks.create_webhook(services, owner_id=owner.id, url=body.url, events=body.events, actor=actor)
    return SecretWebhook(webhook=WebhookItem.of(made), secret=made.secret)


@router.delete("/{webhook_id}", status_code=204, summary="Delete a webhook", responses=responses(404))
def delete_webhook(services: ServicesDep, owner: CallerDep, actor: ActorDep, webhook_id: WebhookId) -> Response:
    """Send nothing more to an address."""
    webhooks.delete_webhook(services, owner_id=owner.id, webhook_id=webhook_id, actor=actor)
    return Response(status_code=204)


@router.get("/{webhook_id}/deliveries", summary="Messages of a webhook", responses=responses(404))
def list_deliveries(
    services: ServicesDep,
    owner: CallerDep,
    page: PageDep,
    webhook_id: WebhookId,
) -> DeliveryList:
    """The messages and what became of them, the newest first."""
    found = webhooks.list_deliveries(services, owner_id=owner.id, webhook_id=webhook_id, page=page.and_one_more())
    shown, pagination = Pagination.cut(found, page=page)
    return DeliveryList(deliveries=[DeliveryItem.of(delivery) for delivery in shown], pagination=pagination)
