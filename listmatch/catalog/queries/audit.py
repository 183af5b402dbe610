"""The audit log: who did what to which thing."""

from sqlalchemy.orm import Session

from listmatch.catalog.models import AuditEntry
from listmatch.catalog.models.base import new_id
from listmatch.catalog.queries.rows import records, selected
from listmatch.catalog.records import AuditRecord


def note(session: Session, *, owner_id: str, actor: str, action: str, subject_id: str = "", detail: str = "") -> None:
    """Add an entry, in the transaction of what it tells. *detail* holds nothing personal."""
    session.add(
        AuditEntry(id=new_id(), owner_id=owner_id, actor=actor, action=action, subject_id=subject_id, detail=detail)
    )
    session.flush()  # records are read past the unit of work


def list_recent(session: Session, *, owner_id: str, limit: int = 50, offset: int = 0) -> list[AuditRecord]:
    """An owner's entries, the newest first."""
    query = selected(AuditRecord, AuditEntry).where(AuditEntry.owner_id == owner_id)
    query = query.order_by(AuditEntry.at.desc(), AuditEntry.id).limit(limit).offset(offset)
    return records(session, AuditRecord, query)
