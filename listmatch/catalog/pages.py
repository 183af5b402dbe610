"""Pages of long lists: a cursor is the place of the last entry seen, so that new entries shift nothing."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

from sqlalchemy import Select, or_
from sqlalchemy.orm import InstrumentedAttribute

from listmatch.errors import InputError

PATTERN = r"[0-9]{1,16}\.[A-Za-z0-9_-]{1,64}"
"""What a cursor looks like: microseconds since 1970 and an id. Whatever looks so is a place."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CursorInvalid(InputError):
    """The cursor is not one that this API issued."""


class Cursor(NamedTuple):
    """The place of an entry in a list that is ordered by an instant (newest first), then by id."""

    at: datetime
    id: str

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The cursor that was printed as *text*. Raises CursorInvalid."""
        if re.fullmatch(PATTERN, text) is None:
            raise CursorInvalid("cursor is not one that this API issued.", cure="Use nextCursor of the previous page.")
        microseconds, _, entry = text.partition(".")
        return cls(EPOCH + timedelta(microseconds=int(microseconds)), entry)


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a list that is asked for: *limit* entries, those that come after a place or after so many others."""

    limit: int = 50
    offset: int = 0
    after: Cursor | None = None

    def and_one_more(self) -> Self:
        """The same page with the first entry of the next one, which tells whether there is a next one."""
        return replace(self, limit=self.limit + 1)


FIRST_PAGE = Page()


def newest_first(
    query: Select[Any], instant: InstrumentedAttribute[datetime], entry: InstrumentedAttribute[str], *, page: Page
) -> Select[Any]:
    """A page of *query*, ordered by *instant*, the newest first, then by *entry*."""
    after = page.after
    if after is not None:
        query = query.where(or_(instant < after.at, (instant == after.at) & (entry > after.id)))
    return query.order_by(instant.desc(), entry).limit(page.limit).offset(page.offset)
