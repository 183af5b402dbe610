"""One verdict per source row: matched, review or unmatched."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.checks import specs
from assets.keys import MATCHING, OWNERS, SCORED_MATCHES, VERDICTS
from assets.materialise import RETRIES, Hand
from assets.partitions import MATCH_JOBS
from resources.services import ServicesResource


@asset(
    name=VERDICTS,
    group_name=MATCHING,
    partitions_def=MATCH_JOBS,
    deps=[SCORED_MATCHES],
    kinds={"duckdb", "parquet"},
    owners=OWNERS,
    retry_policy=RETRIES,
    check_specs=specs(VERDICTS),
    description="One verdict per source row: matched, review or unmatched.",
)
def verdicts(
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(VERDICTS, context, services)
