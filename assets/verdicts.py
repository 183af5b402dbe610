"""One verdict per source row: matched, review or unmatched."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.keys import VERDICTS
from assets.materialise import Hand
from assets.stages import stage_asset
from resources.services import ServicesResource


@stage_asset(VERDICTS, kinds={"duckdb", "parquet"})
def verdicts(
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.job_stage(VERDICTS, context, services)
