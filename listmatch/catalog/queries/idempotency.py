"""Idempotency keys: the same POST sent twice has one effect and one answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy import delete as sql_delete
from sqlalchemy.orm import Session

from listmatch.catalog.models import IdempotencyKey
from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.queries.rows import change, insert_once, one


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier request with the same key was, and how it was answered.

    A status of None: it is still at work. A response of None beside a status: its answer was not for keeping.
    """

    request_hash: str
    status_code: int | None
    response: JsonObject | None


def begin(session: Session, *, owner_id: str, key: str, request_hash: str) -> Earlier | None:
    """Reserve a key for a request; None when it is the first, else what is known of the earlier one."""
    if insert_once(session, IdempotencyKey, owner_id=owner_id, key=key, request_hash=request_hash):
        return None
    row = one(session, select(IdempotencyKey).where(*_is(owner_id, key)), noun="idempotency key")
    return Earlier(row.request_hash, row.status_code, row.response)


def finish(session: Session, *, owner_id: str, key: str, status_code: int, response: JsonObject | None) -> None:
    """Keep the answer, to be given again."""
    change(session, IdempotencyKey, *_is(owner_id, key), status_code=status_code, response=response)


def abandon(session: Session, *, owner_id: str, key: str) -> None:
    """The request had no effect: the key may be used again."""
    session.execute(sql_delete(IdempotencyKey).where(*_is(owner_id, key)))


def forget_before(session: Session, *, before: datetime, unfinished_before: datetime) -> None:
    """Remove keys that are too old to be repeated, and those whose request has died."""
    is_dead = IdempotencyKey.status_code.is_(None) & (IdempotencyKey.created_at < unfinished_before)
    session.execute(sql_delete(IdempotencyKey).where((IdempotencyKey.created_at < before) | is_dead))


def _is(owner_id: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return (IdempotencyKey.owner_id == owner_id, IdempotencyKey.key == key)
