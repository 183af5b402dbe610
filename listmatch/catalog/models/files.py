"""Uploaded lists and what preparation found in them."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, JsonObject, Name, OwnerId, word
from listmatch.domain.files import FileStatus, Purpose


class File(Base):
    """One uploaded list."""

    __tablename__ = "files"
    __table_args__ = (
        Index(None, "owner_id", "content_hash"),
        Index(None, "owner_id", "created_at"),
        Index(None, "status"),
        Index("uq_files_origin", "owner_id", "origin_uri", "origin_etag", unique=True),
    )

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    name: Mapped[Name]
    purpose: Mapped[Purpose] = mapped_column(word(Purpose))
    status: Mapped[FileStatus] = mapped_column(word(FileStatus), default=FileStatus.UPLOADED)
    prepare_error: Mapped[str | None] = mapped_column(Text)
    raw_key: Mapped[str] = mapped_column(String(1024))
    content_type: Mapped[str] = mapped_column(String(255), default="")
    size: Mapped[int] = mapped_column(BigInteger)
    """bytes as declared, then as found in the store"""
    content_hash: Mapped[str | None] = mapped_column(String(64))
    profile: Mapped[JsonObject | None]
    row_count: Mapped[int | None] = mapped_column(BigInteger)
    column_count: Mapped[int | None]
    origin_uri: Mapped[str | None] = mapped_column(String(2048))
    """where a drop came from; with its etag unique per owner"""
    origin_etag: Mapped[str | None] = mapped_column(String(255))
    run_id: Mapped[str | None] = mapped_column(String(64))
    """the run that prepares or prepared it"""
    created_at: Mapped[Created]
    received_at: Mapped[datetime | None]
    """when the bytes were complete in the store; NULL while an upload is awaited"""
    attempt: Mapped[int] = mapped_column(default=0)
    """how often its preparation was begun"""
    preparing_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    """the last sign of life of the run that prepares it"""
    ready_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
