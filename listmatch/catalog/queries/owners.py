"""Owners."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Owner
from listmatch.catalog.queries.rows import change, insert_once, one
from listmatch.catalog.records import OwnerRecord
from listmatch.domain.jobs import Tier
from listmatch.errors import InputError


def ensure(
    session: Session, owner_id: str, *, email: str | None = None, name: str | None = None, tier: str = Tier.BUSINESS
) -> OwnerRecord:
    """The owner of that id, made with the given particulars if there is none yet.

    The address is kept in small letters: no mail host that anybody uses tells it apart by case, and people write it in
    both. Raises ``InputError`` when it is another owner's.
    """
    row = session.get(Owner, owner_id)
    if row is not None:
        return OwnerRecord.of(row)
    insert_once(session, Owner, id=owner_id, email=email and email.lower(), name=name, tier=Tier(tier))
    row = session.get(Owner, owner_id)
    if row is None:
        raise InputError("Another owner has this e-mail address.", cure="Use another one, or that owner's id.")
    return OwnerRecord.of(row)


def get(session: Session, *, owner_id: str) -> OwnerRecord:
    """One owner; raises ``NotFound``."""
    return OwnerRecord.of(one(session, select(Owner).where(Owner.id == owner_id), noun="owner"))


def by_email(session: Session, *, email: str) -> OwnerRecord | None:
    """The owner with that address, in whatever case it is written; where several differ in case, the one that is so."""
    is_theirs = or_(Owner.email == email, func.lower(Owner.email) == email.lower())
    query = select(Owner).where(is_theirs).order_by(Owner.email != email, Owner.created_at, Owner.id).limit(1)
    row = session.execute(query).scalar_one_or_none()
    return OwnerRecord.of(row) if row else None


def take_turns(session: Session, *, owner_id: str) -> None:
    """Have transactions that decide about the same owner follow each other: what this one saw holds until it ends.

    SQLite has one writer at a time anyway. Rows that merely belong to the owner are written meanwhile.
    """
    session.execute(select(Owner.id).where(Owner.id == owner_id).with_for_update(key_share=True)).all()


def set_tier(session: Session, *, owner_id: str, tier: Tier) -> bool:
    """Change an owner's plan."""
    return change(session, Owner, Owner.id == owner_id, tier=tier) == 1
