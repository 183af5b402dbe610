"""The narrative stage: a report in words, from its figures."""

from typing import TYPE_CHECKING

from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.domain.artifacts import StageResult
from listmatch.domain.narrative import Narrative
from listmatch.domain.progress import Progress, silent
from listmatch.domain.stages import StageName
from listmatch.settings import Settings
from listmatch.workflows.artifacts import promote, read_json, write_json
from listmatch.workflows.matches.open_jobs import OpenJob, open_job
from listmatch.workflows.results.content import NARRATIVE, ROLLUPS, report_title, section_names
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.reporting import LanguageModel


def narrative(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: the report in words, from the rollups only."""
    from listmatch.reporting import write_narrative

    with open_job(services, job_id) as job, services.folder() as into:
        figures = read_json(services.store, job.key(StageName.ROLLUPS, ROLLUPS))
        words = write_narrative(figures, language_model=_language_model(services.settings))
        write_json(into / NARRATIVE, words)
        artifacts = promote(services.store, into, prefix=job.prefix(StageName.NARRATIVE), names=(NARRATIVE,))
        _complete_report(services, job, words)
        progress(1.0, "report in words")
        return StageResult(tuple(artifacts), figures={"written_by": words.source}, preview=words.executive)


def _complete_report(services: Services, job: OpenJob, words: Narrative) -> None:
    """The report is ready; formatted reports of an earlier run are made again, since their figures may differ."""
    with services.catalog.session() as session:
        export_rows.forget(session, job_id=job.record.id)
        report = report_rows.create(
            session, owner_id=job.record.owner_id, job_id=job.record.id, title=report_title(job)
        )
        report_rows.complete(
            session,
            report_id=report.id,
            rollups_key=job.key(StageName.ROLLUPS, ROLLUPS),
            narrative=section_names(words),
        )


def _language_model(settings: Settings) -> "LanguageModel | None":
    from listmatch.reporting import LanguageModel

    return LanguageModel.from_settings(settings) if settings.llm_provider else None
