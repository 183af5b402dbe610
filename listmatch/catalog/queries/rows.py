"""The two statements that every noun needs: find one row or say so, and change rows if they are as expected."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, CursorResult, Select, update
from sqlalchemy.orm import Session

from listmatch.catalog.models.base import Base
from listmatch.errors import NotFound

Row = TypeVar("Row", bound=Base)


def one(session: Session, query: Select[Row], *, noun: str) -> Row:
    """The only row of a query; raises ``NotFound`` in the noun's name."""
    row = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise NotFound(f"There is no such {noun}.")
    return row


def change(session: Session, model: type[Base], *conditions: ColumnElement[bool], **values: Any) -> int:
    """Set *values* on the rows that meet all conditions, in one statement; returns how many did."""
    statement = update(model).where(*conditions).values(**values).execution_options(synchronize_session=False)
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
