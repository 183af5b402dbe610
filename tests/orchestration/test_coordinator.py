"""A person's run starts at once; those of a backfill are queued."""

from typing import Any, cast

import pytest
from dagster import DagsterEventType, DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.run_coordinator import SubmitRunContext
from dagster._core.storage.tags import BACKFILL_ID_TAG

from pipelines.coordinator import BackfillQueueCoordinator


class Instance:
    """What a coordinator asks of an instance, noted."""

    def __init__(self, run: DagsterRun) -> None:
        self.run, self.noted = run, list[str]()

    def launch_run(self, run_id: str, workspace: object) -> DagsterRun:
        self.noted.append("launched")
        return self.run

    def report_dagster_event(self, event: Any, run_id: str) -> None:
        assert event.event_type is DagsterEventType.PIPELINE_ENQUEUED
        self.noted.append("queued")

    def get_run_by_id(self, run_id: str) -> DagsterRun:
        return self.run


@pytest.mark.parametrize(
    ("tags", "status", "noted"),
    [
        ({}, DagsterRunStatus.NOT_STARTED, ["launched"]),
        ({BACKFILL_ID_TAG: "b"}, DagsterRunStatus.NOT_STARTED, ["queued"]),
        ({}, DagsterRunStatus.STARTED, []),
    ],
    ids=["of a person", "of a backfill", "started before"],
)
def test_a_run_starts_at_once_unless_it_is_of_a_backfill(
    tags: dict[str, str], status: DagsterRunStatus, noted: list[str]
) -> None:
    run = DagsterRun(job_name="match", tags=tags, status=status)
    instance = Instance(run)
    coordinator = BackfillQueueCoordinator()
    coordinator.register_instance(cast("DagsterInstance", instance))
    assert coordinator.submit_run(SubmitRunContext(run, cast("Any", None))) == run
    assert instance.noted == noted
