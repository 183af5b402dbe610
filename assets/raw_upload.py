"""The bytes of one list, as they were uploaded or dropped."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.keys import INTAKE, OWNERS, RAW_UPLOAD
from assets.materialise import RETRIES, file_stage
from assets.partitions import FILES
from resources.progress import Listener
from resources.services import ServicesResource


@asset(
    name=RAW_UPLOAD,
    group_name=INTAKE,
    partitions_def=FILES,
    kinds={"s3"},
    owners=OWNERS,
    retry_policy=RETRIES,
    description="The bytes of one list, as they were uploaded or dropped.",
)
def raw_upload(
    context: AssetExecutionContext, services: ServicesResource, progress: ResourceParam[Listener]
) -> MaterializeResult:
    """Materialise one partition."""
    return file_stage(RAW_UPLOAD, context, services.open(), progress)
