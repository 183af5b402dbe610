"""The exports stage: results.csv, results.parquet and the formatted reports."""

from pathlib import Path

from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.domain.artifacts import Scalar, StageResult
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.stages import StageName
from listmatch.helper_process import helper_process
from listmatch.workflows.artifacts import opened, promote, table_columns
from listmatch.workflows.matches.jobs import JobOptions
from listmatch.workflows.matches.open_jobs import OpenJob, open_job
from listmatch.workflows.previews import preview_of_files
from listmatch.workflows.results.content import report_content
from listmatch.workflows.results.exclusions import excluded_rows
from listmatch.workflows.services import Services

RESULTS_CSV = "results.csv"
RESULTS_PARQUET = "results.parquet"


def exports(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: results.csv and results.parquet, and the formatted reports that the job asks for."""
    with open_job(services, job_id) as job, services.folder() as into:
        progress(0.0, "results.csv")
        _write_results(services, job, into)
        formats = JobOptions.of(job.record).formats
        _render(services, job, formats, into=into, progress=part_of(progress, 0.2, 1.0))
        columns = table_columns(into / RESULTS_PARQUET)
        names = [RESULTS_PARQUET, RESULTS_CSV, *(f"report.{wanted}" for wanted in formats)]
        sizes = {name: (into / name).stat().st_size for name in names}
        artifacts = promote(services.store, into, prefix=job.prefix(StageName.EXPORTS), names=names)
        _mark_exports(services, job, formats)
        figures: dict[str, Scalar] = {f"{name}_bytes": size for name, size in sizes.items()}
        return StageResult(tuple(artifacts), figures=figures, columns=columns, preview=preview_of_files(sizes))


def warm_pdf() -> None:
    """Somebody waits for a report: the process that draws its PDF gets ready while the lists are matched."""
    from listmatch.exports import pdf

    helper_process().call(pdf.prepare)


def _write_results(services: Services, job: OpenJob, into: Path) -> None:
    from listmatch.exports.results import ResultInputs, write_results

    with opened(services.store, job.key(*job.answers)) as [answered], excluded_rows(services, job) as excluded:
        inputs = ResultInputs(
            source=job.source.rows,
            master=job.master.rows if job.master else None,
            verdicts=answered,
            mode=job.record.mode,
            excluded=excluded,
            neutralise_formulas=JobOptions.of(job.record).neutralise_formulas,
        )
        write_results(inputs, into=into, compute=services.compute)


def _render(
    services: Services, job: OpenJob, formats: tuple[ExportFormat, ...], *, into: Path, progress: Progress
) -> None:
    if not formats:
        return
    from listmatch.exports import EXPORTERS, pdf
    from listmatch.exports.document import compose

    content = report_content(services, job, results=into / RESULTS_PARQUET, into=into)
    drawing = helper_process().call(pdf.draw_pdf, compose(content), into) if ExportFormat.PDF in formats else None
    for number, wanted in enumerate(one for one in formats if one is not ExportFormat.PDF):
        progress(number / len(formats), f"report as {wanted.upper()}")
        EXPORTERS[wanted](content, into)
    if drawing is not None:
        progress((len(formats) - 1) / len(formats), "report as PDF")
        drawing.result()


def _mark_exports(services: Services, job: OpenJob, formats: tuple[ExportFormat, ...]) -> None:
    if not formats:
        return
    with services.catalog.session() as session:
        report = report_rows.get_by_job(session, owner_id=job.record.owner_id, job_id=job.record.id)
        for wanted in formats:
            key = job.key(StageName.EXPORTS, f"report.{wanted}")
            export_rows.mark_ready(session, report_id=report.id, format=wanted, key=key)
