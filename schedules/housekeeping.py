"""Housekeeping at night; at a quarter past, when fewer schedules of users begin."""

from dagster import DefaultScheduleStatus, ScheduleDefinition

from pipelines.housekeeping import housekeeping as job

housekeeping = ScheduleDefinition(
    name="housekeeping",
    job=job,
    cron_schedule="15 3 * * *",
    execution_timezone="UTC",
    default_status=DefaultScheduleStatus.RUNNING,
    description="Throws away expired lists, orphan objects, unfinished uploads and superfluous partitions.",
)
