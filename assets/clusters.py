"""Dedupe: the clusters of one list, their representatives and the duplicates to remove."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource


@stage_asset(StageName.CLUSTERS, kinds={"duckdb", "parquet"})
def clusters(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Cluster the rows of one dedupe."""
    return stage_runner.job_stage(StageName.CLUSTERS, context, services)
