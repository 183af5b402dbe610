"""Owners."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from listmatch.catalog.models import Owner
from listmatch.catalog.queries.rows import change, one
from listmatch.catalog.records import OwnerRecord
from listmatch.domain.jobs import Tier


def ensure(
    session: Session, owner_id: str, *, email: str | None = None, name: str | None = None, tier: str = Tier.BUSINESS
) -> OwnerRecord:
    """The owner of that id, made with the given particulars if there is none yet."""
    row = session.get(Owner, owner_id)
    if row is None:
        row = Owner(id=owner_id, email=email, name=name, tier=Tier(tier))
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # another process was faster, or the address is somebody else's
            row = session.get(Owner, owner_id, populate_existing=True)
            if row is None:
                raise
    return OwnerRecord.of(row)


def get(session: Session, *, owner_id: str) -> OwnerRecord:
    """One owner; raises ``NotFound``."""
    return OwnerRecord.of(one(session, select(Owner).where(Owner.id == owner_id), noun="owner"))


def by_email(session: Session, *, email: str) -> OwnerRecord | None:
    """The owner with that address."""
    row = session.execute(select(Owner).where(Owner.email == email)).scalar_one_or_none()
    return OwnerRecord.of(row) if row else None


def set_tier(session: Session, *, owner_id: str, tier: Tier) -> bool:
    """Change an owner's plan."""
    return change(session, Owner, Owner.id == owner_id, tier=tier) == 1
