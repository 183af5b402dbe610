"""Every candidate pair with its calibrated score (0-100), relationship class and reason."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.keys import SCORED_MATCHES
from assets.materialise import StageRunner
from assets.stages import stage_asset
from resources.services import ServicesResource
from resources.spark import SparkResource


@stage_asset(SCORED_MATCHES, kinds={"splink", "duckdb"})
def scored_matches(
    context: AssetExecutionContext,
    services: ServicesResource,
    stage_runner: ResourceParam[StageRunner],
    spark: SparkResource,
) -> MaterializeResult:
    """Score the candidate pairs of one job."""
    return stage_runner.job_stage(SCORED_MATCHES, context, services, spark)
