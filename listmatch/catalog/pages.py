"""Pages of long lists: a cursor is the place of the last entry seen, so that new entries shift nothing."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import Select, or_
from sqlalchemy.orm import InstrumentedAttribute

from listmatch.errors import InputError


class CursorInvalid(InputError):
    """The cursor is none that we gave."""


class Cursor(NamedTuple):
    """The place of an entry in a list that is ordered by an instant (newest first), then by id."""

    at: datetime
    id: str

    def __str__(self) -> str:
        text = f"{self.at.astimezone(UTC).isoformat()} {self.id}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The cursor that was printed as *text*. Raises CursorInvalid."""
        try:
            decoded = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode()
            instant, _, entry = decoded.partition(" ")
            at = datetime.fromisoformat(instant)
            if at.tzinfo is None or not entry.isascii() or not entry.isprintable():
                raise ValueError(decoded)
            return cls(at.astimezone(UTC), entry)
        except (ValueError, OverflowError, binascii.Error):
            raise CursorInvalid("cursor is not one of ours.", cure="Take nextCursor of the page before.") from None


def newest_first(
    query: Select[Any],
    instant: InstrumentedAttribute[datetime],
    entry: InstrumentedAttribute[str],
    *,
    after: Cursor | None = None,
) -> Select[Any]:
    """*query* ordered by *instant*, the newest first, then by *entry*; with *after* only what comes behind it."""
    if after is not None:
        query = query.where(or_(instant < after.at, (instant == after.at) & (entry > after.id)))
    return query.order_by(instant.desc(), entry)
