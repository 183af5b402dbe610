"""API keys of the caller's owner."""

from fastapi import APIRouter, Response

from listmatch.api.deps import ActorDep, CallerDep, KeyId, ServicesDep
from listmatch.api.schemas.accounts import KeyItem, KeyList, NewKey, SecretKey, UsageAnswer, UsageDay
from listmatch.api.schemas.base import responses
from listmatch.api.threaded_requests import WholeRoute
from listmatch.workflows.owners import accounts

router = APIRouter(prefix="/keys", tags=["account"], route_class=WholeRoute)


@router.get("", summary="List keys", responses=responses())
def list_keys(services: ServicesDep, owner: CallerDep) -> KeyList:
    """The live keys, without their secrets."""
    return KeyList(keys=[KeyItem.of(key) for key in accounts.list_keys(services, owner_id=owner.id)])


@router.post("", status_code=201, summary="Create a key", responses=responses())
def create_key(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewKey) -> SecretKey:
    """A new key; its secret is shown only in this answer."""
    issued = accounts.create_key(services, owner_id=owner.id, label=body.label, actor=actor)
    return SecretKey(key=KeyItem.of(issued.record), secret=issued.secret)


@router.post("/{key_id}/regenerate", summary="Regenerate a key", responses=responses(404))
def regenerate_key(services: ServicesDep, owner: CallerDep, actor: ActorDep, key_id: KeyId) -> SecretKey:
    """A new secret with the same label and limit; the old one stops working at once."""
    issued = accounts.regenerate_key(services, owner_id=owner.id, key_id=key_id, actor=actor)
    return SecretKey(key=KeyItem.of(issued.record), secret=issued.secret)


@router.delete("/{key_id}", status_code=204, summary="Revoke a key", responses=responses(404))
def revoke_key(services: ServicesDep, owner: CallerDep, actor: ActorDep, key_id: KeyId) -> Response:
    """End a key for good."""
    accounts.revoke_key(services, owner_id=owner.id, key_id=key_id, actor=actor)
    return Response(status_code=204)


@router.get("/{key_id}/usage", summary="Usage of a key", responses=responses(404))
def usage(services: ServicesDep, owner: CallerDep, key_id: KeyId) -> UsageAnswer:
    """Requests and errors on each of the last 30 days."""
    days = accounts.usage_by_day(services, owner_id=owner.id, key_id=key_id)
    return UsageAnswer(usage=[UsageDay.model_validate(day) for day in days])
