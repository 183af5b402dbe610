"""A row of the catalog as a frozen value."""

from dataclasses import dataclass, fields
from typing import Any, Self

from sqlalchemy.orm import InstrumentedAttribute

from listmatch.catalog.models.base import Base


@dataclass(frozen=True, slots=True)
class Record:
    """A copy of the columns of one row that have the names of its fields."""

    @classmethod
    def of(cls, row: Base) -> Self:
        """The record of an ORM row."""
        values: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(cls)}
        return cls(**values)

    @classmethod
    def columns(cls, model: type[Base]) -> list[InstrumentedAttribute[Any]]:
        """The columns of a model that make the record, to be selected alone: a third of the cost of whole rows."""
        return [getattr(model, field.name) for field in fields(cls)]
