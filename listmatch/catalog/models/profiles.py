"""Match profiles and their versions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, JsonObject, Name, OwnerId, word
from listmatch.domain.verdicts import ProfileType


class Profile(Base):
    """A saved match profile; its content is the version that ``version`` names."""

    __tablename__ = "profiles"
    __table_args__ = (Index(None, "owner_id"),)

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    name: Mapped[Name]
    profile_type: Mapped[ProfileType] = mapped_column(word(ProfileType))
    is_template: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Created]
    updated_at: Mapped[Created]
    deleted_at: Mapped[datetime | None]


class ProfileVersion(Base):
    """The content of a profile at one time; never changed."""

    __tablename__ = "profile_versions"

    profile_id: Mapped[str] = mapped_column(String(64), ForeignKey("profiles.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[JsonObject]
    created_at: Mapped[Created]
