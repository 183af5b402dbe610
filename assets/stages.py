"""How an asset is declared: group, dependencies and description come from its stage in the library."""

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
from assets.keys import OWNERS, asset_key
from assets.partitions import FILES, MATCH_JOBS
from listmatch.domain.stages import StageName
from listmatch.workflows.running.stages import FILE_STAGES, JOB_STAGES, Stage

RETRIES = RetryPolicy(max_retries=1, delay=2)
"""For outages that outlast the minute a stage waits by itself; a user's error is never retried."""

STAGES: dict[StageName, Stage] = {stage.name: stage for stage in (*FILE_STAGES, *JOB_STAGES)}


def stage_asset(name: StageName, *, kinds: set[str]) -> Callable[[Callable[..., MaterializeResult]], AssetsDefinition]:
    """Decorate the function that materialises one partition of the stage *name*. *kinds* are badges in Dagster's UI."""
    stage = STAGES[name]
    return asset(
        key=asset_key(name),
        group_name=stage.group.value,
        partitions_def=_partitions(stage),
        deps=[_dependency(stage, STAGES[upstream]) for upstream in stage.upstream],
        kinds=kinds,
        owners=OWNERS,
        retry_policy=RETRIES,
        check_specs=specs(name),
        description=stage.description,
    )


def _partitions(stage: Stage) -> DynamicPartitionsDefinition:
    return FILES if stage in FILE_STAGES else MATCH_JOBS


def _dependency(stage: Stage, upstream: Stage) -> AssetDep:
    """The dependency of *stage* on *upstream*.

    A job finds its two prepared files through the catalog, so it depends on all their partitions. (A custom partition
    mapping would work on the command line, but backfills from the UI treat it as the identity.)
    """
    has_same_partitions = _partitions(stage) is _partitions(upstream)
    return AssetDep(asset_key(upstream.name), partition_mapping=None if has_same_partitions else AllPartitionMapping())
