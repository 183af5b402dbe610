"""The bytes of one list, as they were uploaded or dropped."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource


@stage_asset(StageName.RAW_UPLOAD, kinds={"s3"})
def raw_upload(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Record one uploaded or dropped list."""
    return stage_runner.file_stage(StageName.RAW_UPLOAD, context, services)
