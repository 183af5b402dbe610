"""Dedupe: the clusters of one list, their representatives and the duplicates to remove."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.checks import specs
from assets.keys import CLUSTERS, MATCHING, OWNERS, SCORED_MATCHES
from assets.materialise import RETRIES, Hand
from assets.partitions import MATCH_JOBS
from resources.services import ServicesResource


@asset(
    name=CLUSTERS,
    group_name=MATCHING,
    partitions_def=MATCH_JOBS,
    deps=[SCORED_MATCHES],
    kinds={"duckdb", "parquet"},
    owners=OWNERS,
    retry_policy=RETRIES,
    check_specs=specs(CLUSTERS),
    description="Dedupe: the clusters of one list, their representatives and the duplicates to remove.",
)
def clusters(
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(CLUSTERS, context, services)
