"""Review decisions: a person's word on a pair of rows, remembered by marks of the rows' content."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Decision, DecisionMark, utc_now
from listmatch.catalog.pages import FIRST_PAGE, Page, newest_first
from listmatch.catalog.queries.rows import change, insert_once, one, records, selected
from listmatch.catalog.records import DecisionRecord
from listmatch.domain.verdicts import ProfileType


class Mark(NamedTuple):
    """A hash of something that tells one row, and how surely it does."""

    mark: str
    strength: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision to remember. The strongest mark of each side is its fingerprint."""

    source_marks: Sequence[Mark]
    master_marks: Sequence[Mark]
    is_match: bool
    decided_by: str
    note: str = ""
    job_id: str | None = None
    source_row_id: int | None = None
    master_row_id: int | None = None
    profile_type: ProfileType | None = None
    model_score: float | None = None


def remember(session: Session, *, owner_id: str, new: NewDecision) -> DecisionRecord:
    """Keep a decision on a pair; a later one on rows of the same content replaces it."""
    pair = {
        "owner_id": owner_id,
        "source_fingerprint": _fingerprint(new.source_marks),
        "master_fingerprint": _fingerprint(new.master_marks),
    }
    names = ("is_match", "decided_by", "note", "job_id", "source_row_id", "master_row_id", "profile_type")
    values = {name: getattr(new, name) for name in (*names, "model_score")} | {"updated_at": utc_now()}
    conditions = [getattr(Decision, name) == value for name, value in pair.items()]
    if not insert_once(session, Decision, **pair, **values):
        change(session, Decision, *conditions, **values)
    record = DecisionRecord.of(one(session, select(Decision).where(*conditions), noun="decision"))
    _set_marks(session, record.id, new)
    return record


def get(session: Session, *, owner_id: str, decision_id: str) -> DecisionRecord:
    """One decision of an owner; raises ``NotFound``."""
    query = select(Decision).where(Decision.id == decision_id, Decision.owner_id == owner_id)
    return DecisionRecord.of(one(session, query, noun="decision"))


def list_recent(
    session: Session,
    *,
    owner_id: str,
    job_id: str | None = None,
    page: Page = FIRST_PAGE,
) -> list[DecisionRecord]:
    """An owner's decisions, the newest first."""
    query = selected(DecisionRecord, Decision).where(Decision.owner_id == owner_id)
    if job_id is not None:
        query = query.where(Decision.job_id == job_id)
    query = newest_first(query, Decision.created_at, Decision.id, page=page)
    return records(session, DecisionRecord, query)


def all_of(session: Session, *, owner_id: str) -> list[DecisionRecord]:
    """Everything that the owner ever decided and did not take back, the oldest first."""
    query = selected(DecisionRecord, Decision).where(Decision.owner_id == owner_id)
    query = query.order_by(Decision.updated_at, Decision.id)
    return records(session, DecisionRecord, query)


def of_job(session: Session, *, owner_id: str, job_id: str) -> list[DecisionRecord]:
    """What was decided last on the result of one job, the oldest first."""
    query = selected(DecisionRecord, Decision).where(Decision.owner_id == owner_id, Decision.job_id == job_id)
    return records(session, DecisionRecord, query.order_by(Decision.updated_at, Decision.id))


def marks_of(session: Session, *, owner_id: str) -> list[tuple[str, bool, str, int]]:
    """(decision id, is it about the source side, mark, strength) of everything that the owner ever decided."""
    query = select(DecisionMark.decision_id, DecisionMark.is_source, DecisionMark.mark, DecisionMark.strength)
    query = query.join(Decision, Decision.id == DecisionMark.decision_id).where(Decision.owner_id == owner_id)
    query = query.order_by(DecisionMark.decision_id, DecisionMark.is_source, DecisionMark.mark)
    return [(decision, is_source, mark, strength) for decision, is_source, mark, strength in session.execute(query)]


def forget(session: Session, *, owner_id: str, decision_id: str) -> bool:
    """Take a decision back."""
    owned = select(Decision.id).where(Decision.id == decision_id, Decision.owner_id == owner_id)
    session.execute(delete(DecisionMark).where(DecisionMark.decision_id.in_(owned)))
    statement = delete(Decision).where(Decision.id == decision_id, Decision.owner_id == owner_id)
    return session.execute(statement.returning(Decision.id)).first() is not None


def _fingerprint(marks: Sequence[Mark]) -> str:
    return max(marks, key=lambda one: (one.strength, one.mark)).mark


def _set_marks(session: Session, decision_id: str, new: NewDecision) -> None:
    session.execute(delete(DecisionMark).where(DecisionMark.decision_id == decision_id))
    sides = ((True, new.source_marks), (False, new.master_marks))
    values = [
        {"decision_id": decision_id, "is_source": is_source, "mark": mark, "strength": strength}
        for is_source, marks in sides
        for mark, strength in sorted(set(marks))
    ]
    session.execute(insert(DecisionMark), values)
