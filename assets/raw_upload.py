"""The bytes of one list, as they were uploaded or dropped."""

from dagster import AssetExecutionContext, MaterializeResult, ResourceParam, asset

from assets.keys import INTAKE, OWNERS, RAW_UPLOAD
from assets.materialise import RETRIES, Hand
from assets.partitions import FILES
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
    context: AssetExecutionContext, services: ServicesResource, hand: ResourceParam[Hand]
) -> MaterializeResult:
    """Materialise one partition."""
    return hand.file_stage(RAW_UPLOAD, context, services)
