"""The job ``prepare``: from upload to prepared file. The partition is the file's id."""

from dagster import AssetSelection, define_asset_job, in_process_executor

from assets.expectations import expectations
from listmatch.domain.stages import StageGroup

prepare = define_asset_job(
    "prepare",
    selection=AssetSelection.groups(StageGroup.INTAKE.value) - AssetSelection.checks(expectations),
    executor_def=in_process_executor,
    description="Read, profile and standardise one list.",
)
