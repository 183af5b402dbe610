"""Idempotent requests: the first is carried out, repeats get its answer."""

from datetime import UTC, datetime, timedelta

from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.queries import idempotency as rows
from listmatch.catalog.queries.idempotency import Earlier
from listmatch.workflows.services import Services

KEPT_FOR = timedelta(hours=24)

ABANDONED_AFTER = timedelta(minutes=1)
"""A request at work for longer was in a process that died; ordinary ones take less than a second."""


def begin(services: Services, *, owner_id: str, key: str, request_hash: str) -> Earlier | None:
    """Reserve a key for a request; None when it is the first, else what is known of the earlier one."""
    now = datetime.now(UTC)
    with services.catalog.session() as session:
        rows.forget_before(session, before=now - KEPT_FOR, unfinished_before=now - ABANDONED_AFTER)
        return rows.begin(session, owner_id=owner_id, key=key, request_hash=request_hash)


def finish(services: Services, *, owner_id: str, key: str, status_code: int, response: JsonObject | None) -> None:
    """Keep the answer, to be given again; without *response* only that the request was done."""
    with services.catalog.session() as session:
        rows.finish(session, owner_id=owner_id, key=key, status_code=status_code, response=response)


def abandon(services: Services, *, owner_id: str, key: str) -> None:
    """The request failed on our side: it may be sent again."""
    with services.catalog.session() as session:
        rows.abandon(session, owner_id=owner_id, key=key)
