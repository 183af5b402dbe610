"""One stage as every runner runs it: the work, then its blocking checks, and the job's state around both."""

from dataclasses import dataclass
from functools import partial

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.artifacts import StageResult
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import Cancelled, ContractBroken
from listmatch.workflows import files, jobs
from listmatch.workflows.checks import Check, Outcome, blocking
from listmatch.workflows.heartbeat import beating
from listmatch.workflows.services import Services
from listmatch.workflows.stages import FILE_STAGES, Stage, share_of, stages_of_job

LAST_PERCENT = 99
"""A job shows 100 only when it is completed."""


def stages_of(record: JobRecord) -> tuple[Stage, ...]:
    """The stages that a job runs, in order."""
    return stages_of_job(record.mode, results_only=jobs.JobOptions.of(record).results_only)


@dataclass(frozen=True, slots=True)
class Executed:
    """What a stage made and what its blocking checks found, in their order."""

    result: StageResult
    outcomes: tuple[tuple[Check, Outcome], ...]

    @property
    def failure(self) -> str:
        """The sentence of the first check that did not pass; empty when all did."""
        return next((outcome.description for _, outcome in self.outcomes if not outcome.passed), "")

    def enforce(self) -> StageResult:
        """The result, if every check passed. Raises ContractBroken."""
        if self.failure:
            raise ContractBroken(self.failure)
        return self.result


def run_file_stage(services: Services, stage: Stage, file_id: str, *, progress: Progress = silent) -> Executed:
    """Run one stage of a file and check what it wrote; after the last one the file is ready, or failed by a check.

    An error is left to the runner, which knows whether it tries again. Raises what the stage raises, NotFound.
    """
    with beating(partial(_beat_file, services, file_id)):
        done = Executed(stage.run(services, file_id, progress), _checked(services, stage, file_id))
    if done.failure:
        files.fail(services, file_id, done.failure)
    elif stage == FILE_STAGES[-1]:
        files.settle(services, file_id)
    return done


def run_job_stage(
    services: Services, stage: Stage, job_id: str, *, run_id: str, progress: Progress = silent
) -> Executed:
    """Run one stage of a job and check what it wrote.

    The first stage begins the job, the last one completes it, a failed check fails it; an error is left to the runner,
    which knows whether it tries again. A stage may be run again at any time; it writes the same objects. Raises what
    the stage raises, NotFound, and InputError for a job that was cancelled or is run by somebody else.
    """
    record = jobs.begin(services, job_id, run_id=run_id)
    stages = stages_of(record)
    progress = _recorded(services, job_id, run_id=run_id, and_then=progress)
    reported = part_of(progress, *share_of(stage, stages)) if stage in stages else progress
    with beating(partial(_beat_job, services, job_id, run_id)):
        done = Executed(stage.run(services, job_id, reported), _checked(services, stage, job_id))
    if done.failure:
        jobs.fail(services, job_id, done.failure, run_id=run_id)
    elif stage == stages[-1]:
        jobs.complete(services, job_id)
    return done


def _beat_file(services: Services, file_id: str) -> None:
    with services.catalog.session() as session:
        file_rows.beat(session, file_id=file_id)


def _beat_job(services: Services, job_id: str, run_id: str) -> None:
    with services.catalog.session() as session:
        job_rows.beat(session, job_id=job_id, run_id=run_id)


def _checked(services: Services, stage: Stage, partition: str) -> tuple[tuple[Check, Outcome], ...]:
    return tuple((check, check.run(services, partition)) for check in blocking(stage.name))


def _recorded(services: Services, job_id: str, *, run_id: str, and_then: Progress) -> Progress:
    """A progress that keeps the job's row up to date, as a whole per cent at most, and stops a cancelled job."""
    last = -1

    def report(share: float, message: str) -> None:
        nonlocal last
        percent = int(share * LAST_PERCENT)
        if percent > last:
            last = percent
            with services.catalog.session() as session:
                is_ours = job_rows.advance(session, job_id=job_id, progress=percent, message=message, run_id=run_id)
            if not is_ours:
                raise Cancelled("the job was cancelled.", place=f"job {job_id}")
        and_then(share, message)

    return report
