"""The job that checks the expectations of a recurring list, separate from its preparation."""

from dagster import AssetSelection, define_asset_job, in_process_executor

from assets.expectations import expectations as check

expectations = define_asset_job(
    "expectations",
    selection=AssetSelection.checks(check),
    executor_def=in_process_executor,
    description="Check a prepared list against the expectations of its family; warns, never blocks.",
)
