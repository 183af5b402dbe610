"""One verdict per source row: matched, review or unmatched."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource


@stage_asset(StageName.VERDICTS, kinds={"duckdb", "parquet"})
def verdicts(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Choose the answer for every source row of one match."""
    return stage_runner.job_stage(StageName.VERDICTS, context, services)
