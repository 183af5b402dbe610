"""The reaper: releases the work of dead runs and ends those runs in the UI.

A sensor rather than a schedule: a tick runs in the code server and costs a query, where a scheduled run would cost a
process every minute. Dagster's run monitoring sees only runs of its own launcher; the signs of life in the catalog
also tell of the command line and of workers elsewhere.
"""

import json

from dagster import DagsterInstance, DefaultSensorStatus, SensorEvaluationContext, SensorResult, sensor

from listmatch.workflows.running.reaper import reap
from resources.services import ServicesResource


@sensor(
    name="reaper",
    minimum_interval_seconds=5,
    default_status=DefaultSensorStatus.RUNNING,
    description="Finds files and jobs whose run is gone; they wait again, or have failed after three times.",
)
def reaper(context: SensorEvaluationContext, services: ServicesResource) -> SensorResult:
    """Reap runs without a sign of life now and at the previous tick."""
    reaped, silent = reap(services.open(), seen_before=json.loads(context.cursor or "{}"))
    for run_id in {each.run_id for each in reaped if each.run_id}:
        _end(context.instance, run_id)
    told = ", ".join(f"{each.kind} {each.id} {each.fate}" for each in reaped)
    return SensorResult(cursor=json.dumps(silent), skip_reason=told or "Everything that runs is alive.")


def _end(instance: DagsterInstance, run_id: str) -> None:
    """Cancelled rather than failed, since a failed run would be started again and the catalog does that already."""
    run = instance.get_run_by_id(run_id)
    if run is not None and not run.is_finished:
        instance.report_run_canceled(run, message="The process of this run is gone.")
