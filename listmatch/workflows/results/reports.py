"""Reports as their owner sees them: found by job, read, exported."""

import shutil
from dataclasses import dataclass

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.catalog.records import JobRecord, JobSummary, OwnerRecord, ReportRecord, ReportSummary
from listmatch.domain.jobs import ExportFormat, ExportStatus, JobStatus
from listmatch.domain.rollups import Rollups
from listmatch.domain.stages import StageName
from listmatch.errors import ListmatchError, NotReady
from listmatch.workflows.artifacts import opened, read_json
from listmatch.workflows.lists.uploads import URL_LIFETIME_S
from listmatch.workflows.matches.open_jobs import open_job
from listmatch.workflows.owners.plans import PlanTooLow, allows, export_tier
from listmatch.workflows.owners.retention import check_kept
from listmatch.workflows.results.content import report_content
from listmatch.workflows.results.exports import RESULTS_PARQUET
from listmatch.workflows.services import Services


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """A report with its figures (None until it is completed), its job and the formats that are ready."""

    report: ReportRecord
    job: JobRecord
    rollups: Rollups | None
    ready: frozenset[ExportFormat]


@dataclass(frozen=True, slots=True)
class RequestedExport:
    """A formatted report that somebody asked for: where it is, or None while it is being made.

    ``failure`` is the sentence why the attempt before this request failed, empty when none did.
    """

    url: str | None
    failure: str = ""


def list_reports(
    services: Services, *, owner_id: str, job_id: str | None, page: Page
) -> list[tuple[ReportSummary, JobSummary]]:
    """An owner's reports with their jobs, the newest first."""
    with services.catalog.reading() as session:
        found = report_rows.list_recent(session, owner_id=owner_id, job_id=job_id, page=page)
        jobs = job_rows.by_ids(session, owner_id=owner_id, job_ids=[report.job_id for report in found])
    return [(report, jobs[report.job_id]) for report in found]


def get_report(services: Services, *, owner_id: str, report_id: str) -> ReportDetail:
    """One report. Raises NotFound, ResultsDeleted."""
    with services.catalog.reading() as session:
        report = report_rows.get(session, owner_id=owner_id, report_id=report_id)
        job = job_rows.get(session, owner_id=owner_id, job_id=report.job_id)
        exports = export_rows.list_for(session, report_id=report_id)
    check_kept(job)
    rollups = None
    if report.status is JobStatus.COMPLETED and report.rollups_key:
        rollups = read_json(services.store, report.rollups_key)
    ready = frozenset(export.format for export in exports if export.status is ExportStatus.READY)
    return ReportDetail(report, job, rollups, ready)


def request_export(
    services: Services, owner: OwnerRecord, *, report_id: str, export_format: ExportFormat
) -> RequestedExport:
    """A formatted report, which the first request has made, and the first one after a failure once more.

    Raises NotFound, PlanTooLow, NotReady when the job has not ended.
    """
    with services.catalog.reading() as session:
        report = report_rows.get(session, owner_id=owner.id, report_id=report_id)
        job = job_rows.get(session, owner_id=owner.id, job_id=report.job_id)
    required = export_tier(export_format)
    if not allows(owner.tier, required):
        raise PlanTooLow(f"Exporting {export_format} is not part of your plan.", required=required)
    if report.status is not JobStatus.COMPLETED or job.status is not JobStatus.COMPLETED:
        raise NotReady("The report is not completed yet.", cure="Poll GET /jobs/{jobId} until its status is completed.")
    check_kept(job)
    with services.catalog.session() as session:
        before = export_rows.list_for(session, report_id=report_id)
        export = export_rows.request(session, report_id=report_id, format=export_format)
    if export.status is not ExportStatus.READY or export.key is None:
        return RequestedExport(None, next((one.error or "" for one in before if one.format is export_format), ""))
    filename = f"{report.title or 'report'}.{export_format}"
    return RequestedExport(services.store.presign_get(export.key, expires_s=URL_LIFETIME_S, filename=filename))


def make_export(services: Services, report_id: str, export_format: ExportFormat) -> None:
    """Make one formatted report of a completed job, whole, and mark it ready; on failure it is marked so.

    Safe to run twice: it writes the same object. Raises what the exporter raises, NotFound.
    """
    try:
        key = _write_export(services, report_id, export_format)
    except Exception as error:
        is_told = isinstance(error, ListmatchError)
        sentence = str(error) if is_told else "The report could not be made in this format; ask for it again."
        with services.catalog.session() as session:
            export_rows.mark_failed(session, report_id=report_id, format=export_format, error=sentence)
        raise
    with services.catalog.session() as session:
        export_rows.mark_ready(session, report_id=report_id, format=export_format, key=key)


def _write_export(services: Services, report_id: str, export_format: ExportFormat) -> str:
    from listmatch.exports import EXPORTERS

    with services.catalog.reading() as session:
        report = report_rows.get_any(session, report_id=report_id)
    with open_job(services, report.job_id) as job, services.folder() as into:
        with opened(services.store, job.key(StageName.EXPORTS, RESULTS_PARQUET)) as [results]:
            EXPORTERS[export_format](report_content(services, job, results=results, into=into), into)
        key = job.key(StageName.EXPORTS, f"report.{export_format}")
        with services.store.write(key) as target:
            shutil.move(into / target.name, target)
        return key
