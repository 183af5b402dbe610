"""Review decisions: a person accepts or rejects a pair of a finished job; every later run of the owner follows it."""

import getpass
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.catalog.queries import decisions as decision_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries.decisions import Mark, NewDecision
from listmatch.catalog.records import DecisionRecord, JobRecord
from listmatch.domain.artifacts import MODEL, SCORED
from listmatch.domain.decisions import Ruling
from listmatch.domain.jobs import JobStatus
from listmatch.domain.stages import StageName
from listmatch.errors import InputError, NotFound, NotReady
from listmatch.storage import keys
from listmatch.workflows.artifacts import opened, read_json
from listmatch.workflows.lists.files import PreparedFile, open_prepared
from listmatch.workflows.matches.decided import marked, said
from listmatch.workflows.matches.profiles import profile_of_job
from listmatch.workflows.services import Services

__all__ = [
    "MOST_AT_ONCE", "Verdict", "completed_job", "decide_pairs", "get_decision", "list_decisions", "said", "to_dict",
    "user_of", "withdraw",
]  # fmt: skip

MOST_AT_ONCE = 500
"""decisions that one transaction writes; it holds the catalog's write lock for about a millisecond each"""

Pair = tuple[int, int]
RowMarks = Mapping[int, Sequence[Mark]]
"""row id -> its marks, the surest first"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of one pair; in a dedupe both are rows of the one list, in any order."""

    source_row_id: int
    master_row_id: int
    ruling: Ruling
    note: str = ""

    @property
    def pair(self) -> Pair:
        """The two rows."""
        return self.source_row_id, self.master_row_id


def decide_pairs(
    services: Services, verdicts: Sequence[Verdict], *, owner_id: str, job_id: str, decided_by: str, actor: str
) -> list[DecisionRecord]:
    """Remember what *decided_by* says of pairs of a completed job, in the order given; all of it or nothing.

    Raises NotFound for a job or list that is not (or no longer) the owner's and for a row that its list does not have,
    NotReady for a job without result, InputError for contradictions and for rows that cannot be known again.
    """
    job = completed_job(services, owner_id=owner_id, job_id=job_id)
    _check(verdicts, is_dedupe=job.master_file_id is None)
    new = list(_described(services, job, verdicts, decided_by=decided_by))
    with services.catalog.session() as session:
        kept = []
        for one in new:
            record = decision_rows.remember(session, owner_id=owner_id, new=one)
            action = f"decision.{Ruling.ACCEPT if one.is_match else Ruling.REJECT}"
            audit.note(session, owner_id=owner_id, actor=actor, action=action, subject_id=record.id, detail=job_id)
            kept.append(record)
        return kept


def list_decisions(services: Services, *, owner_id: str, job_id: str | None, page: Page) -> list[DecisionRecord]:
    """An owner's decisions, the newest first; with *job_id* those that were taken on its result."""
    with services.catalog.reading() as session:
        return decision_rows.list_recent(session, owner_id=owner_id, job_id=job_id, page=page)


def get_decision(services: Services, *, owner_id: str, decision_id: str) -> DecisionRecord:
    """One decision. Raises NotFound."""
    with services.catalog.reading() as session:
        return decision_rows.get(session, owner_id=owner_id, decision_id=decision_id)


def withdraw(services: Services, *, owner_id: str, decision_id: str, actor: str) -> None:
    """Take a decision back: later runs judge the pair by its score again. Raises NotFound."""
    with services.catalog.session() as session:
        if not decision_rows.forget(session, owner_id=owner_id, decision_id=decision_id):
            raise NotFound("There is no such decision.")
        audit.note(session, owner_id=owner_id, actor=actor, action="decision.withdraw", subject_id=decision_id)


def to_dict(record: DecisionRecord) -> dict[str, Any]:
    """A decision, JSON-ready, for ``--json``."""
    return {
        "id": record.id,
        "jobId": record.job_id,
        "sourceRowId": record.source_row_id,
        "masterRowId": record.master_row_id,
        "decision": str(Ruling.ACCEPT if record.is_match else Ruling.REJECT),
        "note": record.note,
        "decidedBy": record.decided_by,
        "decidedAt": record.updated_at.isoformat(),
    }


