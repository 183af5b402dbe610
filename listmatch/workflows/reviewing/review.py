"""The review queue: pairs of a finished job in the review band, both rows side by side."""

import re
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

import duckdb

from listmatch.catalog.queries import decisions as decision_rows
from listmatch.catalog.records import DecisionRecord, JobRecord
from listmatch.domain.artifacts import CLUSTERS, DECIDED, SCORED, VERDICTS
from listmatch.domain.verdicts import REVIEW_MARGIN, Verdict, reached_from
from listmatch.errors import InputError, NotFound
from listmatch.storage import keys
from listmatch.workflows.artifacts import opened
from listmatch.workflows.lists.files import open_prepared
from listmatch.workflows.matches.profiles import profile_of_job
from listmatch.workflows.matches.summaries import answer_summary
from listmatch.workflows.results.sides import Pair, SideBySide, side_by_side
from listmatch.workflows.reviewing.decisions import completed_job, said, to_dict
from listmatch.workflows.services import Services

PLACE_PATTERN = r"(100\.0|[0-9]{1,2}\.[0-9])_[1-9][0-9]{0,14}_[1-9][0-9]{0,14}"
"""What a place looks like as a cursor: a score and the numbers of two rows."""


class Place(NamedTuple):
    """Where a pair stands in the list, which begins with the highest score, to a tenth."""

    score: float
    source_row_id: int
    master_row_id: int

    def __str__(self) -> str:
        return f"{self.score:.1f}_{self.source_row_id}_{self.master_row_id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The place that was printed as *text*. Raises InputError."""
        if re.fullmatch(PLACE_PATTERN, text) is None:
            raise InputError("cursor is not one that this API issued.", cure="Use nextCursor of the previous page.")
        score, source, master = text.split("_")
        return cls(float(score), int(source), int(master))


@dataclass(frozen=True, slots=True)
class PairInReview:
    """A pair in doubt. ``decision`` is what was decided on this job since it ran; None while it waits."""

    place: Place
    reason: str
    relationship: str | None
    fields: tuple[SideBySide, ...]
    decision: DecisionRecord | None

    @property
    def pair(self) -> Pair:
        """The two rows."""
        return self.place.source_row_id, self.place.master_row_id

    @property
    def said(self) -> str:
        """Who decided what and when; empty while it waits."""
        return said(self.decision) if self.decision else ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, for ``--json``."""
        return {
            "sourceRowId": self.place.source_row_id,
            "masterRowId": self.place.master_row_id,
            "score": self.place.score,
            "reason": self.reason,
            "relationship": self.relationship,
            "fields": [asdict(field) for field in self.fields],
            "decision": to_dict(self.decision) if self.decision else None,
        }


def pairs_in_review(
    services: Services,
    *,
    owner_id: str,
    job_id: str,
    limit: int,
    after: Place | None = None,
    with_decided: bool = False,
) -> list[PairInReview]:
    """The pairs of a completed job that are in review, the highest score first, from the place *after* on.

    Of a match these are its result lines in review, of a dedupe the scored pairs of rows in different clusters. Pairs
    that were decided since are left out unless *with_decided*. Raises NotFound, NotReady.
    """
    job = completed_job(services, owner_id=owner_id, job_id=job_id)
    decided = _decided_since(services, job)
    with services.compute.connect() as connection:
        _find(connection, services, job)
        _leave_out(connection, [] if with_decided else list(decided))
        found = _page(connection, limit=limit, after=after)
        sides = _sides(services, connection, job, [(place.source_row_id, place.master_row_id) for place, _, _ in found])
    return [
        PairInReview(
            place,
            reason,
            relationship,
            tuple(sides[place.source_row_id, place.master_row_id]),
            decided.get((place.source_row_id, place.master_row_id)),
        )
        for place, reason, relationship in found
    ]


def best_candidate(services: Services, *, owner_id: str, job_id: str, row: int) -> int:
    """The best candidate of a source row of a match. Raises NotFound, NotReady; InputError for a dedupe."""
    job = completed_job(services, owner_id=owner_id, job_id=job_id)
    if job.master_file_id is None:
        raise InputError("in a dedupe both rows must be named.", place="MASTER_ROW", cure="Name the other row.")
    key = keys.job_key(owner_id, job_id, f"verdicts/{VERDICTS}")
    with opened(services.store, key) as [verdicts], services.compute.connect() as connection:
        found = connection.execute(
            """select nearest_master_row_id from read_parquet(?, file_row_number = true) where _lmg_row_id = ?
            order by file_row_number limit 1""",  # the best of a row's candidates comes first
            [str(verdicts), row],
        ).fetchall()
    if not found:
        cure = "Take the number from _lmg_row_id in results.csv."
        raise NotFound(f"the source list has no row {row}.", place="ROW", cure=cure)
    if found[0][0] is None:
        raise NotFound(f"row {row} has no candidate.", place="ROW", cure="Name the master row as well.")
    return int(found[0][0])


def _decided_since(services: Services, job: JobRecord) -> dict[Pair, DecisionRecord]:
    """What was decided on this job's result, by its pairs; of one list the smaller row comes first."""
    with services.catalog.reading() as session:
        records = decision_rows.of_job(session, owner_id=job.owner_id, job_id=job.id)
    found = {}
    for record in records:
        pair = (record.source_row_id or 0, record.master_row_id or 0)
        found[pair if job.master_file_id else (min(pair), max(pair))] = record
    return found


