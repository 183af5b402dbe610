"""Why one source row of a finished match got its verdict: the pair side by side, and its score taken apart."""

from dataclasses import asdict
from typing import Any

import duckdb

from listmatch.errors import InputError, NotFound
from listmatch.workflows.artifacts import opened, read_json
from listmatch.workflows.jobs import SUMMARY
from listmatch.workflows.matching import MODEL, SCORED, VERDICTS, OpenJob, open_job
from listmatch.workflows.services import Services
from listmatch.workflows.sides import side_by_side

EVIDENCE = "evidence_"


def explain_row(services: Services, job_id: str, row: int) -> dict[str, Any]:
    """The verdict of source row *row* (1-based), its best candidate, and what each kind of evidence adds.

    JSON-ready. ``contributions`` are in nats of log-odds and add up to the log-odds of the score. Raises InputError for
    a dedupe, NotFound for a row that the list does not have.
    """
    with open_job(services, job_id) as job, services.compute.connect() as connection:
        if job.master is None:
            raise InputError("a dedupe has clusters, no verdicts to explain.", cure="Look at _lmg_match_reason.")
        keys = (job.key("verdicts", VERDICTS), job.key("scored_matches", SCORED))
        with opened(services.store, *keys) as [verdicts, scored]:
            verdict = _one(connection, "from read_parquet(?) where _lmg_row_id = ? limit 1", [str(verdicts), row])
            if verdict is None:
                message = f"the source list has no row {row}; it has {job.source.profile.rows}."
                raise NotFound(message, place=f"row {row}", cure="Take the number from _lmg_row_id in results.csv.")
            nearest = verdict["nearest_master_row_id"]
            pair = _one(
                connection,
                "from read_parquet(?) where source_row_id = ? and master_row_id = ?",
                [str(scored), row, nearest],
            )
        return {
            "rowId": row,
            "verdict": verdict["_lmg_match_status"],
            "score": verdict["_lmg_match_score"],
            "reason": verdict["_lmg_match_reason"],
            "relationship": verdict["_lmg_relationship"],
            "threshold": read_json(services.store, job.key("verdicts", SUMMARY))["threshold"],
            "masterRowId": nearest,
            "fields": _fields(connection, job, row=row, master_row=nearest),
            "contributions": _contributions(services, job, pair),
        }


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> dict[str, Any] | None:
    """The first row of a query as a dict, or None."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall()
    return dict(zip(names, rows[0], strict=True)) if rows else None


def _fields(
    connection: duckdb.DuckDBPyConnection, job: OpenJob, *, row: int, master_row: int | None
) -> list[dict[str, str | None]]:
    """The compared fields as the two lists write them; the master's side is empty without a candidate."""
    assert job.master is not None
    pair = (row, master_row or 0)
    told = side_by_side(connection, [pair], profile=job.profile, source=job.source.rows, master=job.master.rows)
    return [asdict(field) for field in told[pair]]


def _contributions(services: Services, job: OpenJob, pair: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The parts of the pair's score with their running total; none without a candidate."""
    if pair is None:
        return []
    from listmatch.matching.explain import contributions
    from listmatch.matching.model import ScoringModel

    data = read_json(services.store, job.key("scored_matches", MODEL))
    model = ScoringModel.from_dict(data, profile_type=job.profile.type)
    levels = {name.removeprefix(EVIDENCE): value for name, value in pair.items() if name.startswith(EVIDENCE)}
    told, total = [], 0.0
    for part in contributions(model, levels, score=pair["score"]):
        total += part.log_odds
        told.append({"kind": part.kind, "level": part.level, "logOdds": part.log_odds, "total": total})
    return told