def user_of(services: Services) -> str:
    """Who sits at this machine, as decisions name them: the user of the system, else the owner of the settings."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in this container
        return services.settings.owner


def completed_job(services: Services, *, owner_id: str, job_id: str) -> JobRecord:
    """A job with a result. Raises NotFound, NotReady."""
    with services.catalog.reading() as session:
        job = job_rows.get(session, owner_id=owner_id, job_id=job_id)
    if job.status is not JobStatus.COMPLETED:
        cure = "Poll GET /jobs/{jobId} until its status is completed."
        raise NotReady(f"The job is {job.status}; there is nothing to decide yet.", cure=cure)
    if job.results_deleted_at is not None:
        raise NotFound("The results of this job were deleted.", cure="Run it again.")
    return job


def _check(verdicts: Sequence[Verdict], *, is_dedupe: bool) -> None:
    if len(verdicts) > MOST_AT_ONCE:
        raise InputError(f"at most {MOST_AT_ONCE} decisions at once.", place="decisions", cure="Send them in parts.")
    said: dict[frozenset[int] | Pair, Ruling] = {}
    for one in verdicts:
        pair = frozenset(one.pair) if is_dedupe else one.pair
        rows = f"rows {one.source_row_id} and {one.master_row_id}"
        if is_dedupe and one.source_row_id == one.master_row_id:
            raise InputError(f"{rows} are the same row.", place="decisions", cure="Name two rows.")
        if said.setdefault(pair, one.ruling) is not one.ruling:
            raise InputError(f"{rows} are both accepted and rejected.", place="decisions", cure="Say one of the two.")


def _described(
    services: Services, job: JobRecord, verdicts: Sequence[Verdict], *, decided_by: str
) -> Iterator[NewDecision]:
    """The decisions with all that is remembered about their rows."""
    left, right = _marks(services, job, verdicts)
    scores = _model_scores(services, job, verdicts)
    profile_type = profile_of_job(services, job).type
    for one in verdicts:
        rows = one.pair
        if job.master_file_id is None:
            # one list has no sides: which row is named first must not make two decisions of one
            rows = min(rows, rows[::-1], key=lambda pair: [left[row][0] for row in pair])
        yield NewDecision(
            source_marks=left[rows[0]],
            master_marks=right[rows[1]],
            is_match=one.ruling is Ruling.ACCEPT,
            decided_by=decided_by,
            note=one.note,
            job_id=job.id,
            source_row_id=rows[0],
            master_row_id=rows[1],
            profile_type=profile_type,
            model_score=scores.get(one.pair),
        )


def _marks(services: Services, job: JobRecord, verdicts: Sequence[Verdict]) -> tuple[RowMarks, RowMarks]:
    """The marks of the source rows and of the master rows; of a dedupe both are those of all rows."""
    source_rows, master_rows = {one.source_row_id for one in verdicts}, {one.master_row_id for one in verdicts}
    with open_prepared(services, owner_id=job.owner_id, file_id=job.source_file_id) as source:
        if job.master_file_id is None:
            every = _marks_of_rows(services, source, source_rows | master_rows, side="list")
            return every, every
        left = _marks_of_rows(services, source, source_rows, side="source list")
    with open_prepared(services, owner_id=job.owner_id, file_id=job.master_file_id) as master:
        return left, _marks_of_rows(services, master, master_rows, side="master list")


def _marks_of_rows(services: Services, file: PreparedFile, rows: Collection[int], *, side: str) -> RowMarks:
    from listmatch.matching.marks import marks_of_rows

    for row in sorted(rows):
        if not 1 <= row <= file.profile.rows:
            cure = "Take the numbers from _lmg_row_id and _lmg_master_row_id of the results."
            raise NotFound(f"the {side} has no row {row}; it has {file.profile.rows}.", place="decisions", cure=cure)
    found = marks_of_rows(marked(file), rows, compute=services.compute)
    for row in sorted(rows):
        if row not in found:
            cure = "Leave it out; only a row that says something can be known again."
            raise InputError(f"row {row} of the {side} is empty.", place="decisions", cure=cure)
    return {row: [Mark(*mark) for mark in marks] for row, marks in found.items()}


def _model_scores(services: Services, job: JobRecord, verdicts: Sequence[Verdict]) -> dict[Pair, float]:
    """Pair, as it was named -> the score that the job's model gave it, before calibration; candidates only."""
    from listmatch.matching.model.document import ScoringModel

    turned = {one.pair: one.pair if job.master_file_id else tuple(sorted(one.pair)) for one in verdicts}
    stage = keys.job_key(job.owner_id, job.id, StageName.SCORED_MATCHES)
    model = ScoringModel.from_dict(
        read_json(services.store, f"{stage}/{MODEL}"), profile_type=profile_of_job(services, job).type
    )
    with opened(services.store, f"{stage}/{SCORED}") as [scored], services.compute.connect() as connection:
        left, right = ([pair[side] for pair in turned.values()] for side in (0, 1))
        found = connection.execute(
            """select source_row_id, master_row_id, score from read_parquet(?)
            semi join (select unnest(?::bigint[]) as source_row_id, unnest(?::bigint[]) as master_row_id)
            using (source_row_id, master_row_id)""",
            [str(scored), left, right],
        ).fetchall()
    scores = {(left, right): score for left, right, score in found}
    return {pair: model.calibration.undone(scores[at]) for pair, at in turned.items() if at in scores}
