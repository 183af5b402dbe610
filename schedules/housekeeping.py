"""Nightly housekeeping, off the full hours at which user schedules start; retention first, since it makes orphans.

The reaper is a sensor (``sensors/reaper.py``): a schedule runs once a minute at most, too seldom for it.
"""

from dagster import DefaultScheduleStatus, JobDefinition, ScheduleDefinition

from pipelines.housekeeping import orphans as orphans_job
from pipelines.housekeeping import partitions as partitions_job
from pipelines.housekeeping import retention as retention_job


def _nightly(job: JobDefinition, *, minute: int) -> ScheduleDefinition:
    return ScheduleDefinition(
        name=job.name,
        job=job,
        cron_schedule=f"{minute} 3 * * *",
        execution_timezone="UTC",
        default_status=DefaultScheduleStatus.RUNNING,
        description=job.description,
    )


retention = _nightly(retention_job, minute=15)
orphans = _nightly(orphans_job, minute=30)
partitions = _nightly(partitions_job, minute=45)
