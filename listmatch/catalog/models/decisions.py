"""What people decided: pairs accepted or rejected, and contacts never to be used."""

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from listmatch.catalog.models.base import Base, Created, Id, OwnerId, word
from listmatch.domain.verdicts import ProfileType


class Decision(Base):
    """A person's word on one pair. It is tied to the content of the two rows, so that it outlives runs and files."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("owner_id", "source_fingerprint", "master_fingerprint"),
        Index(None, "owner_id", "updated_at"),
    )

    id: Mapped[Id]
    owner_id: Mapped[OwnerId]
    source_fingerprint: Mapped[str] = mapped_column(String(64))
    master_fingerprint: Mapped[str] = mapped_column(String(64))
    is_match: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    job_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("jobs.id"))
    """where it was decided"""
    source_row_id: Mapped[int | None] = mapped_column(BigInteger)
    """the row's number in the list of that job; in another list it may be another row"""
    master_row_id: Mapped[int | None] = mapped_column(BigInteger)
    profile_type: Mapped[ProfileType | None] = mapped_column(word(ProfileType))
    model_score: Mapped[float | None]
    """score (0-100) that the model gave the pair then, before any calibration; NULL: it was not a candidate"""
    decided_by: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[Created]
    updated_at: Mapped[Created]
    """when it was last decided"""


class DecisionMark(Base):
    """One hash by which one side of a decision is known again (see ``matching.marks``)."""

    __tablename__ = "decision_marks"

    decision_id: Mapped[str] = mapped_column(
        String(64), ForeignKey("decisions.id", ondelete="cascade"), primary_key=True
    )
    is_source: Mapped[bool] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    strength: Mapped[int]
    """how surely the mark tells the row; a higher one wins over a lower one"""


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
