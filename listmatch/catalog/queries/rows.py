"""Statements shared by all nouns: find one row or raise, update conditionally, insert once."""

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, CursorResult, Select, bindparam, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from listmatch.catalog.models.base import Base
from listmatch.catalog.records import Record
from listmatch.errors import NotFound

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlalchemy.dialects import postgresql, sqlite

Row = TypeVar("Row", bound=Base)
Kept = TypeVar("Kept", bound=Record)


def one(session: Session, query: Select[Row], *, noun: str) -> Row:
    """The only row of a query, as it is in the database now; raises ``NotFound`` in the noun's name."""
    row = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise NotFound(f"There is no such {noun}.")
    return row


def record(session: Session, kind: type[Kept], model: type[Base], *, noun: str, **wanted: str | None) -> Kept:
    """The only row whose columns are as *wanted* (None: they are empty), as a record; raises ``NotFound`` in the noun's
    name. Past the unit of work, which a plain row does not need.
    """
    given = {name: value for name, value in wanted.items() if value is not None}
    query = _by(kind, model, tuple(given), tuple(wanted.keys() - given.keys()))  # type: ignore[arg-type] # a class can be hashed
    row = session.connection().execute(query, given).one_or_none()
    if row is None:
        raise NotFound(f"There is no such {noun}.")
    return kind(*row)


def records(session: Session, kind: type[Kept], query: Select[Any]) -> list[Kept]:
    """The rows of a query that `selected` began, as records, past the unit of work."""
    return [kind(*row) for row in session.connection().execute(query)]


@cache
def selected(kind: type[Record], model: type[Base]) -> Select[Any]:
    """All rows as records, to be narrowed. Built once: naming thirty columns costs more than reading a row."""
    return select(*(model.__table__.c[field.name] for field in fields(kind)))


@cache
def _by(kind: type[Record], model: type[Base], given: tuple[str, ...], empty: tuple[str, ...]) -> Select[Any]:
    columns = model.__table__.c
    are_given = (columns[name] == bindparam(name) for name in given)
    return selected(kind, model).where(*are_given, *(columns[name].is_(None) for name in empty))  # type: ignore[arg-type] # a class can be hashed


def values_of(new: "DataclassInstance") -> dict[str, Any]:
    """The values of a row to be, by the names of its columns."""
    return {each.name: getattr(new, each.name) for each in fields(new)}


def change(session: Session, model: type[Base], *conditions: ColumnElement[bool], **values: Any) -> int:
    """Set *values* on the rows that meet all conditions, in one statement; returns how many did."""
    statement = update(model).where(*conditions).values(**values)
    return _count(session.execute(statement, execution_options={"synchronize_session": False}))


def insert_once(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row unless a unique key of it is taken; says whether it was inserted. Other faults raise.

    ``on conflict do nothing`` rather than a caught error: a broken foreign key must not pass for "already there", and
    PostgreSQL needs no savepoint.
    """
    statement = insert_new(session, model).values(**values)
    # What was returned tells; psycopg's row count of such an insert is -1.
    return session.execute(statement.returning(*model.__table__.primary_key)).first() is not None


def insert_new(session: Session, model: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    """An insert that leaves out the rows of which a unique key is taken."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_there  # loads every driver, asyncio with them

        return insert_there(model).on_conflict_do_nothing()
    from sqlalchemy.dialects.sqlite import insert

    return insert(model).on_conflict_do_nothing()


def in_turn(party: InstrumentedAttribute[Any], *order: InstrumentedAttribute[Any]) -> tuple[ColumnElement[Any], ...]:
    """What to order rows by so that parties take turns: the first of each in *order*, then the second of each."""
    place = func.row_number().over(partition_by=party, order_by=order)
    return (place, *(column.expression for column in order))


def _count(result: Any) -> int:
    """The number of rows that a changing statement touched."""
    if not isinstance(result, CursorResult):
        raise TypeError(f"{type(result).__name__} does not count rows.")
    return result.rowcount
