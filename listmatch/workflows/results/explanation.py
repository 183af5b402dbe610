"""Why one row of a finished match or dedupe got its verdict: the pair side by side, and its score taken apart."""

from typing import Any, TypedDict, final

import duckdb

from listmatch.domain.artifacts import MODEL, SCORED
from listmatch.domain.stages import StageName
from listmatch.errors import NotFound
from listmatch.workflows.artifacts import opened, read_json
from listmatch.workflows.matches.open_jobs import OpenJob, open_job
from listmatch.workflows.matches.summaries import answer_summary
from listmatch.workflows.results.sides import side_by_side
from listmatch.workflows.services import Services

EVIDENCE = "evidence_"


class Sides(TypedDict):
    """A compared field as the two lists write it."""

    field: str
    source: str | None
    master: str | None


class Addend(TypedDict):
    """What one kind of evidence adds to the log-odds of the score, in nats, and their total so far."""

    kind: str
    level: str
    logOdds: float
    total: float


class RowExplanation(TypedDict):
    """Why a row got its verdict, JSON-ready. The log-odds of ``contributions`` add up to those of the score."""

    rowId: int
    score: float
    reason: str
    threshold: float
    verdict: str
    relationship: str | None
    fields: list[Sides]
    contributions: list[Addend]


@final
class MatchExplanation(RowExplanation):
    """The same of a match, with the best candidate."""

    masterRowId: int | None


@final
class DedupeExplanation(RowExplanation):
    """The same of a dedupe (the verdict is to keep or to remove), with the nearest other row and the cluster."""

    nearestRowId: int | None
    clusterId: int
    clusterSize: int
    weakestLink: float | None


def explain_row(services: Services, job_id: str, row: int) -> MatchExplanation | DedupeExplanation:
    """The verdict of row *row* (1-based), its best candidate, and what each kind of evidence adds.

    Raises NotFound for a row that the list does not have.
    """
    with open_job(services, job_id) as job, services.compute.connect() as connection:
        keys = (job.key(*job.answers), job.key(StageName.SCORED_MATCHES, SCORED))
        with opened(services.store, *keys) as [answers, scored]:
            answer = _one(connection, "from read_parquet(?) where _lmg_row_id = ? limit 1", [str(answers), row])
            if answer is None:
                message = f"the list has no row {row}; it has {job.source.profile.rows}."
                raise NotFound(message, place=f"row {row}", cure="Take the number from _lmg_row_id in results.csv.")
            nearest = answer["nearest_row_id" if job.master is None else "nearest_master_row_id"]
            ends = (row, nearest) if job.master else sorted((row, nearest or row))
            pair = _one(
                connection, "from read_parquet(?) where source_row_id = ? and master_row_id = ?", [str(scored), *ends]
            )
        threshold = answer_summary(services, job.record).threshold
        explained = RowExplanation(
            rowId=row,
            score=answer["_lmg_match_score"],
            reason=answer["_lmg_match_reason"],
            threshold=threshold,
            verdict=_verdict(answer),
            relationship=answer["_lmg_relationship"] if job.master else (pair or {}).get("relationship"),
            fields=_fields(connection, job, row=row, other=nearest),
            contributions=_contributions(services, job, pair, shown=answer["_lmg_match_score"]),
        )
        if job.master:
            return MatchExplanation(**explained, masterRowId=nearest)
        return DedupeExplanation(
            **explained,
            nearestRowId=nearest,
            clusterId=answer["_lmg_cluster_id"],
            clusterSize=answer["cluster_size"],
            weakestLink=answer["weakest_link"],
        )


def _verdict(answer: dict[str, Any]) -> str:
    """What a line of verdicts or clusters says of its row."""
    if "_lmg_match_status" in answer:
        return str(answer["_lmg_match_status"])
    return "keep" if answer["_lmg_is_representative"] else "remove"


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> dict[str, Any] | None:
    """The first row of a query as a dict, or None."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall()
    return dict(zip(names, rows[0], strict=True)) if rows else None


def _fields(connection: duckdb.DuckDBPyConnection, job: OpenJob, *, row: int, other: int | None) -> list[Sides]:
    """The compared fields as the lists write them, of the row and the *other*; without one its side is empty."""
    pair = (row, other or 0)
    master = job.master.rows if job.master else None
    told = side_by_side(connection, [pair], profile=job.profile, source=job.source.rows, master=master)
    return [Sides(field=each.field, source=each.source, master=each.master) for each in told[pair]]


def _contributions(services: Services, job: OpenJob, pair: dict[str, Any] | None, *, shown: float) -> list[Addend]:
    """The parts of the score that is *shown* with their running total; none without a candidate.

    That score is the pair's, rounded, unless the row has rivals: then it is held at the line of review, or free of
    those that were rejected.
    """
    if pair is None:
        return []
    from listmatch.matching.model.document import ScoringModel
    from listmatch.matching.scoring.explain import contributions

    data = read_json(services.store, job.key(StageName.SCORED_MATCHES, MODEL))
    model = ScoringModel.from_dict(data, profile_type=job.profile.type)
    levels = {name.removeprefix(EVIDENCE): value for name, value in pair.items() if name.startswith(EVIDENCE)}
    score = pair["score"] if round(pair["score"], 1) == shown else shown
    told: list[Addend] = []
    total = 0.0
    for part in contributions(model, levels, score=score, lists=job.profile.fields_of_lists):
        total += part.log_odds
        told.append(Addend(kind=part.kind, level=part.level, logOdds=part.log_odds, total=total))
    return told
