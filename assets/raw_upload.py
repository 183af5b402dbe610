"""The bytes of one list, as they were uploaded or dropped."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.keys import RAW_UPLOAD
from assets.materialise import StageRunner
from assets.stages import stage_asset
from resources.services import ServicesResource


@stage_asset(RAW_UPLOAD, kinds={"s3"})
def raw_upload(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Record one uploaded or dropped list."""
    return stage_runner.file_stage(RAW_UPLOAD, context, services)
