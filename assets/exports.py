"""results.csv and results.parquet, and the report as PDF, XLSX, PPTX and HTML."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.keys import CLUSTERS, EXPORTS, NARRATIVE, OWNERS, REPORTING, ROLLUPS, VERDICTS
from assets.materialise import RETRIES, job_stage
from assets.partitions import MATCH_JOBS
from resources.progress import Listener
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
def exports(
    context: AssetExecutionContext, services: ServicesResource, progress: ResourceParam[Listener]
) -> MaterializeResult:
    """Materialise one partition."""
    return job_stage(EXPORTS, context, services.open(), progress)
