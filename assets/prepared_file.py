"""The list read without losing a line, standardised columns beside the originals, its profile."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.checks import specs
from assets.keys import INTAKE, OWNERS, PREPARED_FILE, RAW_UPLOAD
from assets.materialise import RETRIES, Hand
from assets.partitions import FILES
from resources.services import ServicesResource


@asset(
    name=PREPARED_FILE,
    group_name=INTAKE,
    partitions_def=FILES,
    deps=[RAW_UPLOAD],
    kinds={"duckdb", "parquet"},
    owners=OWNERS,
    retry_policy=RETRIES,
    check_specs=specs(PREPARED_FILE),
    description="The list read without losing a line, standardised columns beside the originals, its profile.",
)
def prepared_file(
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.file_stage(PREPARED_FILE, context, services)
