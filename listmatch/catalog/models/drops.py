"""Drop rules, and every object version seen under them, which makes handling exactly-once."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, JsonObject, OwnerId


class DropRule(Base):
    """Drop rules added by command; the rules of the YAML file are not here."""

    __tablename__ = "drop_rules"
    __table_args__ = (Index(None, "owner_id"),)

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    """one name space for the installation, since drops are noted by the name of their rule"""
    owner_id: Mapped[OwnerId]
    content: Mapped[JsonObject]
    """the keys of a rule in YAML, but for name and owner"""
    created_at: Mapped[Created]


class Drop(Base):
    """One version of one dropped object."""

    __tablename__ = "drops"
    __table_args__ = (
        UniqueConstraint("uri", "etag"),
        Index(None, "owner_id"),
        Index(None, "settled_at", "seen_at"),
        Index(None, "finished_at"),
    )

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    rule: Mapped[str] = mapped_column(String(128))
    """name of the drop rule that saw it"""
    uri: Mapped[str] = mapped_column(String(2048))
    etag: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    modified_at: Mapped[datetime]
    seen_at: Mapped[Created]
    settled_at: Mapped[datetime | None]
    """when the file and job it leads to existed, or it was found unusable"""
    file_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("files.id"))
    job_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("jobs.id"))
    error: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
    """when its outcome was dealt with: results delivered, or a list that failed put where its rule says"""
