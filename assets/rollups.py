"""Every figure of the report, computed by the SQL models of dbt_like_sql/."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource


@stage_asset(StageName.ROLLUPS, kinds={"sql", "json"})
def rollups(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Compute the figures of one job's report."""
    return stage_runner.job_stage(StageName.ROLLUPS, context, services)
