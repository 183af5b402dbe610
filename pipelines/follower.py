"""The process beside a command: it executes Dagster runs of the stages that the command runs itself.

It reads the messages of pipelines/relay.py from its standard input. The run has its usual steps, materialisations,
metadata, checks and failures; only the work of each step, and its duration, come from the other process.
"""

import pickle
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO

from dagster import AssetExecutionContext, DagsterInstance, Failure, MaterializeResult

from assets.keys import asset_key
from assets.materialise import materialised, name_lists
from assets.partitions import FILES, MATCH_JOBS
from listmatch.domain.stages import StageName
from listmatch.memory import use_sparingly
from listmatch.settings import Settings
from listmatch.workflows.running.runner import RunEvent, RunFinished, RunStarted, StageFinished
from pipelines.build import build_defs
from pipelines.instance import open_instance
from pipelines.runner import QUIET
from resources.services import ServicesResource
from resources.spark import SparkResource

Messages = Iterator[tuple[Settings, RunEvent]]


class FollowingStageRunner:
    """Waits for the result of a stage that runs in the other process (assets.materialise.StageRunner)."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._has_ended = False

    def file_stage(
        self, name: StageName, context: AssetExecutionContext, services: ServicesResource
    ) -> MaterializeResult:
        """Wait for the stage of the file."""
        del services
        return self._wait(name, context)

    def job_stage(
        self,
        name: StageName,
        context: AssetExecutionContext,
        services: ServicesResource,
        spark: SparkResource | None = None,
    ) -> MaterializeResult:
        """Wait for the stage of the job."""
        del services, spark
        return self._wait(name, context)

    def finish(self) -> None:
        """Skip the rest of this run's messages, which no step waited for."""
        while not self._has_ended and (message := next(self._messages, None)) is not None:
            self._has_ended = isinstance(message[1], RunFinished)

    def _wait(self, name: StageName, context: AssetExecutionContext) -> MaterializeResult:
        _, event = next(self._messages, (None, None))
        match event:
            case StageFinished(stage, executed) if stage is name:
                name_lists(context, executed)
                return materialised(name, executed)
            case RunFinished(error, trace) if error is not None:
                self._has_ended = True
                error.add_note(trace)
                raise Failure(description=str(error), allow_retries=False) from error
        raise Failure(description="The process that ran this stage was ended.", allow_retries=False)


def follow(messages: Messages) -> None:
    """Execute the runs that the messages describe, one after the other, until there are no more."""
    for settings, event in messages:
        if not isinstance(event, RunStarted):
            raise ValueError(f"a run begins with RunStarted, not with {type(event).__name__}")
        stage_runner = FollowingStageRunner(messages)
        _run(event, stage_runner, settings)
        stage_runner.finish()


def _run(event: RunStarted, stage_runner: FollowingStageRunner, settings: Settings) -> None:
    is_file = event.flow == "prepare"
    instance = _instance(settings.model_dump_json())
    instance.add_dynamic_partitions(str((FILES if is_file else MATCH_JOBS).name), [event.partition])
    build_defs(settings, resource_overrides={"stage_runner": stage_runner}).resolve_job_def(
        event.flow
    ).execute_in_process(
        instance=instance,
        partition_key=event.partition,
        run_config=QUIET,
        run_id=event.run_id,
        asset_selection=None if is_file else [asset_key(stage) for stage in event.stages],
        raise_on_error=False,
    )


@cache
def _instance(settings: str) -> DagsterInstance:
    return open_instance(Settings.model_validate_json(settings))


def read(pipe: BinaryIO) -> Messages:
    """The messages of the other process, until it ends."""
    while pipe.peek(1):  # type: ignore[attr-defined]
        message: Any = pickle.load(pipe)  # noqa: S301 (a pipe from our own parent)
        yield message


def main() -> None:
    """Follow the messages on the standard input."""
    use_sparingly()
    follow(read(sys.stdin.buffer))


if __name__ == "__main__":
    main()
