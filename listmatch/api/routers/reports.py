"""Reports and their exports."""

from typing import Annotated

from fastapi import APIRouter, Query

from listmatch.api.deps import CallerDep, OriginDep, PageDep, ReportId, ServicesDep
from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Id, Pagination, responses
from listmatch.api.schemas.reports import (
    ExportGenerating,
    ExportReady,
    ReportAnswer,
    ReportItem,
    ReportList,
)
from listmatch.api.threaded_requests import WholeRoute
from listmatch.domain.jobs import ExportFormat
from listmatch.workflows.matches import requests
from listmatch.workflows.results import reports

router = APIRouter(prefix="/reports", tags=["reports"], route_class=WholeRoute)

GENERATING = "The export is being made. Ask again every 10 to 30 seconds until the status is ready."


@router.get("", summary="List reports", responses=responses())
def list_reports(
    services: ServicesDep,
    owner: CallerDep,
    page: PageDep,
    job_id: Annotated[
        Id | None,
        Query(alias="jobId", description="Only the report of this job.", examples=[examples.JOB_ID]),
    ] = None,
) -> ReportList:
    """The reports, the newest first; every completed job has one."""
    found = reports.list_reports(services, owner_id=owner.id, job_id=job_id, page=page.and_one_more())
    jobs = {report.id: job for report, job in found}
    shown, pagination = Pagination.cut([report for report, _ in found], page=page)
    return ReportList(reports=[ReportItem.of(report, jobs[report.id]) for report in shown], pagination=pagination)


@router.get("/{report_id}", summary="Read a report", responses=responses(404))
def get_report(services: ServicesDep, owner: CallerDep, report_id: ReportId) -> ReportAnswer:
    """Figures, text, and which exports are ready."""
    detail = reports.get_report(services, owner_id=owner.id, report_id=report_id)
    return ReportAnswer.of(detail, names=requests.file_names(services, detail.job))


@router.get("/{report_id}/export", summary="Export a report", responses=responses(403, 404, 409))
def export_report(
    services: ServicesDep,
    owner: CallerDep,
    origin: OriginDep,
    report_id: ReportId,
    format: Annotated[ExportFormat, Query(description="What to make.", examples=["pdf"])],
) -> ExportReady | ExportGenerating:
    """A link to the formatted report; the first request starts making it."""
    export = reports.request_export(services, owner, report_id=report_id, export_format=format)
    if export.url is None:
        failed = f"It could not be made: {export.failure} It is tried once more. " if export.failure else ""
        return ExportGenerating(status="generating", message=failed + GENERATING)
    return ExportReady(status="ready", download_url=origin.link(export.url))
