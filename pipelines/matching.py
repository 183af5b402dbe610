"""The jobs ``match`` (two lists) and ``dedupe`` (one list). The partition is the id of the catalog's job.

A process per step costs about two seconds each, so all steps of a job run in the run's own process.
"""

from dagster import AssetSelection, define_asset_job, in_process_executor

from assets.keys import asset_key
from listmatch.domain.stages import StageGroup, StageName

_JOB_ASSETS = AssetSelection.groups(StageGroup.MATCHING.value, StageGroup.REPORTING.value)

match = define_asset_job(
    "match",
    selection=_JOB_ASSETS - AssetSelection.assets(asset_key(StageName.CLUSTERS)),
    executor_def=in_process_executor,
    description="A verdict for every row of a source list against a master list, report and exports.",
)

dedupe = define_asset_job(
    "dedupe",
    selection=_JOB_ASSETS - AssetSelection.assets(asset_key(StageName.VERDICTS)),
    executor_def=in_process_executor,
    description="The duplicates of one list, report and exports.",
)
