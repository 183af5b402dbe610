"""The pairs of source and master rows that at least one pass of the profile brings together."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource
from resources.spark import SparkResource


@stage_asset(StageName.CANDIDATE_PAIRS, kinds={"duckdb", "parquet"})
def candidate_pairs(
    context: AssetExecutionContext,
    services: ServicesResource,
    stage_runner: ResourceParam[StageRunner],
    spark: SparkResource,
) -> MaterializeResult:
    """Find the candidate pairs of one job by its blocking passes."""
    return stage_runner.job_stage(StageName.CANDIDATE_PAIRS, context, services, spark)
