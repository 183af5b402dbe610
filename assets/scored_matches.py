"""Every candidate pair with its calibrated score (0-100), relationship class and reason."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource
from resources.spark import SparkResource


@stage_asset(StageName.SCORED_MATCHES, kinds={"splink", "duckdb"})
def scored_matches(
    context: AssetExecutionContext,
    services: ServicesResource,
    stage_runner: ResourceParam[StageRunner],
    spark: SparkResource,
) -> MaterializeResult:
    """Score the candidate pairs of one job."""
    return stage_runner.job_stage(StageName.SCORED_MATCHES, context, services, spark)