def _find(connection: duckdb.DuckDBPyConnection, services: Services, job: JobRecord) -> None:
    """Create the table *waiting*: source_row_id, master_row_id, score, reason, relationship."""
    folder = keys.job_folder(job.owner_id, job.id)
    if job.master_file_id is not None:
        with opened(services.store, f"{folder}verdicts/{VERDICTS}") as [verdicts]:
            connection.execute(_IN_REVIEW, [str(verdicts), Verdict.REVIEW]).fetchall()
        return
    threshold = answer_summary(services, job).threshold
    names = (f"{folder}clusters/{CLUSTERS}", f"{folder}scored_matches/{SCORED}")
    with opened(services.store, *names) as [clusters, scored]:
        connection.execute(
            _BETWEEN_CLUSTERS, [str(clusters), str(scored), reached_from(threshold - REVIEW_MARGIN)]
        ).fetchall()
    _leave_out_ruled(connection, services, f"{folder}clusters/{DECIDED}")


_IN_REVIEW = """
create temp table waiting as
select _lmg_row_id as source_row_id, _lmg_master_row_id as master_row_id, _lmg_match_score as score,
    _lmg_match_reason as reason, _lmg_relationship as relationship
from read_parquet(?) where _lmg_match_status = ?"""

_BETWEEN_CLUSTERS = """
create temp table waiting as
with clusters as (select _lmg_row_id as row_id, _lmg_cluster_id as cluster from read_parquet(?))
select source_row_id, master_row_id, round(score, 1) as score, reason, relationship
from read_parquet(?)
join clusters l on l.row_id = source_row_id join clusters r on r.row_id = master_row_id
where l.cluster <> r.cluster and score >= ?"""


def _leave_out_ruled(connection: duckdb.DuckDBPyConnection, services: Services, key: str) -> None:
    """A dedupe's scored pairs are as the model left them: those that the run knew as decided do not wait."""
    if not services.store.exists(key):
        return
    with opened(services.store, key) as [path]:
        connection.execute(
            """delete from waiting using (from read_parquet(?)) d
            where d.source_row_id = waiting.source_row_id and d.master_row_id = waiting.master_row_id""",
            [str(path)],
        ).fetchall()


def _leave_out(connection: duckdb.DuckDBPyConnection, pairs: list[Pair]) -> None:
    if not pairs:
        return
    connection.execute(
        """delete from waiting using (
            select unnest(?::bigint[]) as source_row_id, unnest(?::bigint[]) as master_row_id) d
        where d.source_row_id = waiting.source_row_id and d.master_row_id = waiting.master_row_id""",
        [[pair[0] for pair in pairs], [pair[1] for pair in pairs]],
    ).fetchall()


def _page(
    connection: duckdb.DuckDBPyConnection, *, limit: int, after: Place | None
) -> list[tuple[Place, str, str | None]]:
    behind = after or Place(101.0, 0, 0)
    found = connection.execute(
        """select score, source_row_id, master_row_id, reason, relationship from waiting
        where (-score, source_row_id, master_row_id) > (-?::double, ?::bigint, ?::bigint)
        order by score desc, source_row_id, master_row_id limit ?""",
        [*behind, limit],
    ).fetchall()
    return [(Place(*line[:3]), *line[3:]) for line in found]


def _sides(
    services: Services, connection: duckdb.DuckDBPyConnection, job: JobRecord, pairs: list[Pair]
) -> dict[Pair, list[SideBySide]]:
    profile = profile_of_job(services, job)
    with open_prepared(services, owner_id=job.owner_id, file_id=job.source_file_id) as source:
        if job.master_file_id is None:
            return side_by_side(connection, pairs, profile=profile, source=source.rows, master=None)
        with open_prepared(services, owner_id=job.owner_id, file_id=job.master_file_id) as master:
            return side_by_side(connection, pairs, profile=profile, source=source.rows, master=master.rows)
