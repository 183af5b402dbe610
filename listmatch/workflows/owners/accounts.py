"""Owners and their API keys: made, rotated, revoked, checked and counted."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import keys as key_rows
from listmatch.catalog.queries import owners as owner_rows
from listmatch.catalog.queries.keys import Bearer, IssuedKey, is_well_formed
from listmatch.catalog.records import KeyRecord, OwnerRecord, UsageRecord
from listmatch.domain.jobs import Tier
from listmatch.errors import InputError, NotFound
from listmatch.workflows.services import Services

__all__ = [
    "Bearer", "IssuedKey", "authenticate", "count_requests", "create_key", "ensure_owner", "find_owner",
    "is_well_formed", "list_keys", "regenerate_key", "revoke_key", "usage_by_day",
]  # fmt: skip

USAGE_DAYS = 30
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


def ensure_owner(services: Services, *, email: str, tier: Tier | None = None, name: str | None = None) -> OwnerRecord:
    """The owner with that e-mail address, made if there is none; a *tier* given is set.

    Raises InputError for what is not an address: owners are found again by it.
    """
    if not ADDRESS.fullmatch(email):
        raise InputError(f"{email!r} is not an e-mail address.", place="email", cure="Write it like you@example.com.")
    with services.catalog.session() as session:
        known = owner_rows.by_email(session, email=email)
        if known is None:
            return owner_rows.ensure(session, str(uuid4()), email=email, name=name, tier=tier or Tier.BUSINESS)
        if tier is not None:
            owner_rows.set_tier(session, owner_id=known.id, tier=tier)
        return owner_rows.get(session, owner_id=known.id)


def find_owner(services: Services, *, email: str) -> OwnerRecord:
    """The owner with that e-mail address. Raises NotFound."""
    with services.catalog.reading() as session:
        owner = owner_rows.by_email(session, email=email)
    if owner is None:
        raise NotFound("there is no owner with this e-mail address.", cure="Make one with: listmatch keys create.")
    return owner


def authenticate(services: Services, secret: str) -> Bearer | None:
    """Whose key it is; None for one that was revoked or never existed."""
    with services.catalog.reading() as session:
        return key_rows.authenticate(session, secret=secret)


def list_keys(services: Services, *, owner_id: str) -> list[KeyRecord]:
    """An owner's live keys, the newest first."""
    with services.catalog.reading() as session:
        return key_rows.list_for(session, owner_id=owner_id)


def create_key(
    services: Services, *, owner_id: str, label: str, actor: str, rate_limit: int | None = None
) -> IssuedKey:
    """A new key; its secret is shown once."""
    with services.catalog.session() as session:
        issued = key_rows.issue(session, owner_id=owner_id, label=label, rate_limit=rate_limit)
        audit.note(session, owner_id=owner_id, actor=actor, action="key.create", subject_id=issued.record.id)
        return issued


def regenerate_key(services: Services, *, owner_id: str, key_id: str, actor: str) -> IssuedKey:
    """A new secret for a key; the old one dies at once. Raises NotFound."""
    with services.catalog.session() as session:
        issued = key_rows.regenerate(session, owner_id=owner_id, key_id=key_id)
        audit.note(session, owner_id=owner_id, actor=actor, action="key.regenerate", subject_id=key_id)
        return issued


def revoke_key(services: Services, *, owner_id: str, key_id: str, actor: str) -> None:
    """End a key for good. Raises NotFound."""
    with services.catalog.session() as session:
        if not key_rows.revoke(session, owner_id=owner_id, key_id=key_id):
            raise NotFound("There is no such API key.")
        audit.note(session, owner_id=owner_id, actor=actor, action="key.revoke", subject_id=key_id)


def usage_by_day(services: Services, *, owner_id: str, key_id: str) -> list[UsageRecord]:
    """One entry for each of the last 30 days (UTC), the oldest first, days without requests included."""
    today = datetime.now(UTC).date()
    since = today - timedelta(days=USAGE_DAYS - 1)
    with services.catalog.reading() as session:
        found = {use.day: use for use in key_rows.usage(session, owner_id=owner_id, key_id=key_id, since=since)}
    days = [since + timedelta(days=number) for number in range(USAGE_DAYS)]
    return [found.get(day) or UsageRecord(key_id, day, requests=0, errors=0) for day in days]


def count_requests(services: Services, *, day: date, counts: Mapping[str, tuple[int, int]]) -> None:
    """Add (requests, errors) per key id to a day."""
    with services.catalog.session() as session:
        key_rows.count_requests(session, day=day, counts=counts)
