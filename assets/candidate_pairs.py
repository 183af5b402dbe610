"""The pairs of source and master rows that at least one pass of the profile brings together.

The two prepared files are opened through the catalog, so the dependency is declared on all partitions: a mapping of our
own works on the command line but is taken for identity by the UI's backfills (DESIGN 3).
"""

from dagster import AllPartitionMapping, AssetDep, AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.checks import specs
from assets.keys import CANDIDATE_PAIRS, MATCHING, OWNERS, PREPARED_FILE
from assets.materialise import RETRIES, Hand
from assets.partitions import MATCH_JOBS
from resources.services import ServicesResource
from resources.spark import SparkResource


@asset(
    name=CANDIDATE_PAIRS,
    group_name=MATCHING,
    partitions_def=MATCH_JOBS,
    deps=[AssetDep(PREPARED_FILE, partition_mapping=AllPartitionMapping())],
    kinds={"duckdb", "parquet"},
    owners=OWNERS,
    retry_policy=RETRIES,
    check_specs=specs(CANDIDATE_PAIRS),
    description="The pairs of source and master rows that at least one pass of the profile brings together.",
)
def candidate_pairs(
    context: AssetExecutionContext,
    services: ServicesResource,
    hand: ResourceParam[Hand],
    spark: SparkResource,
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(CANDIDATE_PAIRS, context, services, spark)
