"""The statements that every noun needs: find one row or say so, change rows that are as expected, insert once."""

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, CursorResult, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from listmatch.catalog.models.base import Base
from listmatch.catalog.records import Record
from listmatch.errors import NotFound

Row = TypeVar("Row", bound=Base)
Kept = TypeVar("Kept", bound=Record)


def one(session: Session, query: Select[Row], *, noun: str) -> Row:
    """The only row of a query, as it is in the database now; raises ``NotFound`` in the noun's name."""
    row = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise NotFound(f"There is no such {noun}.")
    return row


def record(session: Session, kind: type[Kept], model: type[Base], *conditions: ColumnElement[bool], noun: str) -> Kept:
    """The only row that meets all conditions, as a record; raises ``NotFound`` in the noun's name."""
    query = _all(kind, model).where(*conditions)  # type: ignore[arg-type] # a class can be hashed
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no such {noun}.")
    return kind(**row._asdict())


@cache
def _all(kind: type[Record], model: type[Base]) -> Select[Any]:
    """Every row as a record. Built once: naming thirty columns costs more than reading a row."""
    return select(*kind.columns(model))


def change(session: Session, model: type[Base], *conditions: ColumnElement[bool], **values: Any) -> int:
    """Set *values* on the rows that meet all conditions, in one statement; returns how many did."""
    statement = update(model).where(*conditions).values(**values)
    return _count(session.execute(statement, execution_options={"synchronize_session": False}))


def insert_once(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row unless a unique key of it is taken; says whether it was inserted. Other faults raise.

    ``on conflict do nothing`` rather than a caught error: a broken foreign key must not pass for "already there", and
    PostgreSQL needs no savepoint.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model).values(**values).on_conflict_do_nothing()
    # What was returned tells; psycopg's row count of such an insert is -1.
    return session.execute(statement.returning(*model.__table__.primary_key)).first() is not None


def in_turn(party: InstrumentedAttribute[Any], *order: InstrumentedAttribute[Any]) -> tuple[ColumnElement[Any], ...]:
    """What to order rows by so that parties take turns: the first of each in *order*, then the second of each."""
    place = func.row_number().over(partition_by=party, order_by=order)
    return (place, *(column.expression for column in order))


def _count(result: Any) -> int:
    """The number of rows that a changing statement touched."""
    if not isinstance(result, CursorResult):
        raise TypeError(f"{type(result).__name__} does not count rows.")
    return result.rowcount
