"""Housekeeping jobs: expired lists and results, orphan objects, partitions without a row.

Three jobs rather than one, so that each has its own schedule, history and switch in the UI.
"""

from collections.abc import Callable, Collection

from dagster import DagsterInstance, DynamicPartitionsDefinition, OpExecutionContext, in_process_executor, job, op

from assets.partitions import FILES, MATCH_JOBS
from listmatch.workflows.doctor.housekeeping import clean, living_files, living_jobs, retain, superfluous
from resources.services import ServicesResource


@op(description="Delete lists and results that are older than the retention settings allow.")
def delete_expired(context: OpExecutionContext, services: ServicesResource) -> None:
    """Delete what has expired; the counts are output metadata."""
    context.add_output_metadata(dict(retain(services.open())))


@op(description="Remove objects of no file and no job, unfinished uploads and old scratch files.")
def remove_orphans(context: OpExecutionContext, services: ServicesResource) -> None:
    """Remove orphans; the counts are output metadata."""
    context.add_output_metadata(dict(clean(services.open())))


@op(description="Remove partition keys whose file or job is gone, and the oldest of too many.")
def remove_partitions(context: OpExecutionContext, services: ServicesResource) -> None:
    """Prune both partition sets."""
    opened = services.open()
    counts = {
        "files": _prune(context.instance, FILES, lambda keys: living_files(opened, keys)),
        "match_jobs": _prune(context.instance, MATCH_JOBS, lambda keys: living_jobs(opened, keys)),
    }
    context.add_output_metadata(counts)


@job(executor_def=in_process_executor, description="Delete what is older than LISTMATCH_*RETENTION_DAYS.")
def retention() -> None:
    """Apply the retention settings once."""
    delete_expired()


@job(
    executor_def=in_process_executor,
    description="Remove objects left in the store by killed processes and deleted rows.",
)
def orphans() -> None:
    """Clean the object store and the scratch folder once."""
    remove_orphans()


@job(executor_def=in_process_executor, description="Keep the partition sets small enough for the UI.")
def partitions() -> None:
    """Prune the partition sets once."""
    remove_partitions()


def _prune(
    instance: DagsterInstance, partitions: DynamicPartitionsDefinition, living: Callable[[Collection[str]], set[str]]
) -> int:
    name = str(partitions.name)
    keys = instance.get_dynamic_partitions(name)
    gone = superfluous(keys, living=living(keys))
    for key in gone:
        instance.delete_dynamic_partition(name, key)
    return len(gone)
