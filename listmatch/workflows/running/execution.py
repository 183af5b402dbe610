"""One stage as every runner runs it: the work, then its blocking checks, and the job's state around both."""

import logging
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.artifacts import StageResult
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import Cancelled, CatalogUnavailable, ContractBroken, InputError
from listmatch.memory import give_back_memory, peak_memory_mb
from listmatch.workflows.lists import preparation
from listmatch.workflows.matches import jobs
from listmatch.workflows.running.checks import Check, Outcome, checks_of
from listmatch.workflows.running.heartbeat import beating
from listmatch.workflows.running.outages import OUTAGES, wait_out_outages
from listmatch.workflows.running.stages import FILE_STAGES, Stage, share_of, stages_of_job
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.execution")

NO_FAULTS = (*OUTAGES, KeyboardInterrupt)
"""What ends work through no fault of the lists: it can be done later."""

LAST_PERCENT = 99
"""A job shows 100 only when it is completed."""


def stages_of(record: JobRecord) -> tuple[Stage, ...]:
    """The stages that a job runs, in order."""
    return stages_of_job(record.mode, results_only=jobs.JobOptions.of(record).results_only)


def flow_of(mode: MatchMode) -> str:
    """The name of the flow that runs jobs of this mode."""
    return "dedupe" if mode is MatchMode.DEDUPE else "match"


@dataclass(frozen=True, slots=True)
class Executed:
    """What a stage made and what its checks found, in their order."""

    result: StageResult
    outcomes: tuple[tuple[Check, Outcome], ...]
    seconds: float
    """from its beginning to its last check, an outage that was waited out included"""
    peak_memory_mb: int
    """of the process that ran it, so far"""
    lists: str = ""
    """the name of the file or the label of the job, for people to read"""

    @property
    def failure(self) -> str:
        """The sentence of the first blocking check that did not pass; empty when all did."""
        failed = (outcome for check, outcome in self.outcomes if check.is_blocking and not outcome.passed)
        return next((outcome.description for outcome in failed), "")

    def enforce(self) -> StageResult:
        """The result, if every check passed. Raises ContractBroken."""
        if self.failure:
            raise ContractBroken(self.failure)
        return self.result


def check_flow(services: Services, job_id: str, *, chosen: Set[str]) -> None:
    """Raise InputError when stages are *chosen* that a job has not, before anything of the job is touched."""
    with services.catalog.reading() as session:
        mode = job_rows.get_any(session, job_id=job_id).mode
    if not chosen <= {stage.name for stage in stages_of_job(mode)}:
        flow = flow_of(mode)
        raise InputError(f"this partition is a {flow}.", cure=f"Launch it from the job {flow!r}.")


def run_file_stage(
    services: Services, stage: Stage, file_id: str, *, run_id: str, progress: Progress = silent
) -> Executed:
    """Run one stage of a file and check what it wrote; after the last one the file is ready, or failed by a check.

    *progress* is that of the file, of which the stage is a part. An outage is waited out. An error is left to the
    runner, which tells *end_file*. Raises what the stage raises, NotFound.
    """
    reported = part_of(progress, *share_of(stage, FILE_STAGES))
    started = perf_counter()

    def run() -> Executed:
        with services.catalog.reading() as session:
            name = file_rows.get_any(session, file_id=file_id).name
        if stage == FILE_STAGES[-1]:
            preparation.begin(services, file_id, run_id=run_id)
        done = replace(_executed(services, stage, file_id, reported, since=started), lists=name)
        if done.failure:
            preparation.fail(services, file_id, done.failure)
        elif stage == FILE_STAGES[-1]:
            preparation.settle(services, file_id)
        return done

    with beating(partial(_beat_file, services, file_id)):
        return wait_out_outages(run, waiting=partial(reported, 0.0))


