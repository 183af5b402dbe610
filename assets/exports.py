"""results.csv and results.parquet, and the report as PDF, XLSX, PPTX and HTML."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource


@stage_asset(StageName.EXPORTS, kinds={"csv", "pdf", "excel", "powerpoint"})
def exports(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Write the results and reports of one job."""
    return stage_runner.job_stage(StageName.EXPORTS, context, services)
