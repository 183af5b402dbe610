"""Exclusions: contacts and organisations never to be contacted."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Exclusion
from listmatch.catalog.queries.rows import insert_once
from listmatch.catalog.records import ExclusionRecord


def add(session: Session, *, owner_id: str, values: Iterable[tuple[str, str]], note: str = "") -> int:
    """Exclude (kind, standardised value) pairs; returns how many were new."""
    return sum(
        insert_once(session, Exclusion, owner_id=owner_id, kind=kind, value=value, note=note) for kind, value in values
    )


def list_for(
    session: Session, *, owner_id: str, kind: str | None = None, limit: int = 1000, offset: int = 0
) -> list[ExclusionRecord]:
    """An owner's exclusions by kind and value."""
    query = select(Exclusion).where(Exclusion.owner_id == owner_id)
    if kind is not None:
        query = query.where(Exclusion.kind == kind)
    query = query.order_by(Exclusion.kind, Exclusion.value).limit(limit).offset(offset)
    return [ExclusionRecord.of(row) for row in session.execute(query).scalars()]


def by_kind(session: Session, *, owner_id: str) -> dict[str, list[str]]:
    """Kind -> excluded values, both in order."""
    query = select(Exclusion.kind, Exclusion.value).where(Exclusion.owner_id == owner_id)
    found: dict[str, list[str]] = {}
    for kind, value in session.execute(query.order_by(Exclusion.kind, Exclusion.value)):
        found.setdefault(kind, []).append(value)
    return found


def discard(session: Session, *, owner_id: str, values: Iterable[tuple[str, str]]) -> int:
    """Exclude (kind, standardised value) pairs no longer; returns how many were excluded."""
    is_mine = Exclusion.owner_id == owner_id
    statements = (
        delete(Exclusion).where(is_mine, Exclusion.kind == kind, Exclusion.value == value).returning(Exclusion.id)
        for kind, value in values
    )
    return sum(session.execute(statement).first() is not None for statement in statements)


def remove(session: Session, *, owner_id: str, exclusion_id: str) -> bool:
    """Take an exclusion back."""
    statement = delete(Exclusion).where(Exclusion.id == exclusion_id, Exclusion.owner_id == owner_id)
    return session.execute(statement.returning(Exclusion.id)).first() is not None
