"""API keys: issued, checked, rotated, revoked, and what they were used for.

A key is ``lmg_live_`` and 32 url-safe base64 characters: 192 random bits, so that a plain SHA-256 protects it at rest
(nothing can be guessed, hence nothing needs a slow hash) and can be looked up by an index.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import ApiKey, Owner, Usage, utc_now
from listmatch.catalog.models.base import new_id
from listmatch.catalog.queries.rows import change, insert_once, one, records, selected
from listmatch.catalog.records import KeyRecord, OwnerRecord, UsageRecord

PREFIX = "lmg_live_"
_FORMAT = re.compile(r"lmg_live_[A-Za-z0-9_-]{32}")

TOUCH_AFTER = timedelta(minutes=1)
"""``last_used_at`` is this coarse, so that a busy key does not write a row for every request."""


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key and its secret, which exists nowhere else and is shown once."""

    record: KeyRecord
    secret: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a valid key belongs to."""

    key: KeyRecord
    owner: OwnerRecord


def is_well_formed(secret: str) -> bool:
    """Whether a string looks like a key at all."""
    return _FORMAT.fullmatch(secret) is not None


def issue(session: Session, *, owner_id: str, label: str, rate_limit: int | None = None) -> IssuedKey:
    """A new key of an owner; *rate_limit* in requests per window, None for the default."""
    secret = _new_secret()
    row = ApiKey(
        id=new_id(),
        owner_id=owner_id,
        label=label,
        hint=secret[-4:],
        secret_hash=_hash(secret),
        rate_limit=rate_limit,
    )
    session.add(row)
    session.flush()
    return IssuedKey(KeyRecord.of(row), secret)


def regenerate(session: Session, *, owner_id: str, key_id: str) -> IssuedKey:
    """A new secret for a key, with the same label and limit; the old one dies at once. Raises ``NotFound``."""
    secret = _new_secret()
    values = {"secret_hash": _hash(secret), "hint": secret[-4:], "last_used_at": None}
    change(session, ApiKey, *_live(owner_id, key_id), **values)
    return IssuedKey(get(session, owner_id=owner_id, key_id=key_id), secret)


def revoke(session: Session, *, owner_id: str, key_id: str) -> bool:
    """End a key for good."""
    return change(session, ApiKey, *_live(owner_id, key_id), revoked_at=utc_now()) == 1


def get(session: Session, *, owner_id: str, key_id: str) -> KeyRecord:
    """One live key of an owner; raises ``NotFound``."""
    return KeyRecord.of(one(session, select(ApiKey).where(*_live(owner_id, key_id)), noun="API key"))


def list_for(session: Session, *, owner_id: str) -> list[KeyRecord]:
    """An owner's live keys, the newest first."""
    query = selected(KeyRecord, ApiKey).where(ApiKey.owner_id == owner_id, ApiKey.revoked_at.is_(None))
    return records(session, KeyRecord, query.order_by(ApiKey.created_at.desc(), ApiKey.id))


def authenticate(session: Session, *, secret: str) -> Bearer | None:
    """Whose key it is; None for one that was revoked or never existed."""
    digest = _hash(secret)
    found = session.connection().execute(_by_hash(), {"digest": digest}).one_or_none()
    if found is None:
        return None
    kept, *values = found
    width = len(fields(KeyRecord))
    key, owner = KeyRecord(*values[:width]), OwnerRecord(*values[width:])
    is_right = hmac.compare_digest(kept, digest) and key.revoked_at is None
    return Bearer(key, owner) if is_right else None


def count_requests(session: Session, *, day: date, counts: Mapping[str, tuple[int, int]]) -> None:
    """Add (requests, errors) per key id to a day's usage, and note that the keys were used."""
    for key_id, (requests, errors) in sorted(counts.items()):
        values = {"requests": Usage.requests + requests, "errors": Usage.errors + errors}
        conditions = (Usage.key_id == key_id, Usage.day == day)
        if not insert_once(session, Usage, key_id=key_id, day=day, requests=requests, errors=errors):
            change(session, Usage, *conditions, **values)
    used = ApiKey.id.in_(counts.keys())
    now = utc_now()
    is_older = ApiKey.last_used_at.is_(None) | (ApiKey.last_used_at < now - TOUCH_AFTER)
    change(session, ApiKey, used, is_older, last_used_at=now)


def usage(session: Session, *, owner_id: str, key_id: str, since: date) -> list[UsageRecord]:
    """Requests per day of one key of an owner, days without any left out; raises ``NotFound``."""
    one(session, select(ApiKey).where(ApiKey.id == key_id, ApiKey.owner_id == owner_id), noun="API key")
    query = selected(UsageRecord, Usage).where(Usage.key_id == key_id, Usage.day >= since)
    return records(session, UsageRecord, query.order_by(Usage.day))


@cache
def _by_hash() -> Select[Any]:
    """Hash, key and owner by the hash of a secret. Built once: every request executes it."""
    columns = [ApiKey.secret_hash, *KeyRecord.columns(ApiKey), *OwnerRecord.columns(Owner)]
    query = select(*columns).join(Owner, Owner.id == ApiKey.owner_id)
    return query.where(ApiKey.secret_hash == bindparam("digest"))


def _new_secret() -> str:
    return PREFIX + base64.urlsafe_b64encode(secrets.token_bytes(24)).decode()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _live(owner_id: str, key_id: str) -> tuple[ColumnElement[bool], ...]:
    return (ApiKey.id == key_id, ApiKey.owner_id == owner_id, ApiKey.revoked_at.is_(None))
