"""One stage of a job as every runner runs it: the job's state and progress around the work itself."""

from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.artifacts import StageResult
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import Cancelled, ListmatchError
from listmatch.workflows import jobs
from listmatch.workflows.services import Services
from listmatch.workflows.stages import Stage, share_of, stages_of_job

LAST_PERCENT = 99
"""A job shows 100 only when it is completed."""


def stages_of(record: JobRecord) -> tuple[Stage, ...]:
    """The stages that a job runs, in order."""
    return stages_of_job(record.mode, results_only=jobs.JobOptions.of(record).results_only)


def run_job_stage(
    services: Services, stage: Stage, job_id: str, *, run_id: str, progress: Progress = silent
) -> StageResult:
    """Run one stage of a job: the first one begins the job, the last one completes it, an error fails it.

    A stage may be run again at any time; it writes the same objects. An error that may pass by itself is left to the
    runner, which knows whether it tries again. Raises what the stage raises, NotFound, and InputError for a job that
    was cancelled or is run by somebody else.
    """
    record = jobs.begin(services, job_id, run_id=run_id)
    stages = stages_of(record)
    progress = _recorded(services, job_id, run_id=run_id, and_then=progress)
    reported = part_of(progress, *share_of(stage, stages)) if stage in stages else progress
    try:
        result = stage.run(services, job_id, reported)
    except ListmatchError as error:
        if not error.is_retryable:
            jobs.fail(services, job_id, str(error))
        raise
    except Exception:
        jobs.fail(services, job_id, "Something of ours failed; the log of the run has the details. Run the job again.")
        raise
    if stage == stages[-1]:
        jobs.complete(services, job_id)
    return result


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
