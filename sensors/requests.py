"""The fallback for request launching: launches waiting work that no worker has taken.

A running worker (`listmatch serve`) takes a request within half a second; this sensor needs five seconds and starts a
run of its own. The catalog decides who gets the work, so nothing is done twice: a run that comes too late finds the job
taken or done and leaves it alone.
"""

from collections.abc import Iterator

from dagster import (
    AddDynamicPartitionsRequest,
    DefaultSensorStatus,
    RunConfig,
    RunRequest,
    SensorResult,
    sensor,
)

from assets.materialise import LAUNCHED_BY_QUEUE
from assets.partitions import FILES, MATCH_JOBS
from listmatch.workflows.running.queue import Limits, Work, WorkKind, due, fail_doomed, settle_uploads, take
from pipelines.exports import ExportConfig, export, make_export
from pipelines.intake import prepare
from pipelines.matching import dedupe, match
from resources.services import ServicesResource


@sensor(
    name="requests",
    jobs=[prepare, match, dedupe, export],
    minimum_interval_seconds=5,
    default_status=DefaultSensorStatus.RUNNING,
    description="Launches prepared files, matches, dedupes and exports that wait in the catalog.",
)
def requests(services: ServicesResource) -> SensorResult:
    """Launch what is due."""
    opened = services.open()
    settle_uploads(opened)
    fail_doomed(opened)
    taken = [work for work in due(opened, limits=Limits.of(opened.settings)) if take(opened, work)]
    return SensorResult(
        run_requests=[run_request(work) for work in taken], dynamic_partitions_requests=list(_partitions(taken))
    )


def run_request(work: Work) -> RunRequest:
    """The run of one piece of work."""
    if work.kind is WorkKind.EXPORT:
        report_id, export_format = work.export
        config = ExportConfig(report_id=report_id, format=export_format.value)
        return RunRequest(job_name=work.kind.value, run_config=RunConfig(ops={make_export.name: config}))
    return RunRequest(job_name=work.kind.value, partition_key=work.id, tags={LAUNCHED_BY_QUEUE: "yes"})


def _partitions(taken: list[Work]) -> Iterator[AddDynamicPartitionsRequest]:
    files = [work.id for work in taken if work.kind is WorkKind.PREPARE]
    jobs = [work.id for work in taken if work.kind in (WorkKind.MATCH, WorkKind.DEDUPE)]
    if files:
        yield FILES.build_add_request(files)
    if jobs:
        yield MATCH_JOBS.build_add_request(jobs)
