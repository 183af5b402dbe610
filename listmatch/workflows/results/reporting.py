"""The stages of a job after its verdicts: rollups, narrative and exports."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.beside import beside
from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.domain.artifacts import Scalar, StageResult
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.storage import keys
from listmatch.workflows.artifacts import opened, promote, read_json, table_columns, write_json
from listmatch.workflows.matches.decided import DECIDED, as_ruled
from listmatch.workflows.matches.jobs import SUMMARY, JobOptions
from listmatch.workflows.matches.open_jobs import CLUSTERS, SCORED, VERDICTS, OpenJob, open_job
from listmatch.workflows.previews import preview_of_files, preview_of_rollups
from listmatch.workflows.results.content import NARRATIVE, ROLLUPS, report_content, report_title, section_names
from listmatch.workflows.results.exclusions import excluded_rows, find_excluded_rows
from listmatch.workflows.results.remarks import foreign_identifiers
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.reporting import LanguageModel

RESULTS_CSV = "results.csv"
RESULTS_PARQUET = "results.parquet"


def rollups(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: every figure of the report, by the SQL models and their tests. Raises ContractBroken."""
    from listmatch.reporting import RollupInputs, compute_rollups

    with open_job(services, job_id) as job, services.folder() as into:
        stage, table = _answers(job)
        previous = _previous_run(services, job)
        answers_summary = read_json(services.store, job.key(stage, SUMMARY))
        blocking, compared = (
            read_json(services.store, job.key(each, SUMMARY)) for each in ("candidate_pairs", "scored_matches")
        )
        with opened(services.store, job.key("scored_matches", SCORED), job.key(stage, table)) as [scored, answered]:
            inputs = RollupInputs(
                rows=job.source.rows,
                standard=job.source_standard,
                scored=as_ruled(services, scored=scored, decided_key=job.key(stage, DECIDED), into=into),
                source=job.source.profile,
                master=job.master.profile if job.master else None,
                mode=job.record.mode,
                verdicts=answered if job.master else None,
                clusters=None if job.master else answered,
                threshold=answers_summary["threshold"],
                max_wrong=job.profile.max_wrong,
                passes=_passes(job),
                blocking=blocking,
                same_entity=_same_entity(job),
                foreign_identifiers=foreign_identifiers(compared, job.profile),
                decided={name: answers_summary.get(name, 0) for name in ("accepted", "rejected")},
                promises=answers_summary.get("promises"),
                previous=previous[0] if previous else None,
                previous_on=previous[1] if previous else None,
                pivot_columns=job.profile.pivots,
                excluded=find_excluded_rows(services, job, into=into),
            )
            figures = compute_rollups(inputs, compute=services.compute, sql_root=services.settings.sql_root)
        write_json(into / ROLLUPS, figures)
        names = [path.name for path in (inputs.excluded, into / ROLLUPS) if path]
        artifacts = promote(services.store, into, prefix=job.prefix("rollups"), names=names)
        progress(1.0, "figures of the report")
        return StageResult(tuple(artifacts), figures=_totals(figures), preview=preview_of_rollups(figures))


def _passes(job: OpenJob) -> dict[str, str]:
    """Name of a pass -> what it is called in print; a person's word stands for a pass as well."""
    from listmatch.matching.passes import pass_plan
    from listmatch.matching.rulings import DECIDED_BY_HAND

    plan = pass_plan(job.profile.type, lists=job.profile.fields_of_lists)
    return {one.name: one.says for one in plan.passes} | {DECIDED_BY_HAND: "accepted in review"}


def _same_entity(job: OpenJob) -> tuple[str, ...]:
    """The relationships of two rows that are one and the same, by the class tables of the job's type."""
    from listmatch.matching.evidence.kinds import evidence_tables

    return tuple(each.name for each in evidence_tables(job.profile.type).same)


