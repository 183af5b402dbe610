"""Contacts and organisations never to be contacted."""

from typing import Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Id, Request, Shape
from listmatch.workflows.lists.exclusion_lists import Exclusions


class ExclusionCounts(Shape):
    """How many of each kind."""

    email: int = Field(default=0, examples=[2140], description="E-mail addresses.")
    phone: int = Field(default=0, examples=[85], description="Phone numbers.")
    domain: int = Field(default=0, examples=[12], description="Organisations, by the domain of their website.")


class ExclusionsAnswer(Shape):
    """Who is excluded, counted."""

    excluded: ExclusionCounts

    @classmethod
    def of(cls, now: Exclusions) -> Self:
        """The counts of an owner."""
        return cls(excluded=ExclusionCounts.model_validate(now.counts))


class ChangedExclusions(ExclusionsAnswer):
    """Who is excluded now, and how many a list changed."""

    changed: int = Field(examples=[97], description="How many of them this request added or removed.")

    @classmethod
    def after(cls, now: Exclusions) -> Self:
        """The counts of an owner after a change."""
        return cls(excluded=ExclusionCounts.model_validate(now.counts), changed=now.changed)


class NewExclusions(Request):
    """A do-not-contact list."""

    file_id: Id = Field(examples=[examples.SOURCE_ID], description="A ready file.")
    remove: bool = Field(default=False, examples=[False], description="They may be contacted again.")
