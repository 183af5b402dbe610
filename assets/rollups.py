"""Every figure of the report, computed by the SQL models of dbt_like_sql/."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.keys import CLUSTERS, OWNERS, REPORTING, ROLLUPS, VERDICTS
from assets.materialise import RETRIES, Hand
from assets.partitions import MATCH_JOBS
from resources.services import ServicesResource


@asset(
    name=ROLLUPS,
    group_name=REPORTING,
    partitions_def=MATCH_JOBS,
    deps=[VERDICTS, CLUSTERS],
    kinds={"sql", "json"},
    owners=OWNERS,
    retry_policy=RETRIES,
    description="Every figure of the report, computed by the SQL models of dbt_like_sql/.",
)
def rollups(context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(ROLLUPS, context, services)
