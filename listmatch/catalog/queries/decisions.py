"""Review decisions: a person's word on a pair of rows, remembered by the content of the rows."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Decision, utc_now
from listmatch.catalog.queries.rows import change, insert_once, one
from listmatch.catalog.records import DecisionRecord


def remember(
    session: Session,
    *,
    owner_id: str,
    source_fingerprint: str,
    master_fingerprint: str,
    is_match: bool,
    decided_by: str,
    job_id: str | None = None,
    note: str = "",
) -> DecisionRecord:
    """Keep a decision on a pair; a later one on the same pair replaces it."""
    pair = {"owner_id": owner_id, "source_fingerprint": source_fingerprint, "master_fingerprint": master_fingerprint}
    values = {"is_match": is_match, "decided_by": decided_by, "job_id": job_id, "note": note, "updated_at": utc_now()}
    conditions = [getattr(Decision, name) == value for name, value in pair.items()]
    if not insert_once(session, Decision, **pair, **values):
        change(session, Decision, *conditions, **values)
    return DecisionRecord.of(one(session, select(Decision).where(*conditions), noun="decision"))


def list_for(
    session: Session, *, owner_id: str, job_id: str | None = None, limit: int = 1000, offset: int = 0
) -> list[DecisionRecord]:
    """An owner's decisions, the oldest first."""
    query = select(Decision).where(Decision.owner_id == owner_id)
    if job_id is not None:
        query = query.where(Decision.job_id == job_id)
    query = query.order_by(Decision.created_at, Decision.id).limit(limit).offset(offset)
    rows = session.execute(query.execution_options(populate_existing=True)).scalars()
    return [DecisionRecord.of(row) for row in rows]


def all_pairs(session: Session, *, owner_id: str) -> dict[tuple[str, str], bool]:
    """(source fingerprint, master fingerprint) -> whether they are a match, for all that the owner ever decided."""
    query = select(Decision.source_fingerprint, Decision.master_fingerprint, Decision.is_match)
    found = session.execute(query.where(Decision.owner_id == owner_id))
    return {(source, master): is_match for source, master, is_match in found}


def forget(session: Session, *, owner_id: str, decision_id: str) -> bool:
    """Take a decision back."""
    statement = delete(Decision).where(Decision.id == decision_id, Decision.owner_id == owner_id)
    return session.execute(statement.returning(Decision.id)).first() is not None
