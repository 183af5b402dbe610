"""Every candidate pair with its calibrated score (0-100), relationship class and reason."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.checks import specs
from assets.keys import CANDIDATE_PAIRS, MATCHING, OWNERS, SCORED_MATCHES
from assets.materialise import RETRIES, Hand
from assets.partitions import MATCH_JOBS
from resources.services import ServicesResource
from resources.spark import SparkResource


@asset(
    name=SCORED_MATCHES,
    group_name=MATCHING,
    partitions_def=MATCH_JOBS,
    deps=[CANDIDATE_PAIRS],
    kinds={"splink", "duckdb"},
    owners=OWNERS,
    retry_policy=RETRIES,
    check_specs=specs(SCORED_MATCHES),
    description="Every candidate pair with its calibrated score (0-100), relationship class and reason.",
)
def scored_matches(
    context: AssetExecutionContext,
    services: ServicesResource,
    hand: ResourceParam[Hand],
    spark: SparkResource,
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(SCORED_MATCHES, context, services, spark)
