"""Jobs: asking for a match or a dedupe, and how they end."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.catalog.records import FileRecord, FileSummary, JobRecord
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import ExportFormat, JobStatus
from listmatch.domain.summaries import ClusterSummary, VerdictSummary
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError
from listmatch.workflows.matches.summaries import answer_summary
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile

ALL_FORMATS = tuple(ExportFormat)

"""The counts that every stage of a job stores beside its tables."""


@dataclass(frozen=True, slots=True)
class JobOptions:
    """What a job is to make besides the verdicts.

    ``formats`` are the formatted reports that are made with the job; others are made when somebody asks for them.
    ``results_only`` leaves out rollups, narrative and every formatted report. ``neutralise_formulas`` makes cells of
    results.csv that a spreadsheet would run harmless, at the price that they are no longer as they came. ``pivots`` are
    what the report is broken down by (see ``MatchProfile.pivots``); None: what the profile says.
    """

    formats: tuple[ExportFormat, ...] = ALL_FORMATS
    results_only: bool = False
    title: str = ""
    neutralise_formulas: bool = False
    pivots: tuple[str, ...] | None = None

    @classmethod
    def of(cls, record: JobRecord) -> "JobOptions":
        """The options of a job."""
        pivots = record.options.get("pivots")
        return cls(
            formats=tuple(ExportFormat(each) for each in record.formats),
            results_only=bool(record.options.get("resultsOnly", False)),
            title=str(record.options.get("title", "")),
            neutralise_formulas=bool(record.options.get("neutraliseFormulas", False)),
            pivots=None if pivots is None else tuple(pivots),
        )


DEFAULT_OPTIONS = JobOptions()


def with_pivots(profile: "MatchProfile", pivots: tuple[str, ...] | None) -> "MatchProfile":
    """The profile with the columns to break the report down by that a job asks for; None: its own."""
    return profile if pivots is None else profile.from_dict(profile.to_dict() | {"pivots": pivots})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """What an owner asks for, by the ids of files: a match of two lists, or without a master the dedupe of one."""

    owner_id: str
    source_file_id: str
    master_file_id: str | None = None
    profile: "MatchProfile | None" = None
    """None: one is proposed when the job runs"""
    profile_id: str | None = None
    """the saved profile to use"""
    mode: MatchMode = MatchMode.BEST_MATCH
    options: JobOptions = DEFAULT_OPTIONS

    def lists(self, session: Session) -> list[FileRecord]:
        """The source and, in a match, the master. Raises NotFound, which says which one the owner does not have."""
        return lists_of(session, owner_id=self.owner_id, source=self.source_file_id, master=self.master_file_id)


def request_job(services: Services, request: JobRequest, *, actor: str = "") -> JobRecord:
    """Write a job into the catalog, where it waits as ``pending``.

    With an *actor* the audit log tells who asked for it. Raises InputError for a mode that does not go with the number
    of lists, NotFound for a file that is not the owner's.
    """
    if (request.mode is MatchMode.DEDUPE) != (request.master_file_id is None):
        raise InputError("a dedupe takes one list, a match takes two.", cure="Name a master list, or use dedupe.")
    with services.catalog.session() as session:
        source, *others = request.lists(session)
        profile = with_pivots(request.profile, request.options.pivots).to_dict() if request.profile else None
        plan = JobPlan(
            source,
            others[0] if others else None,
            profile,
            profile_id=request.profile_id,
            mode=request.mode,
            options=request.options,
        )
        job = write_job(session, plan)
        if actor:
            audit.note(session, owner_id=request.owner_id, actor=actor, action="job.create", subject_id=job.id)
        return job


def lists_of(session: Session, *, owner_id: str, source: str | None, master: str | None) -> list[FileRecord]:
    """The files that a request names by their ids, of an owner. Raises NotFound, which says which one is not there."""
    named = {Purpose.SOURCE: source, Purpose.MASTER: master}
    return [
        file_rows.get_in_role(session, role, owner_id=owner_id, file_id=file_id)
        for role, file_id in named.items()
        if file_id is not None
    ]


@dataclass(frozen=True, slots=True)
class JobPlan:
    """A job about to be written: its files, and its profile as it stands now (None: proposed when the job runs)."""

    source: FileSummary
    master: FileSummary | None
    profile: dict[str, Any] | None
    profile_id: str | None = None
    mode: MatchMode = MatchMode.BEST_MATCH
    options: JobOptions = DEFAULT_OPTIONS


def write_job(
    session: Session, plan: JobPlan, *, job_id: str | None = None, schedule_id: str | None = None
) -> JobRecord:
    """Write a pending job within the caller's transaction, together with whatever asked for it."""
    options = plan.options
    return job_rows.create(
        session,
        job_rows.NewJob(
            owner_id=plan.source.owner_id,
            source_file_id=plan.source.id,
            master_file_id=plan.master.id if plan.master else None,
            profile=plan.profile and plan.profile | {"mode": plan.mode},
            profile_id=plan.profile_id,
            mode=plan.mode,
            options={
                "resultsOnly": options.results_only,
                "title": options.title,
                "neutraliseFormulas": options.neutralise_formulas,
                "pivots": None if options.pivots is None else list(options.pivots),
            },
            formats=[] if options.results_only else list(options.formats),
            label=_label(plan.source, plan.master),
            id=job_id,
            schedule_id=schedule_id,
        ),
    )


