"""The ``Runner`` protocol, and how this installation's runner is found.

The library may not import Dagster, yet the command line and the API run the same assets. So a runner is named by a
setting (``LISTMATCH_RUNNER``) and loaded only when a job runs. Whoever needs a list prepared asks for one here, and
knows nothing of the stages that it runs.
"""

import importlib
from collections.abc import Sequence
from typing import Protocol

from listmatch.domain.progress import Progress, silent
from listmatch.errors import InputError
from listmatch.settings import CHECKOUT, Settings
from listmatch.workflows.services import Services

LOOP = "listmatch.workflows.running.runner:LoopRunner"


class Runner(Protocol):
    """Runs the stages of files and jobs to their end, in whatever way."""

    def prepare(self, file_ids: Sequence[str], progress: Progress = silent) -> None:
        """Prepare these files; raises the first error that a stage raised. After an outage a file waits again."""

    def run_job(self, job_id: str, progress: Progress = silent) -> None:
        """Run one job; raises the error that a stage raised, after the job has failed, or waits again (an outage)."""


def find_runner(services: Services, *, is_lasting: bool = False) -> Runner:
    """The runner that the settings name, else one of the checkout's, else the plain loop.

    *is_lasting* says that this process runs one job after the other: it drives Dagster itself, and imports it once.
    Raises InputError for a name that leads nowhere.
    """
    name = services.settings.runner or _default(services.settings, is_lasting=is_lasting)
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


def _default(settings: Settings, *, is_lasting: bool) -> str:
    """A runner of the checkout or image this library runs from; the plain loop for an installed wheel.

    Only a stage within a run of Dagster's own can be submitted to Spark.
    """
    if not (CHECKOUT / "pipelines" / "runner.py").is_file():
        return LOOP
    is_own = is_lasting or settings.spark_submit
    return "pipelines.runner:DagsterRunner" if is_own else "pipelines.relay:RelayRunner"
