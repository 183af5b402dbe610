"""Shared by all tables: constraint names, column types, UTC instants, ids."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

JsonObject = dict[str, Any]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints, so that a migration can address them on every database."""


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random id (UUID 4); nothing about its row can be guessed from it."""
    return str(uuid.uuid4())


class Instant(TypeDecorator[datetime]):
    """A UTC instant: ``timestamptz`` where there is one, else a naive UTC timestamp. Naive values are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The type of the column on one database."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("The catalog keeps instants with their time zone.")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What is read."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def word(kind: type[StrEnum]) -> Enum:
    """A column that holds the values of an enumeration as text, which a later version may extend without migration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


Id = Annotated[str, mapped_column(String(64), primary_key=True, default=new_id)]
OwnerId = Annotated[str, mapped_column(String(64), ForeignKey("owners.id"))]
Name = Annotated[str, mapped_column(String(512))]
"""A name or key, chosen by the user or by listmatch."""
Created = Annotated[datetime, mapped_column(Instant, default=utc_now)]


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: Instant,
        # JSON, not JSONB: JSONB reorders keys and refuses the character NUL, and nothing here is searched.
        JsonObject: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }
