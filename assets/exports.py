"""results.csv and results.parquet, and the report as PDF, XLSX, PPTX and HTML."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.keys import EXPORTS
from assets.materialise import Hand
from assets.stages import stage_asset
from resources.services import ServicesResource


@stage_asset(EXPORTS, kinds={"csv", "pdf", "excel", "powerpoint"})
def exports(context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(EXPORTS, context, services)
