"""The report in words, written from the rollups and checked against them."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.keys import NARRATIVE, OWNERS, REPORTING, ROLLUPS
from assets.materialise import RETRIES, Hand
from assets.partitions import MATCH_JOBS
from resources.services import ServicesResource


@asset(
    name=NARRATIVE,
    group_name=REPORTING,
    partitions_def=MATCH_JOBS,
    deps=[ROLLUPS],
    kinds={"text"},
    owners=OWNERS,
    retry_policy=RETRIES,
    description="The report in words, written from the rollups and checked against them.",
)
def narrative(
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(NARRATIVE, context, services)
