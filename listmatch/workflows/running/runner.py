"""The plain runner: a loop over the stages of a file or job in this process, and the events it emits."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.stages import StageName
from listmatch.errors import Cancelled, ListmatchError, internal_error
from listmatch.workflows.running.execution import (
    Executed,
    end_file,
    end_job,
    flow_of,
    run_file_stage,
    run_job_stage,
    stages_of,
)
from listmatch.workflows.running.stages import FILE_STAGES, Stage
from listmatch.workflows.services import Services


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A runner starts on a file (flow ``prepare``) or a job (``match``, ``dedupe``)."""

    flow: str
    partition: str
    """the id of the file or job"""
    stages: tuple[StageName, ...]
    run_id: str


@dataclass(frozen=True, slots=True)
class StageFinished:
    """One of its stages has run."""

    stage: StageName
    executed: Executed


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The run is over, after its last stage or with an error, whose traceback is for debugging."""

    error: ListmatchError | None = None
    trace: str = ""


RunEvent = RunStarted | StageFinished | RunFinished

STOPPED = "the command that ran it was stopped."


def ignore(event: RunEvent) -> None:
    """Discard an event."""
    del event


class LoopRunner:
    """Runs the stages one after the other in this process and calls *notify* with each event."""

    def __init__(self, services: Services, *, notify: Callable[[RunEvent], None] = ignore) -> None:
        self.services, self._notify = services, notify

    def prepare(self, file_ids: Sequence[str], progress: Progress = silent) -> None:
        """Prepare these files, one after the other."""
        for number, file_id in enumerate(file_ids):
            self._prepare(file_id, part_of(progress, number / len(file_ids), (number + 1) / len(file_ids)))

    def run_job(self, job_id: str, progress: Progress = silent) -> None:
        """Run the stages of one job."""
        with self.services.catalog.reading() as session:
            record = job_rows.get_any(session, job_id=job_id)
        stages, run_id = stages_of(record), str(uuid4())
        self._run(
            RunStarted(flow_of(record.mode), job_id, _names(stages), run_id),
            stages,
            run=lambda services, stage: run_job_stage(services, stage, job_id, run_id=run_id, progress=progress),
            end=lambda error: end_job(self.services, job_id, error, sentence=str(error) or STOPPED, run_id=run_id),
        )

    def _prepare(self, file_id: str, progress: Progress) -> None:
        run_id = str(uuid4())
        self._run(
            RunStarted("prepare", file_id, _names(FILE_STAGES), run_id),
            FILE_STAGES,
            run=lambda services, stage: run_file_stage(services, stage, file_id, run_id=run_id, progress=progress),
            end=lambda error: end_file(self.services, file_id, error, sentence=str(error)),
        )

    def _run(
        self,
        started: RunStarted,
        stages: Sequence[Stage],
        *,
        run: Callable[[Services, Stage], Executed],
        end: Callable[[BaseException], None],
    ) -> None:
        self._notify(started)
        try:
            with self.services.kept() as services:
                for stage in stages:
                    executed = run(services, stage)
                    self._notify(StageFinished(stage.name, executed))
                    executed.enforce()
        except KeyboardInterrupt as stop:
            end(stop)
            self._notify(RunFinished(Cancelled(STOPPED)))
            raise
        except Exception as error:  # noqa: BLE001 (raised again, as an error of the library)
            known = error if isinstance(error, ListmatchError) else internal_error(error)
            end(known)
            self._notify(RunFinished(known, traceback.format_exc()))
            raise known from error.__cause__ if known is error else error
        self._notify(RunFinished())


def _names(stages: Sequence[Stage]) -> tuple[StageName, ...]:
    return tuple(stage.name for stage in stages)
