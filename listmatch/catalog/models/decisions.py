"""What people decided: pairs accepted or rejected, and contacts never to be used."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, OwnerId


class Decision(Base):
    """A person's word on one pair. It is tied to the content of the two rows, so that it outlives runs and files."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("owner_id", "source_fingerprint", "master_fingerprint"),)

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    source_fingerprint: Mapped[str] = mapped_column(String(64))
    master_fingerprint: Mapped[str] = mapped_column(String(64))
    is_match: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    job_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("jobs.id"))
    """where it was decided"""
    decided_by: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[Created]
    updated_at: Mapped[Created]


class Exclusion(Base):
    """A contact or organisation never to be contacted."""

    __tablename__ = "exclusions"
    __table_args__ = (UniqueConstraint("owner_id", "kind", "value"),)

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    kind: Mapped[str] = mapped_column(String(32))
    """a standard column: email, phone, domain, company, key …"""
    value: Mapped[str] = mapped_column(String(512))
    """standardised as that column is"""
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[Created]
