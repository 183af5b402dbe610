"""How an asset is declared: its group, lineage and description are those of the stage of the library."""

from collections.abc import Callable

from dagster import (
    AllPartitionMapping,
    AssetDep,
    AssetsDefinition,
    DynamicPartitionsDefinition,
    MaterializeResult,
    RetryPolicy,
    asset,
)

from assets.checks import specs
from assets.keys import OWNERS
from assets.partitions import FILES, MATCH_JOBS
from listmatch.workflows.running.stages import FILE_STAGES, JOB_STAGES, Stage

RETRIES = RetryPolicy(max_retries=1, delay=2)
"""For what may pass by itself (storage or catalog out of reach), which the stage has waited out for a minute already;
a user's error is never retried.
"""

STAGES: dict[str, Stage] = {stage.name: stage for stage in (*FILE_STAGES, *JOB_STAGES)}


def stage_asset(name: str, *, kinds: set[str]) -> Callable[[Callable[..., MaterializeResult]], AssetsDefinition]:
    """A decorator: the function materialises one partition of the stage *name*. *kinds* are badges of Dagster's UI."""
    stage = STAGES[name]
    return asset(
        name=name,
        group_name=stage.group,
        partitions_def=_partitions(stage),
        deps=[_dependency(stage, STAGES[before]) for before in stage.upstream],
        kinds=kinds,
        owners=OWNERS,
        retry_policy=RETRIES,
        check_specs=specs(name),
        description=stage.description,
    )


def _partitions(stage: Stage) -> DynamicPartitionsDefinition:
    return FILES if stage in FILE_STAGES else MATCH_JOBS


def _dependency(stage: Stage, before: Stage) -> AssetDep:
    """A job opens its two prepared files through the catalog, so it depends on all partitions: a mapping of our own
    works on the command line but is taken for identity by the UI's backfills.
    """
    is_of_one_kind = _partitions(stage) is _partitions(before)
    return AssetDep(before.name, partition_mapping=None if is_of_one_kind else AllPartitionMapping())
