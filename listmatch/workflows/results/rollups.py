"""The rollups stage: every figure of a report, from verdicts or clusters."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.artifacts import DECIDED, SCORED, Scalar, StageResult
from listmatch.domain.progress import Progress, silent
from listmatch.domain.rollups import Rollups
from listmatch.domain.stages import StageName
from listmatch.domain.verdicts import ProfileType
from listmatch.storage import keys
from listmatch.workflows.artifacts import opened, promote, read_json, write_json
from listmatch.workflows.matches.decided import as_ruled
from listmatch.workflows.matches.open_jobs import OpenJob, open_job
from listmatch.workflows.matches.summaries import answer_summary, candidate_summary, score_summary
from listmatch.workflows.previews import preview_of_rollups
from listmatch.workflows.results.content import ROLLUPS
from listmatch.workflows.results.exclusions import find_excluded_rows
from listmatch.workflows.results.remarks import foreign_identifiers
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.reporting import RollupInputs


def rollups(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: every figure of the report, by the SQL models and their tests. Raises ContractBroken."""
    from listmatch.reporting import compute_rollups

    with open_job(services, job_id) as job, services.folder() as into:
        tables = (job.key(StageName.SCORED_MATCHES, SCORED), job.key(*job.answers))
        with opened(services.store, *tables) as [scored, answered]:
            inputs = _inputs(services, job, scored=scored, answered=answered, into=into)
            figures = compute_rollups(inputs, compute=services.compute, sql_root=services.settings.sql_root)
        write_json(into / ROLLUPS, figures)
        names = [path.name for path in (inputs.excluded, into / ROLLUPS) if path]
        artifacts = promote(services.store, into, prefix=job.prefix(StageName.ROLLUPS), names=names)
        progress(1.0, "figures of the report")
        return StageResult(tuple(artifacts), figures=_totals(figures), preview=preview_of_rollups(figures))


def _inputs(services: Services, job: OpenJob, *, scored: Path, answered: Path, into: Path) -> "RollupInputs":
    """What is counted: the tables of the job, and what its earlier stages and the run before it said."""
    from listmatch.reporting import RollupInputs

    stage, _ = job.answers
    told = answer_summary(services, job.record)
    previous = _previous_run(services, job)
    return RollupInputs(
        rows=job.source.rows,
        standard=job.source_standard,
        scored=as_ruled(services, scored=scored, decided_key=job.key(stage, DECIDED), into=into),
        source=job.source.profile,
        master=job.master.profile if job.master else None,
        mode=job.record.mode,
        verdicts=answered if job.master else None,
        clusters=None if job.master else answered,
        threshold=told.threshold,
        max_wrong=job.profile.max_wrong,
        passes=_passes(job),
        blocking=candidate_summary(services, job.record),
        same_entity=_same_entity(job),
        promises=told.promises,
        decided={"accepted": told.accepted, "rejected": told.rejected},
        foreign_identifiers=foreign_identifiers(score_summary(services, job.record), job.profile),
        previous=previous.figures if previous else None,
        previous_on=previous.day if previous else None,
        are_leads=job.profile.type is ProfileType.ACCOUNT,
        are_households=job.profile.type is ProfileType.HOUSEHOLD,
        pivot_columns=job.profile.pivots,
        excluded=find_excluded_rows(services, job, into=into),
    )


def _passes(job: OpenJob) -> dict[str, str]:
    """Name of a pass -> what it is called in print; a person's word stands for a pass as well."""
    from listmatch.matching.passes import pass_plan
    from listmatch.matching.rulings import DECIDED_BY_HAND

    plan = pass_plan(job.profile.type, lists=job.profile.fields_of_lists)
    return {one.name: one.says for one in plan.passes} | {DECIDED_BY_HAND: "accepted in review"}


def _same_entity(job: OpenJob) -> tuple[str, ...]:
    """The relationships of two rows that are one and the same, by the class tables of the job's type."""
    from listmatch.matching.evidence.tables import evidence_tables

    return tuple(each.name for each in evidence_tables(job.profile.type).same)


class _Run(NamedTuple):
    figures: Rollups
    day: date


def _previous_run(services: Services, job: OpenJob) -> _Run | None:
    """The run before this one of the same schedule or pair of lists, if its figures are still there.

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
    return _Run(read_json(services.store, key), before.created_at.date()) if services.store.exists(key) else None


def _totals(figures: Rollups) -> dict[str, Scalar]:
    return {name: value for name, value in figures["totals"].items() if isinstance(value, int | float | str)}
