"""Every figure of the report, computed by the SQL models of dbt_like_sql/."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.keys import CLUSTERS, OWNERS, REPORTING, ROLLUPS, VERDICTS
from assets.materialise import RETRIES, job_stage
from assets.partitions import MATCH_JOBS
from resources.progress import Listener
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
def rollups(
    context: AssetExecutionContext, services: ServicesResource, progress: ResourceParam[Listener]
) -> MaterializeResult:
    """Materialise one partition."""
    return job_stage(ROLLUPS, context, services.open(), progress)
