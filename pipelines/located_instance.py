"""The Dagster instance of processes that run stages themselves: their runs belong to the code location.

Dagster knows where a run comes from only if it launched the run. Without that, the run is missing in the timeline, on
the page of its job and among the runs of that job, and cannot be executed again from the UI.
"""

from typing import Any

from dagster import DagsterInstance, DagsterRun, JobDefinition
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.storage.tags import MAX_RETRIES_TAG

LOCATION = "listmatch"
"""The location's name in every workspace.yaml."""

REPOSITORY = "__repository__"
"""What Dagster calls the repository of a location that is one Definitions object."""


class LocatedInstance(DagsterInstance):
    """Gives the runs that this process makes the same origin as those that a sensor or a person launches."""

    def create_run_for_job(self, job_def: JobDefinition, *args: Any, **options: Any) -> DagsterRun:
        """As Dagster's, with an origin. If the process dies, its work waits in the catalog: the run is not repeated."""
        options["tags"] = {MAX_RETRIES_TAG: "0", **(options.get("tags") or {})}
        options["remote_job_origin"] = origin_of(job_def.name)
        return super().create_run_for_job(job_def, *args, **options)


def origin_of(job: str) -> RemoteJobOrigin:
    """Where the job is defined, by names alone: whoever shows the run knows how to reach the location."""
    location = RegisteredCodeLocationOrigin(LOCATION)
    return RemoteJobOrigin(RemoteRepositoryOrigin(location, REPOSITORY), job)
