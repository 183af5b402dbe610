"""Reports and their exports."""

from typing import Any, Literal, Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Instant, Pagination, Shape
from listmatch.api.schemas.jobs import SUMMARY
from listmatch.catalog.records import JobSummary, ReportSummary
from listmatch.domain.jobs import ExportFormat, JobStatus
from listmatch.workflows.results.reports import ReportDetail

ROLLUPS = {
    "totals": {"sourceRows": 5000, "matched": 3812, "review": 244, "unmatched": 944, "matchRatePct": 76.24},
    "scoreDistribution": [{"bucket": "90-100", "count": 3120}],
    "passBreakdown": [{"pass": "email_exact", "count": 2410, "pct": 48.2}],
    "dataQuality": {"totalSource": 5000, "missingEmail": 140},
}
NARRATIVE = {
    "executive": "Of 5,000 source rows, 3,812 (76.24 %) are in the master list.",
    "dataQuality": "140 rows have no e-mail address.",
    "keyFindings": "Most matches rest on the e-mail address.",
}


class ReportItem(Shape):
    """A report in a list."""

    id: str = Field(examples=[examples.REPORT_ID])
    job_id: str = Field(examples=[examples.JOB_ID])
    title: str = Field(examples=["Leads → CRM — May"])
    status: JobStatus = Field(examples=["completed"])
    progress: int = Field(examples=[100])
    job_label: str = Field(examples=["leads → crm"])
    created_at: Instant
    completed_at: Instant | None

    @classmethod
    def of(cls, report: ReportSummary, job: JobSummary) -> Self:
        """A report of the catalog and its job."""
        return cls(
            id=report.id,
            job_id=report.job_id,
            title=report.title,
            status=report.status,
            progress=100 if report.status is JobStatus.COMPLETED else min(job.progress, 99),
            job_label=job.label,
            created_at=report.created_at,
            completed_at=report.completed_at,
        )


class ReportList(Shape):
    """A page of reports."""

    reports: list[ReportItem]
    pagination: Pagination


class ExportsReady(Shape):
    """Which formatted reports exist already."""

    pdf_ready: bool = Field(examples=[True])
    pptx_ready: bool = Field(examples=[False])
    xlsx_ready: bool = Field(examples=[True])
    html_ready: bool = Field(examples=[False])


class FullReport(ReportItem):
    """A report with its figures and its text."""

    rollups: dict[str, Any] | None = Field(examples=[ROLLUPS], description="Every field of it is optional.")
    narrative: dict[str, Any] | None = Field(examples=[NARRATIVE], description="Sections of text by name.")
    exports: ExportsReady


class JobContext(Shape):
    """What the report is about."""

    source_file_name: str = Field(examples=["new_leads.csv"])
    master_file_name: str | None = Field(examples=["crm.csv"])
    result_summary: dict[str, Any] | None = Field(examples=[SUMMARY])


class ReportAnswer(Shape):
    """One report and its job."""

    report: FullReport
    job: JobContext

    @classmethod
    def of(cls, detail: ReportDetail, *, names: tuple[str, str | None]) -> Self:
        """A report of the catalog."""
        ready = {f"{one}_ready": one in detail.ready for one in ExportFormat}
        item = ReportItem.of(detail.report, detail.job)
        report = FullReport(
            **item.model_dump(by_alias=False),
            rollups=detail.rollups,
            narrative=detail.report.narrative,
            exports=ExportsReady(**ready),
        )
        source, master = names
        context = JobContext(source_file_name=source, master_file_name=master, result_summary=detail.job.result_summary)
        return cls(report=report, job=context)


class ExportReady(Shape):
    """The export is there."""

    status: Literal["ready"] = Field(examples=["ready"])
    download_url: str = Field(examples=[examples.URL])


class ExportGenerating(Shape):
    """The export is being made."""

    status: Literal["generating"] = Field(examples=["generating"])
    message: str = Field(examples=["The export is being made. Ask again every 10 to 30 seconds."])
