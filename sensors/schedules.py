"""User schedules: one dispatcher turns rows of the catalog into jobs when their slots are due.

Rows rather than ScheduleDefinitions, since users make, pause and delete them while the code location runs.
"""

from dagster import DefaultSensorStatus, SkipReason, sensor

from listmatch.workflows.recurring.dispatch import dispatch
from resources.services import ServicesResource


@sensor(
    name="schedules",
    minimum_interval_seconds=15,
    default_status=DefaultSensorStatus.RUNNING,
    description="Queues a job for every schedule whose slot is due, once per slot.",
)
def schedules(services: ServicesResource) -> SkipReason:
    """Queue what is due; ``requests`` launches it."""
    done = dispatch(services.open())
    refused = [f"{each.schedule_id}: {each.error}" for each in done if each.error]
    return SkipReason(" ".join([f"{len(done) - len(refused)} jobs queued.", *refused]))
