"""Drop rules that were made by command, as rows; what they mean is the business of ``workflows.drops``."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import DropRule
from listmatch.catalog.models.base import JsonObject
from listmatch.catalog.queries.rows import insert_once, one, records, selected
from listmatch.catalog.records import DropRuleRecord


def add(session: Session, *, owner_id: str, name: str, content: JsonObject) -> bool:
    """Add a rule; False when the name is in use, by any owner."""
    return insert_once(session, DropRule, owner_id=owner_id, name=name, content=content)


def all_rules(session: Session) -> list[DropRuleRecord]:
    """The rules of all owners, by name."""
    return records(session, DropRuleRecord, selected(DropRuleRecord, DropRule).order_by(DropRule.name))


def get(session: Session, *, owner_id: str, name: str) -> DropRuleRecord:
    """One rule of an owner; raises ``NotFound``."""
    query = select(DropRule).where(DropRule.name == name, DropRule.owner_id == owner_id)
    return DropRuleRecord.of(one(session, query, noun="drop rule"))


def remove(session: Session, *, owner_id: str, name: str) -> None:
    """Forget a rule; what was dropped under it stays noted. Raises ``NotFound``."""
    get(session, owner_id=owner_id, name=name)
    session.execute(delete(DropRule).where(DropRule.name == name, DropRule.owner_id == owner_id))