def _previous_run(services: Services, job: OpenJob) -> tuple[dict[str, Any], date] | None:
    """Figures and day of the run before this one of the same schedule or pair of lists, if they are still there.

    A list of the same name with other columns is another list, unless one schedule matched both.
    """
    with services.catalog.reading() as session:
        before = job_rows.previous(session, job=job.record)
        if before is None:
            return None
        earlier = file_rows.get_any(session, file_id=before.source_file_id).profile or {}
    is_scheduled = job.record.schedule_id is not None and before.schedule_id == job.record.schedule_id
    names = [column["name"] for column in earlier.get("columns", ())]
    if not is_scheduled and names != [column.name for column in job.source.profile.columns]:
        return None
    key = keys.job_key(before.owner_id, before.id, f"rollups/{ROLLUPS}")
    return (dict(read_json(services.store, key)), before.created_at.date()) if services.store.exists(key) else None


def narrative(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: the report in words, from the rollups only."""
    from listmatch.reporting import write_narrative

    with open_job(services, job_id) as job, services.folder() as into:
        figures = read_json(services.store, job.key("rollups", ROLLUPS))
        words = write_narrative(figures, language_model=_language_model(services))
        write_json(into / NARRATIVE, words)
        artifacts = promote(services.store, into, prefix=job.prefix("narrative"), names=(NARRATIVE,))
        _complete_report(services, job, words=asdict(words))
        progress(1.0, "report in words")
        return StageResult(tuple(artifacts), figures={"written_by": words.source}, preview=words.executive)


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
        artifacts = promote(services.store, into, prefix=job.prefix("exports"), names=names)
        _mark_exports(services, job, formats)
        figures: dict[str, Scalar] = {f"{name}_bytes": size for name, size in sizes.items()}
        return StageResult(tuple(artifacts), figures=figures, columns=columns, preview=preview_of_files(sizes))


def warm_pdf() -> None:
    """Somebody waits for a report: the process that draws its PDF gets ready while the lists are matched."""
    from listmatch.exports import pdf

    beside().call(pdf.prepare)


def _write_results(services: Services, job: OpenJob, into: Path) -> None:
    from listmatch.exports.results import ResultInputs, write_results

    with opened(services.store, job.key(*_answers(job))) as [answered], excluded_rows(services, job) as excluded:
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
    drawing = beside().call(pdf.draw_pdf, compose(content), into) if ExportFormat.PDF in formats else None
    for number, wanted in enumerate(one for one in formats if one is not ExportFormat.PDF):
        progress(number / len(formats), f"report as {wanted.upper()}")
        EXPORTERS[wanted](content, into)
    if drawing is not None:
        progress((len(formats) - 1) / len(formats), "report as PDF")
        drawing.result()


def _complete_report(services: Services, job: OpenJob, *, words: dict[str, Any]) -> None:
    """The report is there; formatted reports that a former run left would tell other figures, so they are made anew."""
    with services.catalog.session() as session:
        export_rows.forget(session, job_id=job.record.id)
        report = report_rows.create(
            session, owner_id=job.record.owner_id, job_id=job.record.id, title=report_title(job)
        )
        report_rows.complete(
            session, report_id=report.id, rollups_key=job.key("rollups", ROLLUPS), narrative=section_names(words)
        )


def _mark_exports(services: Services, job: OpenJob, formats: tuple[ExportFormat, ...]) -> None:
    if not formats:
        return
    with services.catalog.session() as session:
        report = report_rows.get_by_job(session, owner_id=job.record.owner_id, job_id=job.record.id)
        for wanted in formats:
            key = job.key("exports", f"report.{wanted}")
            export_rows.mark_ready(session, report_id=report.id, format=wanted, key=key)


def _answers(job: OpenJob) -> tuple[str, str]:
    """The stage and the table that hold the answers of this job."""
    return ("clusters", CLUSTERS) if job.master is None else ("verdicts", VERDICTS)


def _totals(figures: dict[str, Any]) -> dict[str, Scalar]:
    return {name: value for name, value in figures["totals"].items() if isinstance(value, int | float | str)}


def _language_model(services: Services) -> "LanguageModel | None":
    from listmatch.reporting import LanguageModel

    settings = services.settings
    return LanguageModel.from_settings(settings) if settings.llm_provider else None
