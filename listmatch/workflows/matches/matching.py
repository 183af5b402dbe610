"""The stages of a job up to its verdicts: candidate pairs, scored matches, verdicts or clusters."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from listmatch.domain.artifacts import (
    CANDIDATES,
    CLUSTERS,
    DECIDED,
    MODEL,
    SCORED,
    SUMMARY,
    VERDICTS,
    Scalar,
    StageResult,
)
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.stages import StageName
from listmatch.errors import InputError
from listmatch.workflows.artifacts import opened, promote, table_columns, write_json
from listmatch.workflows.matches.decided import find_decided
from listmatch.workflows.matches.index import build_missing, index_of, pays_off
from listmatch.workflows.matches.jobs import JobOptions
from listmatch.workflows.matches.open_jobs import OpenJob, open_job
from listmatch.workflows.matches.profiles import check_dimensions
from listmatch.workflows.previews import Summary, preview, shares
from listmatch.workflows.services import Services


def candidate_pairs(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: the pairs that at least one pass of the profile brings together.

    Raises ProfileInvalid when the report is to be broken down by a column that is not there: now, not after the match.
    """
    from listmatch.matching.blocking.candidates import find_candidates

    with open_job(services, job_id) as job, services.folder() as into:
        if job.profile.pivots and not JobOptions.of(job.record).results_only:
            check_dimensions(job.source.profile, job.profile.pivots)
        if pays_off(services, job.master):
            build_missing(services, job, progress=part_of(progress, 0.0, 0.6))
        with index_of(services, job) as index:
            summary = find_candidates(
                job.paths(index=index),
                profile=job.profile,
                into=into,
                compute=services.compute,
                progress=part_of(progress, 0.6, 1.0),
            )
        return _finish(services, job, StageName.CANDIDATE_PAIRS, into, names=(CANDIDATES, SUMMARY), summary=summary)


def scored_matches(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: every candidate pair with its score, its relationship class and the reason."""
    from listmatch.matching.scoring.score import score_candidates

    with open_job(services, job_id) as job, services.folder() as into:
        with (
            opened(services.store, job.key(StageName.CANDIDATE_PAIRS, CANDIDATES)) as [candidates],
            index_of(services, job) as index,
        ):
            summary = score_candidates(
                job.paths(index=index),
                candidates,
                profile=job.profile,
                into=into,
                compute=services.compute,
                progress=progress,
            )
        return _finish(services, job, StageName.SCORED_MATCHES, into, names=(SCORED, MODEL, SUMMARY), summary=summary)


def verdicts(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: one verdict per source row (or one line per candidate). Raises InputError for a dedupe job."""
    from listmatch.matching.verdicts.assignment import VerdictInputs, decide
    from listmatch.matching.verdicts.ties import own_rows

    with open_job(services, job_id) as job, services.folder() as into:
        if job.master is None:
            raise InputError("this job is a dedupe; it has clusters, no verdicts.", cure="Run the dedupe job for it.")
        with (
            opened(services.store, job.key(StageName.SCORED_MATCHES, SCORED)) as [scored],
            index_of(services, job) as index,
        ):
            inputs = VerdictInputs(
                job.paths(index=index),
                scored,
                decided=_decided(services, job, scored=scored, into=into),
                own=own_rows(job.master.rows, job.master.profile),
            )
            mode = job.record.mode
            summary = decide(inputs, profile=job.profile, mode=mode, into=into, compute=services.compute)
        progress(1.0, "verdicts")
        return _finish(services, job, StageName.VERDICTS, into, names=(VERDICTS, DECIDED, SUMMARY), summary=summary)


def clusters(services: Services, job_id: str, progress: Progress = silent) -> StageResult:
    """Stage: the clusters of one list. Raises InputError for a job with a master."""
    from listmatch.matching.clustering.clusters import ClusterInputs, cluster
    from listmatch.matching.clustering.recency import recency_column

    with open_job(services, job_id) as job, services.folder() as into:
        if job.master is not None:
            raise InputError("this job has a master list; it has verdicts, no clusters.", cure="Run the match job.")
        with opened(services.store, job.key(StageName.SCORED_MATCHES, SCORED)) as [scored]:
            decided = _decided(services, job, scored=scored, into=into)
            summary = cluster(
                ClusterInputs(
                    job.source_standard,
                    scored,
                    decided=decided,
                    rows=job.source.rows,
                    recency=recency_column(job.source.profile),
                ),
                profile=job.profile,
                into=into,
                compute=services.compute,
            )
        progress(1.0, "clusters")
        return _finish(services, job, StageName.CLUSTERS, into, names=(CLUSTERS, DECIDED, SUMMARY), summary=summary)


def _decided(services: Services, job: OpenJob, *, scored: Path, into: Path) -> Path | None:
    return find_decided(
        services, owner_id=job.record.owner_id, source=job.source, master=job.master, scored=scored, into=into
    )


def _finish(
    services: Services, job: OpenJob, stage: StageName, into: Path, *, names: tuple[str, ...], summary: Summary
) -> StageResult:
    """Promote what a stage wrote, its summary last, and tell its figures."""
    write_json(into / SUMMARY, summary)
    columns = table_columns(into / names[0])
    artifacts = promote(services.store, into, prefix=job.prefix(stage), names=names)
    figures = {**_figures(asdict(summary)), **shares(summary)}
    return StageResult(tuple(artifacts), figures=figures, columns=columns, preview=preview(summary))


def _figures(summary: dict[str, Any]) -> dict[str, Scalar]:
    """The plain figures of a summary, those worth a plot."""
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in summary.items()
        if isinstance(value, str | int | float | bool)
    }
