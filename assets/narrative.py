"""The report in words, written from the rollups and checked against them."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam

from assets.materialise import StageRunner
from assets.stages import stage_asset
from listmatch.domain.stages import StageName
from resources.services import ServicesResource


@stage_asset(StageName.NARRATIVE, kinds={"text"})
def narrative(
    context: AssetExecutionContext, services: ServicesResource, stage_runner: ResourceParam[StageRunner]
) -> MaterializeResult:
    """Write the text of one job's report."""
    return stage_runner.job_stage(StageName.NARRATIVE, context, services)
