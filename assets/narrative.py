"""The report in words, written from the rollups and checked against them."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.keys import NARRATIVE
from assets.materialise import Hand
from assets.stages import stage_asset
from resources.services import ServicesResource


@stage_asset(NARRATIVE, kinds={"text"})
def narrative(
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(NARRATIVE, context, services)
