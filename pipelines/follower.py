"""The process beside a command: runs of the same assets that follow the stages which the command runs itself.

It reads what pipelines/telling.py writes to its input. Dagster makes a run as ever, with its steps, materialisations,
metadata, checks and failures; only the step's work, and how long it took, is that of the other process.
"""

import pickle
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO

from dagster import AssetExecutionContext, AssetKey, DagsterInstance, Failure, MaterializeResult

from assets.materialise import materialised
from assets.partitions import FILES, MATCH_JOBS
from listmatch.memory import use_sparingly
from listmatch.settings import Settings
from listmatch.workflows.running.runner import Begun, Done, Ended, Told
from pipelines.build import build_defs
from pipelines.instance import open_instance
from pipelines.runner import QUIET
from resources.services import ServicesResource
from resources.spark import SparkResource

Messages = Iterator[tuple[Settings, Told]]


class FollowingHand:
    """Gives a step what the stage did elsewhere, when it has (assets.materialise.Hand)."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._has_ended = False

    def file_stage(self, name: str, context: AssetExecutionContext, services: ServicesResource) -> MaterializeResult:
        """Wait for the stage of the file."""
        del context, services
        return self._wait(name)

    def job_stage(
        self, name: str, context: AssetExecutionContext, services: ServicesResource, spark: SparkResource | None = None
    ) -> MaterializeResult:
        """Wait for the stage of the job."""
        del context, services, spark
        return self._wait(name)

    def finish(self) -> None:
        """Pass over what no step waited for."""
        while not self._has_ended and (message := next(self._messages, None)) is not None:
            self._has_ended = isinstance(message[1], Ended)

    def _wait(self, name: str) -> MaterializeResult:
        _, told = next(self._messages, (None, None))
        match told:
            case Done(stage, executed) if stage == name:
                return materialised(executed)
            case Ended(error, trace) if error is not None:
                self._has_ended = True
                error.add_note(trace)
                raise Failure(description=str(error), allow_retries=False) from error
        raise Failure(description="The process that ran this stage was ended.", allow_retries=False)


def follow(messages: Messages) -> None:
    """Have Dagster run what the messages tell, one run after the other, until there are no more."""
    for settings, told in messages:
        if not isinstance(told, Begun):
            raise ValueError(f"a run begins with Begun, not with {type(told).__name__}")
        hand = FollowingHand(messages)
        _run(told, hand, settings)
        hand.finish()


def _run(told: Begun, hand: FollowingHand, settings: Settings) -> None:
    is_file = told.flow == "prepare"
    instance = _instance(settings.model_dump_json())
    instance.add_dynamic_partitions(str((FILES if is_file else MATCH_JOBS).name), [told.partition])
    build_defs(settings, resource_overrides={"hand": hand}).resolve_job_def(told.flow).execute_in_process(
        instance=instance,
        partition_key=told.partition,
        run_config=QUIET,
        run_id=told.run_id,
        asset_selection=None if is_file else [AssetKey(stage) for stage in told.stages],
        raise_on_error=False,
    )


@cache
def _instance(settings: str) -> DagsterInstance:
    return open_instance(Settings.model_validate_json(settings))


def read(pipe: BinaryIO) -> Messages:
    """What the other process tells, until it ends."""
    while pipe.peek(1):  # type: ignore[attr-defined]
        message: Any = pickle.load(pipe)  # noqa: S301 (a pipe from our own parent)
        yield message


def main() -> None:
    """Follow what is told on the standard input."""
    use_sparingly()
    follow(read(sys.stdin.buffer))


if __name__ == "__main__":
    main()
