"""Every figure of the report, computed by the SQL models of dbt_like_sql/."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.keys import ROLLUPS
from assets.materialise import Hand
from assets.stages import stage_asset
from resources.services import ServicesResource


@stage_asset(ROLLUPS, kinds={"sql", "json"})
def rollups(context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(ROLLUPS, context, services)
