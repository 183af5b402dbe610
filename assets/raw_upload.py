"""The bytes of one list, as they were uploaded or dropped."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.keys import RAW_UPLOAD
from assets.materialise import Hand
from assets.stages import stage_asset
from resources.services import ServicesResource


@stage_asset(RAW_UPLOAD, kinds={"s3"})
def raw_upload(
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.file_stage(RAW_UPLOAD, context, services)
