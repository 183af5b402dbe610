"""Match profiles."""

from typing import Any, Self

from pydantic import ConfigDict, Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Id, Instant, Name, Pagination, Request, Shape
from listmatch.catalog.records import ProfileRecord, ProfileSummary
from listmatch.domain.verdicts import ProfileType

CONTENT = {
    "type": "person",
    "source_fields": {"first_name": ["first"], "last_name": ["last"], "email": ["email"]},
    "master_fields": {"first_name": ["FirstName"], "last_name": ["LastName"], "email": ["Email"]},
    "threshold": 85.0,
}


class ProfileItem(Shape):
    """A profile in a list."""

    id: str = Field(examples=[examples.PROFILE_ID])
    name: str = Field(examples=["leads → crm"])
    profile_type: ProfileType = Field(examples=["person"])
    is_template: bool = Field(examples=[False])
    version: int = Field(examples=[1])
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, profile: ProfileSummary) -> Self:
        """A profile of the catalog."""
        return cls.model_validate(profile)


class ProfileDetail(ProfileItem):
    """A profile with its content."""

    content: dict[str, Any] = Field(examples=[CONTENT])
    content_hash: str = Field(
        examples=["9f2c1e0b7a64d35882f9c0b1a7e3d46f5c8b20917e4fa3d6b1c5e8907f2a4d3c"],
        description="sha256; part of every result made with it.",
    )

    @classmethod
    def of(cls, profile: ProfileSummary) -> Self:
        """A profile of the catalog with its content."""
        assert isinstance(profile, ProfileRecord)
        return cls.model_validate(profile)


class ProfileList(Shape):
    """An owner's profiles."""

    profiles: list[ProfileItem]
    pagination: Pagination


class ProfileAnswer(Shape):
    """One profile."""

    profile: ProfileDetail


class NewProfile(Request):
    """A profile to save: a new one, or a profile from one of our answers, whose other members are ignored."""

    model_config = ConfigDict(extra="ignore")

    name: Name = Field(examples=["leads → crm"])
    content: dict[str, Any] = Field(examples=[CONTENT])
    is_template: bool = Field(default=False, examples=[False])


class ListPair(Request):
    """Two prepared files, or one for a dedupe."""

    source_file_id: Id = Field(examples=[examples.SOURCE_ID])
    master_file_id: Id | None = Field(default=None, examples=[examples.MASTER_ID])


class MappedField(Shape):
    """One comparable field and the columns that feed it."""

    field: str = Field(examples=["email"])
    source_columns: list[str] = Field(examples=[["email"]])
    master_columns: list[str] = Field(examples=[["Email"]])


class Suggestion(Shape):
    """A proposed profile, which can be posted to /profiles as it is; the mapping is for display."""

    name: str = Field(examples=["new_leads → crm"])
    content: dict[str, Any] = Field(examples=[CONTENT])
    mapping: list[MappedField]
