"""The list read without losing a line, standardised columns beside the originals, its profile."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.checks import specs
from assets.keys import INTAKE, OWNERS, PREPARED_FILE, RAW_UPLOAD
from assets.materialise import RETRIES, file_stage
from assets.partitions import FILES
from resources.progress import Listener
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
    context: AssetExecutionContext, services: ServicesResource, progress: ResourceParam[Listener]
) -> MaterializeResult:
    """Materialise one partition."""
    return file_stage(PREPARED_FILE, context, services.open(), progress)
