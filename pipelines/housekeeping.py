"""The flow that throws away what can go: expired lists, orphan objects, half uploads, partitions without a row."""

from collections.abc import Callable, Collection

from dagster import DagsterInstance, DynamicPartitionsDefinition, OpExecutionContext, in_process_executor, job, op

from assets.partitions import FILES, MATCH_JOBS
from listmatch.workflows.housekeeping import clean, living_files, living_jobs, superfluous
from resources.services import ServicesResource


@op(description="Remove expired lists, orphan objects, unfinished uploads and old scratch files.")
def clean_store(context: OpExecutionContext, services: ServicesResource) -> None:
    """Clean, and tell the counts."""
    context.add_output_metadata(dict(clean(services.open())))


@op(description="Remove partition keys whose file or job is gone, and the oldest of too many.")
def prune_partitions(context: OpExecutionContext, services: ServicesResource) -> None:
    """Prune both partition sets."""
    opened = services.open()
    counts = {
        "files": _prune(context.instance, FILES, lambda keys: living_files(opened, keys)),
        "match_jobs": _prune(context.instance, MATCH_JOBS, lambda keys: living_jobs(opened, keys)),
    }
    context.add_output_metadata(counts)


@job(executor_def=in_process_executor, description="Daily: throw away what can go.")
def housekeeping() -> None:
    """One cleaning."""
    clean_store()
    prune_partitions()


def _prune(
    instance: DagsterInstance, partitions: DynamicPartitionsDefinition, living: Callable[[Collection[str]], set[str]]
) -> int:
    name = str(partitions.name)
    keys = instance.get_dynamic_partitions(name)
    gone = superfluous(keys, living=living(keys))
    for key in gone:
        instance.delete_dynamic_partition(name, key)
    return len(gone)
