"""Exclusions: contacts and organisations never to be contacted."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Exclusion
from listmatch.catalog.queries.rows import insert_new, records, selected
from listmatch.catalog.records import ExclusionRecord

AT_ONCE = 1_000
"""Values that one statement names; SQLite takes 32,766 parameters, PostgreSQL 65,535."""


def add(session: Session, *, owner_id: str, values: Iterable[tuple[str, str]], note: str = "") -> int:
    """Exclude (kind, standardised value) pairs; returns how many were new."""
    statement = insert_new(session, Exclusion).returning(Exclusion.id)
    rows = [{"owner_id": owner_id, "kind": kind, "value": value, "note": note} for kind, value in values]
    return len(session.execute(statement, rows).all()) if rows else 0


def list_for(
    session: Session, *, owner_id: str, kind: str | None = None, limit: int = 1000, offset: int = 0
) -> list[ExclusionRecord]:
    """An owner's exclusions by kind and value."""
    query = selected(ExclusionRecord, Exclusion).where(Exclusion.owner_id == owner_id)
    if kind is not None:
        query = query.where(Exclusion.kind == kind)
    query = query.order_by(Exclusion.kind, Exclusion.value).limit(limit).offset(offset)
    return records(session, ExclusionRecord, query)


def by_kind(session: Session, *, owner_id: str) -> dict[str, list[str]]:
    """Kind -> excluded values, both in order."""
    query = select(Exclusion.kind, Exclusion.value).where(Exclusion.owner_id == owner_id)
    found: dict[str, list[str]] = {}
    for kind, value in session.execute(query.order_by(Exclusion.kind, Exclusion.value)):
        found.setdefault(kind, []).append(value)
    return found


def discard(session: Session, *, owner_id: str, values: Iterable[tuple[str, str]]) -> int:
    """Exclude (kind, standardised value) pairs no longer; returns how many were excluded."""
    by_kind: dict[str, list[str]] = {}
    for kind, value in values:
        by_kind.setdefault(kind, []).append(value)
    return sum(
        _discard(session, Exclusion.owner_id == owner_id, Exclusion.kind == kind, Exclusion.value.in_(batch))
        for kind, listed in by_kind.items()
        for batch in (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
    )


def _discard(session: Session, *conditions: ColumnElement[bool]) -> int:
    return len(session.execute(delete(Exclusion).where(*conditions).returning(Exclusion.id)).all())


def remove(session: Session, *, owner_id: str, exclusion_id: str) -> bool:
    """Take an exclusion back."""
    statement = delete(Exclusion).where(Exclusion.id == exclusion_id, Exclusion.owner_id == owner_id)
    return session.execute(statement.returning(Exclusion.id)).first() is not None