def run_job_stage(
    services: Services,
    stage: Stage,
    job_id: str,
    *,
    run_id: str,
    progress: Progress = silent,
    may_reopen: bool = True,
) -> Executed:
    """Run one stage of a job and check what it wrote.

    The first stage begins the job, the last one completes it, a failed check fails it. An outage is waited out; an
    error is left to the runner, which tells *end_job*. A stage may be run again at any time; it writes the same
    objects. Raises what the stage raises, NotFound, and InputError for a job that was cancelled, that another run has,
    or that has ended when *may_reopen* is False.
    """
    recorder = _Recorder(services, job_id, run_id=run_id, and_then=progress)
    started = perf_counter()

    def run() -> Executed:
        record = jobs.begin(services, job_id, run_id=run_id, may_reopen=may_reopen)
        stages = stages_of(record)
        reported = part_of(recorder, *share_of(stage, stages)) if stage in stages else recorder
        done = replace(_executed(services, stage, job_id, reported, since=started), lists=record.label)
        if done.failure:
            jobs.fail(services, job_id, done.failure, run_id=run_id)
        elif stage == stages[-1]:
            jobs.complete(services, job_id, run_id=run_id)
        return done

    with beating(partial(_beat_job, services, job_id, run_id)):
        return wait_out_outages(run, waiting=recorder.wait)


def end_file(services: Services, file_id: str, error: BaseException | None, *, sentence: str) -> None:
    """A runner could not do a file: it waits again where that was no fault of its own, else it has failed."""
    with _reaped_otherwise(file_id):
        if isinstance(error, NO_FAULTS):
            preparation.give_back(services, file_id)
        else:
            preparation.fail(services, file_id, sentence)


def end_job(services: Services, job_id: str, error: BaseException | None, *, sentence: str, run_id: str) -> None:
    """A run could not do a job: it waits again where that was no fault of its own, else it has failed."""
    with _reaped_otherwise(job_id):
        if isinstance(error, NO_FAULTS):
            jobs.give_back(services, job_id, sentence, run_id=run_id)
        else:
            jobs.fail(services, job_id, sentence, run_id=run_id)


@contextmanager
def _reaped_otherwise(subject: str) -> Iterator[None]:
    """An outage of the catalog lasts: what is not written in the block is seen to by the reaper."""
    try:
        yield
    except CatalogUnavailable as error:
        LOGGER.warning("the end of %s could not be noted: %s", subject, error)


def _beat_file(services: Services, file_id: str) -> None:
    with services.catalog.session() as session:
        file_rows.beat(session, file_id=file_id)


def _beat_job(services: Services, job_id: str, run_id: str) -> None:
    with services.catalog.session() as session:
        job_rows.beat(session, job_id=job_id, run_id=run_id)


def _executed(services: Services, stage: Stage, partition: str, progress: Progress, *, since: float) -> Executed:
    result = stage.run(services, partition, progress)
    give_back_memory()
    outcomes = tuple((check, check.run(services, partition)) for check in checks_of(stage.name))
    return Executed(result, outcomes, seconds=round(perf_counter() - since, 3), peak_memory_mb=peak_memory_mb())


class _Recorder:
    """A progress that keeps the job's row up to date, as a whole per cent at most, and stops a cancelled job."""

    def __init__(self, services: Services, job_id: str, *, run_id: str, and_then: Progress) -> None:
        self._services, self._job_id, self._run_id, self._and_then = services, job_id, run_id, and_then
        self._percent, self._share = -1, 0.0

    def __call__(self, share: float, message: str) -> None:
        """Progress of the job. Raises Cancelled."""
        percent, self._share = int(share * LAST_PERCENT), share
        if percent > self._percent:
            self._percent = percent
            self._write(message)
        self._and_then(share, message)

    def wait(self, reason: str) -> None:
        """The work is held up. Raises Cancelled."""
        self._write(reason)
        self._and_then(self._share, reason)

    def _write(self, message: str) -> None:
        try:
            with self._services.catalog.session() as session:
                is_ours = job_rows.advance(
                    session,
                    job_id=self._job_id,
                    progress=max(self._percent, 0),
                    message=message,
                    run_id=self._run_id,
                )
        except CatalogUnavailable as error:
            LOGGER.warning("progress was not noted: %s", error)  # the work itself does not need the catalog
            return
        if not is_ours:
            raise Cancelled("the job was cancelled.", place=f"job {self._job_id}")
