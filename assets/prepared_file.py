"""The list read without losing a line, standardised columns beside the originals, its profile."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource


@stage_asset(StageName.PREPARED_FILE, kinds={"duckdb", "parquet"})
def prepared_file(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Read, profile and standardise one list."""
    return stage_runner.file_stage(StageName.PREPARED_FILE, context, services)
