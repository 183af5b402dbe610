"""After preparation: lists that recur are checked against the expectations of their family, beside everything else."""

import json
from datetime import UTC, datetime

from dagster import DefaultSensorStatus, RunConfig, RunRequest, SensorEvaluationContext, SensorResult, sensor

from assets.expectations import ExpectationsConfig
from assets.expectations import expectations as check
from assets.materialise import LISTS
from listmatch.workflows.recurring.expectations import newly_prepared
from pipelines.expectations import expectations as job
from resources.services import ServicesResource

AT_ONCE = 2
"""Runs launched per evaluation: Great Expectations takes 300 MB each."""


@sensor(
    name="expectations",
    job=job,
    minimum_interval_seconds=60,
    default_status=DefaultSensorStatus.RUNNING,
    description="Checks every newly prepared list of a drop, schedule or backfill against its family's expectations.",
)
def expectations(context: SensorEvaluationContext, services: ServicesResource) -> SensorResult:
    """Launch the check of what became ready since the last evaluation; the first one begins now."""
    after = _after(context.cursor)
    files = newly_prepared(services.open(), after=after, limit=AT_ONCE)
    requests = [
        RunRequest(
            run_key=f"{file.id} {file.ready_at}",
            run_config=RunConfig(ops={check.op.name: ExpectationsConfig(file_id=file.id)}),
            tags={LISTS: file.name},
        )
        for file in files
    ]
    last = [(file.ready_at, file.id) for file in files if file.ready_at][-1:] or [after]
    return SensorResult(run_requests=requests, cursor=json.dumps([last[0][0].isoformat(), last[0][1]]))


def _after(cursor: str | None) -> tuple[datetime, str]:
    if not cursor:
        return datetime.now(UTC), ""
    instant, file_id = json.loads(cursor)
    return datetime.fromisoformat(instant), file_id
