"""What must hold after a stage: contracts of its tables and conservation of rows, which stop it; drift, which warns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from listmatch.domain.artifacts import CANDIDATES, CLUSTERS, SCORED, VERDICTS, Scalar
from listmatch.domain.stages import StageName
from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute
from listmatch.errors import ContractBroken
from listmatch.tables import check_contract, distinct_row_ids
from listmatch.workflows.artifacts import opened, table_rows
from listmatch.workflows.lists.files import open_preparation
from listmatch.workflows.matches.open_jobs import open_job
from listmatch.workflows.services import Services

MOST_TOLD = 10
"""Changes of a list that one sentence tells; the profile has them all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found."""

    passed: bool
    description: str
    figures: dict[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A named check of what one stage wrote for one partition."""

    stage: StageName
    name: str
    description: str
    run: Callable[[Services, str], Outcome]
    is_blocking: bool = True
    """False: what it finds is a warning"""


def checks_of(stage: StageName) -> tuple[Check, ...]:
    """The checks of *stage*; the blocking ones must pass before anything after it may run."""
    return tuple(check for check in CHECKS if check.stage == stage)


def file_contract(services: Services, file_id: str) -> Outcome:
    """rows.parquet and standard.parquet keep their contracts."""
    with open_preparation(services, file_id) as prepared:
        return _contracts({"rows": prepared.rows, "standard": prepared.standard}, services.compute)


def line_conservation(services: Services, file_id: str) -> Outcome:
    """Every data line of the upload is a row or is quarantined, and every row is standardised."""
    with open_preparation(services, file_id) as prepared:
        profile = prepared.profile
        figures = {
            "lines": profile.lines,
            "rows": table_rows(prepared.rows),
            "quarantined": profile.quarantined,
            "standardised_rows": table_rows(prepared.standard),
        }
    passed = (
        figures["lines"] == figures["rows"] + figures["quarantined"]
        and figures["rows"] == figures["standardised_rows"] == profile.rows
    )
    return Outcome(passed, _sentence(passed, "lines = rows + quarantined", figures), dict(figures))


def drift(services: Services, file_id: str) -> Outcome:
    """The list looks like the one before it of the same drop rule or name."""
    with open_preparation(services, file_id) as prepared:
        found = prepared.profile.drift
    if found is None:
        return Outcome(True, "There is no earlier list of this kind to compare with.", {"changes": 0})
    figures: dict[str, Scalar] = {"changes": len(found.changes), "compared_with": found.previous_name}
    told = " ".join(change.sentence for change in found.changes[:MOST_TOLD])
    return Outcome(not found.changes, told or f"It looks like {found.previous_name}.", figures)


def job_contract(stage: StageName, table: str, services: Services, job_id: str) -> Outcome:
    """The *table* that *stage* of a job wrote keeps its contract."""
    with open_job(services, job_id) as job, opened(services.store, job.key(stage, table)) as [path]:
        return _contracts({stage: path}, services.compute)


def model_drift(services: Services, job_id: str) -> Outcome:
    """The pairs look like those that a pinned model was learned from; a model fitted to these lists fits them."""
    from listmatch.matching.model.document import ScoringModel
    from listmatch.matching.model.drift import MOVED, drift_of_model

    with open_job(services, job_id) as job, opened(services.store, job.key(StageName.SCORED_MATCHES, SCORED)) as [path]:
        if not isinstance(job.profile.model, dict):
            return Outcome(True, "No model is pinned: it was fitted to these very lists, or is as it ships.")
        model = ScoringModel.from_dict(job.profile.model, profile_type=job.profile.type)
        found = drift_of_model(model, path, compute=services.compute)
    figures: dict[str, Scalar] = {f"moved_{each.kind}": each.index for each in found}
    moved = [each for each in found if each.index >= MOVED]
    told = " ".join(each.sentence for each in moved)
    cure = "Train the model again (`listmatch train`), or match without it."
    return Outcome(not moved, f"{told} {cure}" if moved else "The pairs look like those the model knows.", figures)


def verdict_conservation(services: Services, job_id: str) -> Outcome:
    """Every source row has its verdict: exactly one line in best_match, at least one in all_candidates."""
    with open_job(services, job_id) as job, opened(services.store, job.key(StageName.VERDICTS, VERDICTS)) as [path]:
        distinct = distinct_row_ids(path, compute=services.compute)
        figures = {"source_rows": job.source.profile.rows, "lines": table_rows(path), "rows": distinct}
        is_best = job.record.mode is MatchMode.BEST_MATCH
    passed = figures["rows"] == figures["source_rows"] and (not is_best or figures["lines"] == figures["rows"])
    return Outcome(passed, _sentence(passed, "every source row has its verdict", figures), dict(figures))


def cluster_conservation(services: Services, job_id: str) -> Outcome:
    """Every row of the list stands in exactly one cluster."""
    with open_job(services, job_id) as job, opened(services.store, job.key(StageName.CLUSTERS, CLUSTERS)) as [path]:
        distinct = distinct_row_ids(path, compute=services.compute)
        figures = {"source_rows": job.source.profile.rows, "lines": table_rows(path), "rows": distinct}
    passed = figures["source_rows"] == figures["lines"] == figures["rows"]
    return Outcome(passed, _sentence(passed, "every row stands in one cluster", figures), dict(figures))


def _contracts(tables: dict[str, Path], compute: Compute) -> Outcome:
    try:
        for name, path in tables.items():
            check_contract(name, path, compute=compute)
    except ContractBroken as error:
        return Outcome(False, str(error))
    return Outcome(True, "Columns, types and values are as the contract says.")


def _sentence(passed: bool, rule: str, figures: dict[str, int]) -> str:
    if passed:
        return f"It holds that {rule}."
    counts = ", ".join(f"{name} {value}" for name, value in figures.items())
    return f"It does not hold that {rule} ({counts}). Run it again; if it persists, report it with the list's format."


CHECKS = (
    Check(
        StageName.PREPARED_FILE, "contract", "Columns, types and value ranges of the prepared tables.", file_contract
    ),
    Check(
        StageName.PREPARED_FILE, "line_conservation", "lines = rows + quarantined; no row is lost.", line_conservation
    ),
    Check(
        StageName.PREPARED_FILE,
        "drift",
        "Columns, fill and values are those of the previous list of the same drop rule or name.",
        drift,
        is_blocking=False,
    ),
    Check(
        StageName.CANDIDATE_PAIRS,
        "contract",
        "The pairs keep their contract.",
        partial(job_contract, StageName.CANDIDATE_PAIRS, CANDIDATES),
    ),
    Check(
        StageName.SCORED_MATCHES,
        "contract",
        "Scores lie in 0-100, none is NaN.",
        partial(job_contract, StageName.SCORED_MATCHES, SCORED),
    ),
    Check(
        StageName.SCORED_MATCHES,
        "model_drift",
        "Where a model is pinned, the evidence looks like that it was learned from.",
        model_drift,
        is_blocking=False,
    ),
    Check(
        StageName.VERDICTS,
        "contract",
        "The verdicts keep their contract.",
        partial(job_contract, StageName.VERDICTS, VERDICTS),
    ),
    Check(StageName.VERDICTS, "row_conservation", "Every source row has its verdict.", verdict_conservation),
    Check(
        StageName.CLUSTERS,
        "contract",
        "The clusters keep their contract.",
        partial(job_contract, StageName.CLUSTERS, CLUSTERS),
    ),
    Check(StageName.CLUSTERS, "row_conservation", "Every row stands in exactly one cluster.", cluster_conservation),
)
"""Every check, in the order of the stages."""
