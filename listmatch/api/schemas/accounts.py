"""Owners and their keys."""

from datetime import date
from typing import Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Instant, Name, Request, Shape
from listmatch.catalog.records import KeyRecord, OwnerRecord
from listmatch.domain.jobs import Tier


class User(Shape):
    """The owner of the key."""

    id: str = Field(examples=[examples.OWNER_ID])
    email: str | None = Field(examples=["you@example.com"])
    name: str | None = Field(examples=["You"])


class WhoAmI(Shape):
    """Whose key it is and what it may do."""

    user: User
    tier: Tier = Field(examples=["business"])

    @classmethod
    def of(cls, owner: OwnerRecord) -> Self:
        """An owner of the catalog."""
        return cls(user=User(id=owner.id, email=owner.email, name=owner.name), tier=owner.tier)


class KeyItem(Shape):
    """A key, without the secret."""

    id: str = Field(examples=[examples.KEY_ID])
    label: str = Field(examples=["nightly import"])
    hint: str = Field(examples=["a9Xk"], description="The key's last characters.")
    rate_limit: int | None = Field(examples=[None], description="Requests per 10 seconds; null: the default of 20.")
    created_at: Instant
    last_used_at: Instant | None

    @classmethod
    def of(cls, key: KeyRecord) -> Self:
        """A key of the catalog."""
        return cls.model_validate(key)


class KeyList(Shape):
    """An owner's live keys."""

    keys: list[KeyItem]


class NewKey(Request):
    """A key to be made."""

    label: Name = Field(examples=["nightly import"])


class SecretKey(Shape):
    """A new key with its secret, which is shown only here."""

    key: KeyItem
    secret: str = Field(examples=["lmg_live_wJ3qT8ZtV0yB5uK2hN7rC4xE9dG6fA1s"])


class UsageDay(Shape):
    """Requests of one day (UTC)."""

    day: date = Field(examples=[examples.DAY])
    requests: int = Field(examples=[1204])
    errors: int = Field(examples=[3], description="Answers with a status of 400 or more.")


class UsageAnswer(Shape):
    """The last 30 days of a key."""

    usage: list[UsageDay]
