"""Jobs."""

from typing import Annotated, Any, Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Id, Instant, Pagination, Shape
from listmatch.api.schemas.lists import Lists
from listmatch.catalog.records import JobSummary
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.matches.jobs import JobOptions, JobRequest

SUMMARY = {"total_source_rows": 5000, "matched": 3812, "review": 244, "unmatched": 944}

PROPOSE = "auto"
"""In the place of a profile's id: have one proposed."""

PivotName = Annotated[str, Field(min_length=1, max_length=255)]
MOST_PIVOTS = 50
"""Columns to break a report down by: more than anybody reads, fewer than would make one slow."""


class NewJob(Lists):
    """What to match with what, and how."""

    profile_id: Id = Field(
        examples=[examples.PROFILE_ID],
        description="A saved profile, or `auto` to have one proposed.",
    )
    pivots: list[PivotName] | None = Field(
        default=None,
        max_length=MOST_PIVOTS,
        examples=[["Lead Source", "state"]],
        description="Columns of the source list by which the report is broken down, `state`, `country`, `email_class` "
        "and `title_level` among them; `[]`: by none; absent: as the profile says, else chosen from the list.",
    )
    neutralise_formulas: bool = Field(
        default=False,
        examples=[False],
        description="Put `'` before cells of the result as CSV that a spreadsheet would run as a formula.",
    )

    def request(self, *, owner_id: str) -> JobRequest:
        """The request in the words of the workflows."""
        pivots = None if self.pivots is None else tuple(self.pivots)
        return JobRequest(
            owner_id=owner_id,
            source_file_id=self.source_file_id,
            master_file_id=self.master_file_id,
            profile_id=None if self.profile_id == PROPOSE else self.profile_id,
            mode=self.match_mode,
            options=JobOptions(pivots=pivots, neutralise_formulas=self.neutralise_formulas),
        )


class NewJobItem(Shape):
    """A job that was accepted."""

    id: str = Field(examples=[examples.JOB_ID])
    status: JobStatus = Field(examples=["pending"])
    match_mode: MatchMode = Field(examples=["best_match"])
    created_at: Instant

    @classmethod
    def of(cls, job: JobSummary) -> Self:
        """A job of the catalog."""
        return cls(id=job.id, status=job.status, match_mode=job.mode, created_at=job.created_at)


class JobItem(NewJobItem):
    """A job as it stands."""

    status: JobStatus = Field(examples=["completed"])
    progress: int = Field(ge=0, le=100, examples=[100], description="Percent; never falls while the job runs.")
    result_summary: dict[str, Any] | None = Field(examples=[SUMMARY])
    error_message: str | None = Field(examples=[None], description="Why the job failed, in one sentence.")
    source_file_id: str = Field(examples=[examples.SOURCE_ID])
    master_file_id: str | None = Field(examples=[examples.MASTER_ID])
    profile_id: str | None = Field(examples=[examples.PROFILE_ID])
    label: str = Field(examples=["new_leads → crm"])
    started_at: Instant | None = Field(examples=[examples.STARTED_AT])
    completed_at: Instant | None = Field(examples=[examples.COMPLETED_AT])

    @classmethod
    def of(cls, job: JobSummary) -> Self:
        """A job of the catalog."""
        return cls(**cls.values(job))

    @staticmethod
    def values(job: JobSummary) -> dict[str, Any]:
        """The fields of a job of the catalog."""
        return {
            "id": job.id,
            "status": job.status,
            "match_mode": job.mode,
            "created_at": job.created_at,
            "progress": job.progress,
            "result_summary": job.result_summary,
            "error_message": job.error,
            "source_file_id": job.source_file_id,
            "master_file_id": job.master_file_id,
            "profile_id": job.profile_id,
            "label": job.label,
            "started_at": job.started_at,
            "completed_at": job.completed_at,
        }


class JobDetail(JobItem):
    """A job with the way to its result."""

    download_url: str | None = Field(examples=[examples.URL], description="Only when completed.")
    message: str = Field(examples=["comparing 12,400 pairs"], description="What the job is doing.")


class JobList(Shape):
    """A page of jobs."""

    jobs: list[JobItem]
    pagination: Pagination


class NewJobAnswer(Shape):
    """An accepted job."""

    job: NewJobItem


class JobAnswer(Shape):
    """One job."""

    job: JobDetail
