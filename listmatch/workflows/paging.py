"""Cursor pagination: the cursor a client sends, and the one it gets for the next page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from listmatch.catalog.pages import PATTERN as CURSOR_PATTERN
from listmatch.catalog.pages import Cursor

__all__ = ["CURSOR_PATTERN", "Entry", "Listed", "cut", "place_of"]


class Entry(Protocol):
    """What a list holds: it has an id and an instant at which it came to be."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def created_at(self) -> datetime:
        """When it came to be."""


Listed = TypeVar("Listed", bound=Entry)


def place_of(cursor: str | None) -> Cursor | None:
    """The place that a client's cursor names; None for the beginning. Raises InputError."""
    return None if cursor is None else Cursor.parse(cursor)


def cut(found: Sequence[Listed], *, limit: int) -> tuple[Sequence[Listed], str | None]:
    """The page of *limit* entries, and the cursor of the next one; *found* has one more if there is a next page."""
    page = found[:limit]
    return page, str(Cursor(page[-1].created_at, page[-1].id)) if len(found) > limit else None