def match_against(session: Session, job_id: str, *, source: FileRecord, master: FileRecord) -> bool:
    """Let a job that failed run again, against *master*; False if another process did so, or it has not failed."""
    label = _label(source, master)
    return job_rows.exchange_master(
        session, owner_id=source.owner_id, job_id=job_id, master_file_id=master.id, label=label
    )


def _label(source: FileSummary, master: FileSummary | None) -> str:
    return " → ".join(Path(file.name).stem for file in (source, master) if file)


def begin(services: Services, job_id: str, *, run_id: str, may_reopen: bool = True) -> JobRecord:
    """Make *run_id* the run that processes the job; a job that has ended is opened again. Idempotent within a run.

    Without *may_reopen* a job that has ended stays so: a run that the queue launched may come after another one did
    its job. Raises InputError for a job that cannot be begun or that another run is processing, NotFound.
    """
    with services.catalog.session() as session:
        record = job_rows.get_any(session, job_id=job_id)
        if record.status is JobStatus.PROCESSING and record.run_id == run_id:
            return record
        if may_reopen and record.status in (JobStatus.COMPLETED, JobStatus.FAILED):
            job_rows.reopen(session, owner_id=record.owner_id, job_id=job_id)
        if not job_rows.claim(session, job_id=job_id, run_id=run_id):
            raise InputError(
                f"the job is {record.status} and cannot be run now.",
                place=f"job {job_id}",
                cure="Create a new job, or wait until the other run has ended.",
            )
        files = [file_id for file_id in (record.source_file_id, record.master_file_id) if file_id]
        file_rows.mark_used(session, file_ids=files)
        return job_rows.get_any(session, job_id=job_id)


def complete(services: Services, job_id: str, *, run_id: str) -> None:
    """Mark a job of *run_id* completed with the summary that its verdicts or clusters left. Idempotent.

    A run that was overtaken by another one changes nothing: the other will complete the job.
    """
    with services.catalog.reading() as session:
        record = job_rows.get_any(session, job_id=job_id)
    counts = _counts(answer_summary(services, record))
    with services.catalog.session() as session:
        job_rows.complete(session, job_id=job_id, result_summary=counts, run_id=run_id)


def fail(services: Services, job_id: str, error: str, *, run_id: str | None = None) -> None:
    """Mark a job and its report failed with one clear sentence. Idempotent.

    With *run_id* only if the job is that run's: a run that came too late must not spoil another's.
    """
    with services.catalog.session() as session:
        if job_rows.fail(session, job_id=job_id, error=error, run_id=run_id):
            report_rows.fail(session, job_id=job_id)


def give_back(services: Services, job_id: str, reason: str, *, run_id: str) -> None:
    """The run cannot go on through no fault of the job, which waits again and shows *reason*. Idempotent."""
    with services.catalog.session() as session:
        job_rows.give_back(session, job_id=job_id, run_id=run_id, reason=reason)


def _counts(summary: VerdictSummary | ClusterSummary) -> dict[str, int]:
    """The counts of a job's verdicts or of its clusters, under the names that the API gives them."""
    if isinstance(summary, ClusterSummary):
        counts = {"clusters": summary.duplicate_clusters, "duplicates": summary.duplicates}
        return {"total_source_rows": summary.rows, **counts}
    counts = {"matched": summary.matched, "review": summary.review, "unmatched": summary.unmatched}
    return {"total_source_rows": summary.source_rows, **counts}
