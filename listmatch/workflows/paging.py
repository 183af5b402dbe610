"""Cursor pagination: the page that a client asks for, and the cursor it gets for the next one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from listmatch.catalog.pages import PATTERN as CURSOR_PATTERN
from listmatch.catalog.pages import Cursor, Page

__all__ = ["CURSOR_PATTERN", "Entry", "Listed", "Page", "cut", "page_of"]


class Entry(Protocol):
    """What a list holds: it has an id and an instant at which it came to be."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def created_at(self) -> datetime:
        """When it came to be."""


Listed = TypeVar("Listed", bound=Entry)


def page_of(*, limit: int, offset: int, cursor: str | None) -> Page:
    """The page that a client asks for; without a cursor it begins with the list. Raises InputError for a bad one."""
    return Page(limit, offset, None if cursor is None else Cursor.parse(cursor))


def cut(found: Sequence[Listed], *, limit: int) -> tuple[Sequence[Listed], str | None]:
    """The page of *limit* entries, and the cursor of the next one; *found* has one more if there is a next page."""
    page = found[:limit]
    return page, str(Cursor(page[-1].created_at, page[-1].id)) if len(found) > limit else None
