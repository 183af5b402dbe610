"""Pairs in review and decisions about them."""

from typing import Annotated, Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import INTEGRAL, LINE, WORDS, Id, Instant, Pagination, Request, Shape
from listmatch.catalog.records import DecisionRecord
from listmatch.domain.decisions import Ruling
from listmatch.workflows.reviewing.decisions import MOST_AT_ONCE
from listmatch.workflows.reviewing.review import PairInReview

Note = Annotated[str, Field(max_length=1000), LINE]
Person = Annotated[str, Field(max_length=128), WORDS]
RowId = Annotated[int, Field(ge=1, le=2**53), INTEGRAL]
DECIDED_BY = Field(
    default=None, examples=["Ann Lee"], description="Who says so; goes into reasons. Absent: the owner of the key."
)


class DecisionItem(Shape):
    """What a person decided about a pair. The row numbers are those of the job on which it was decided."""

    id: str = Field(examples=[examples.DECISION_ID])
    job_id: str | None = Field(examples=[examples.JOB_ID])
    source_row_id: int | None = Field(examples=[12])
    master_row_id: int | None = Field(examples=[20311])
    decision: Ruling = Field(examples=["accept"])
    note: str = Field(examples=["same person, new employer"])
    decided_by: str = Field(examples=["Ann Lee"])
    decided_at: Instant = Field(examples=[examples.COMPLETED_AT])

    @classmethod
    def of(cls, record: DecisionRecord) -> Self:
        """A decision of the catalog."""
        return cls(
            id=record.id,
            job_id=record.job_id,
            source_row_id=record.source_row_id,
            master_row_id=record.master_row_id,
            decision=Ruling.ACCEPT if record.is_match else Ruling.REJECT,
            note=record.note,
            decided_by=record.decided_by,
            decided_at=record.updated_at,
        )


class DecisionAnswer(Shape):
    """One decision."""

    decision: DecisionItem


class DecisionsAnswer(Shape):
    """The decisions that were kept, in the order they were sent."""

    decisions: list[DecisionItem]


class DecisionList(Shape):
    """A page of decisions."""

    decisions: list[DecisionItem]
    pagination: Pagination


class PairDecision(Request):
    """What somebody decided about one pair."""

    source_row_id: RowId = Field(examples=[12], description="`_lmg_row_id` of the result.")
    master_row_id: RowId = Field(
        examples=[20311], description="`_lmg_master_row_id` of the result; in a dedupe, another row of the list."
    )
    decision: Ruling = Field(strict=False, examples=["accept"])
    note: Note = Field(default="", examples=["same person, new employer"])


class NewDecision(PairDecision):
    """A decision about one pair of a completed job."""

    job_id: Id = Field(examples=[examples.JOB_ID])
    decided_by: Person | None = DECIDED_BY


class NewDecisions(Request):
    """Decisions about pairs of one completed job: all are kept, or none."""

    job_id: Id = Field(examples=[examples.JOB_ID])
    decisions: list[PairDecision] = Field(min_length=1, max_length=MOST_AT_ONCE)
    decided_by: Person | None = DECIDED_BY


class ReviewField(Shape):
    """One compared field, as the two lists write it."""

    field: str = Field(examples=["email"])
    source: str | None = Field(examples=["ann@lee.example"])
    master: str | None = Field(examples=["a.lee@lee.example"])


class ReviewPair(Shape):
    """A pair in review, both rows side by side."""

    source_row_id: int = Field(examples=[12])
    master_row_id: int = Field(examples=[20311])
    score: float = Field(examples=[84.2])
    reason: str = Field(examples=["name + company, but different email"])
    relationship: str | None = Field(examples=["same person"])
    fields: list[ReviewField]
    decision: DecisionItem | None = Field(description="What was decided since the job ran; null while it waits.")

    @classmethod
    def of(cls, found: PairInReview) -> Self:
        """A pair that a workflow found."""
        return cls(
            source_row_id=found.place.source_row_id,
            master_row_id=found.place.master_row_id,
            score=found.place.score,
            reason=found.reason,
            relationship=found.relationship,
            fields=[ReviewField.model_validate(field) for field in found.fields],
            decision=DecisionItem.of(found.decision) if found.decision else None,
        )


class ReviewPage(Shape):
    """Which part of the pairs this is."""

    limit: int = Field(examples=[50])
    returned: int = Field(examples=[1])
    next_cursor: str | None = Field(
        examples=[examples.REVIEW_CURSOR], description="Where the next page begins; null on the last one."
    )


class ReviewList(Shape):
    """A page of pairs in review."""

    pairs: list[ReviewPair]
    pagination: ReviewPage
