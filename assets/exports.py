"""results.csv and results.parquet, and the report as PDF, XLSX, PPTX and HTML."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.keys import CLUSTERS, EXPORTS, NARRATIVE, OWNERS, REPORTING, ROLLUPS, VERDICTS
from assets.materialise import RETRIES, Hand
from assets.partitions import MATCH_JOBS
from resources.services import ServicesResource


@asset(
    name=EXPORTS,
    group_name=REPORTING,
    partitions_def=MATCH_JOBS,
    deps=[VERDICTS, CLUSTERS, ROLLUPS, NARRATIVE],
    kinds={"csv", "pdf", "excel", "powerpoint"},
    owners=OWNERS,
    retry_policy=RETRIES,
    description="results.csv and results.parquet, and the report as PDF, XLSX, PPTX and HTML.",
)
def exports(context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(EXPORTS, context, services)
