"""Who runs a job: the protocol, the loop of an installation without Dagster, and how the right one is found.

The library may not import Dagster, yet the command line and the API run the same assets. So a runner is named by the
entry point group ``listmatch.runner`` or the setting ``LISTMATCH_RUNNER`` and loaded only when a job runs.
"""

import importlib
from collections.abc import Sequence
from typing import Protocol
from uuid import uuid4

from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import InputError, ListmatchError
from listmatch.settings import CHECKOUT, Settings
from listmatch.workflows.execution import end_file, end_job, run_file_stage, run_job_stage, stages_of
from listmatch.workflows.services import Services
from listmatch.workflows.stages import FILE_STAGES


class Runner(Protocol):
    """Runs the stages of files and jobs to their end, in whatever way."""

    def prepare(self, file_ids: Sequence[str], progress: Progress = silent) -> None:
        """Prepare these files; raises the first error that a stage raised. After an outage a file waits again."""

    def run_job(self, job_id: str, progress: Progress = silent) -> None:
        """Run one job; raises the error that a stage raised, after the job has failed, or waits again (an outage)."""


class LoopRunner:
    """Runs the stages one after the other in this process: for a library that is installed without Dagster."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def prepare(self, file_ids: Sequence[str], progress: Progress = silent) -> None:
        """Prepare these files, one after the other."""
        for number, file_id in enumerate(file_ids):
            self._prepare(file_id, part_of(progress, number / len(file_ids), (number + 1) / len(file_ids)))

    def _prepare(self, file_id: str, progress: Progress) -> None:
        try:
            for stage in FILE_STAGES:
                run_file_stage(self.services, stage, file_id, progress=progress).enforce()
        except ListmatchError as error:
            end_file(self.services, file_id, error, sentence=str(error))
            raise

    def run_job(self, job_id: str, progress: Progress = silent) -> None:
        """Run the stages of one job."""
        run_id = uuid4().hex
        with self.services.catalog.reading() as session:
            record = job_rows.get_any(session, job_id=job_id)
        try:
            for stage in stages_of(record):
                run_job_stage(self.services, stage, job_id, run_id=run_id, progress=progress).enforce()
        except ListmatchError as error:
            end_job(self.services, job_id, error, sentence=str(error), run_id=run_id)
            raise


def find_runner(services: Services) -> Runner:
    """The runner that the settings name, else the checkout's Dagster runner, else the plain loop."""
    name = services.settings.runner or _default(services.settings)
    if not name:
        return LoopRunner(services)
    module, _, attribute = name.partition(":")
    try:
        make = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise InputError(
            f"the runner {name!r} cannot be loaded ({error}).",
            place="LISTMATCH_RUNNER",
            cure="Name it as module:attribute, or leave it empty.",
        ) from error
    runner: Runner = make(services)
    return runner


def _default(settings: Settings) -> str:
    """The Dagster runner of the checkout or image this library runs from; empty for an installed wheel."""
    del settings
    return "pipelines.runner:DagsterRunner" if (CHECKOUT / "pipelines" / "runner.py").is_file() else ""
