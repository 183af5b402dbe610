"""The stages of the lineage and their order, written once; the assets wrap them, the local runner loops over them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from listmatch.domain.artifacts import StageResult
from listmatch.domain.progress import Progress
from listmatch.domain.stages import StageGroup, StageName
from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.lists import preparation
from listmatch.workflows.matches import matching
from listmatch.workflows.results import exports, narrative, rollups
from listmatch.workflows.services import Services

StageFunction = Callable[[Services, str, Progress], StageResult]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the lineage. ``weight`` is its share of a job's progress, relative to the others."""

    name: StageName
    group: StageGroup
    description: str
    run: StageFunction = field(compare=False)
    """a stage stays the same when it is carried out elsewhere"""
    upstream: tuple[StageName, ...] = ()
    weight: float = 1.0


FILE_STAGES = (
    Stage(
        StageName.RAW_UPLOAD,
        StageGroup.INTAKE,
        "The bytes of one list, as they were uploaded or dropped.",
        preparation.raw_upload,
        weight=0.05,
    ),
    Stage(
        StageName.PREPARED_FILE,
        StageGroup.INTAKE,
        "The list read without losing a line, standardised columns beside the originals, its profile.",
        preparation.prepared_file,
        upstream=(StageName.RAW_UPLOAD,),
    ),
)
"""What happens to a file; the partition is the file's id."""

JOB_STAGES = (
    Stage(
        StageName.CANDIDATE_PAIRS,
        StageGroup.MATCHING,
        "The pairs of source and master rows that at least one pass of the profile brings together.",
        matching.candidate_pairs,
        upstream=(StageName.PREPARED_FILE,),
    ),
    Stage(
        StageName.SCORED_MATCHES,
        StageGroup.MATCHING,
        "Every candidate pair with its calibrated score (0-100), relationship class and reason.",
        matching.scored_matches,
        upstream=(StageName.CANDIDATE_PAIRS,),
        weight=2.0,
    ),
    Stage(
        StageName.VERDICTS,
        StageGroup.MATCHING,
        "One verdict per source row: matched, review or unmatched.",
        matching.verdicts,
        upstream=(StageName.SCORED_MATCHES,),
    ),
    Stage(
        StageName.CLUSTERS,
        StageGroup.MATCHING,
        "Dedupe: the clusters of one list, their representatives and the duplicates to remove.",
        matching.clusters,
        upstream=(StageName.SCORED_MATCHES,),
    ),
    Stage(
        StageName.ROLLUPS,
        StageGroup.REPORTING,
        "Every figure of the report, computed by the SQL models of dbt_like_sql/.",
        rollups.rollups,
        upstream=(StageName.VERDICTS, StageName.CLUSTERS),
    ),
    Stage(
        StageName.NARRATIVE,
        StageGroup.REPORTING,
        "The report in words, written from the rollups and checked against them.",
        narrative.narrative,
        upstream=(StageName.ROLLUPS,),
        weight=0.2,
    ),
    Stage(
        StageName.EXPORTS,
        StageGroup.REPORTING,
        "results.csv and results.parquet, and the report as PDF, XLSX, PPTX and HTML.",
        exports.exports,
        upstream=(StageName.VERDICTS, StageName.CLUSTERS, StageName.ROLLUPS, StageName.NARRATIVE),
        weight=4.0,
    ),
)
"""What happens in a job; the partition is the job's id."""


def stages_of_job(mode: MatchMode, *, results_only: bool = False) -> tuple[Stage, ...]:
    """The stages that a job of this mode runs, in order; *results_only* leaves the report out."""
    left_out = {StageName.VERDICTS} if mode is MatchMode.DEDUPE else {StageName.CLUSTERS}
    if results_only:
        left_out |= {StageName.ROLLUPS, StageName.NARRATIVE}
    return tuple(stage for stage in JOB_STAGES if stage.name not in left_out)


def share_of(stage: Stage, among: tuple[Stage, ...]) -> tuple[float, float]:
    """Where *stage* begins and ends on the progress (0-1) of the stages *among* which it runs."""
    total = sum(each.weight for each in among)
    before = sum(each.weight for each in among[: among.index(stage)])
    return before / total, (before + stage.weight) / total
