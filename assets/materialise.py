"""From a partition to a stage of the library and back: the result's figures as metadata, its errors as failures."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from dagster import (
    AssetExecutionContext,
    Failure,
    MaterializeResult,
    MetadataValue,
    TableColumn,
    TableSchema,
)

from assets import checks
from assets.stages import RETRIES, STAGES
from listmatch.domain.artifacts import Artifact, StageResult
from listmatch.errors import InputError, ListmatchError
from listmatch.workflows.running.execution import Executed, check_flow, end_file, end_job, run_file_stage, run_job_stage
from listmatch.workflows.services import Services
from resources.progress import Listener, log_progress
from resources.services import ServicesResource
from resources.spark import SparkResource

LAUNCHED_BY_QUEUE = "listmatch/launched_by_queue"
"""Tag of the runs that the queue launches: when another run has done their job meanwhile, they leave it as it is."""


class Hand(Protocol):
    """Carries out the stage of an asset's step, for the file or job that is the partition."""

    def file_stage(self, name: str, context: AssetExecutionContext, services: ServicesResource) -> MaterializeResult:
        """The stage *name* of a file. Raises Failure when the file cannot succeed any more."""

    def job_stage(
        self, name: str, context: AssetExecutionContext, services: ServicesResource, spark: SparkResource | None = None
    ) -> MaterializeResult:
        """The stage *name* of a job. Raises Failure when the job cannot succeed any more."""


@dataclass(frozen=True, slots=True)
class OwnHand:
    """The step's own process carries the stage out, and tells its progress to *listen*.

    So it is everywhere but on the command line (pipelines/follower.py).
    """

    listen: Listener = log_progress

    def file_stage(self, name: str, context: AssetExecutionContext, services: ServicesResource) -> MaterializeResult:
        """Run it; when it cannot succeed any more, the file has failed."""
        opened, file_id, progress = services.open(), context.partition_key, self.listen(context.log)
        try:
            run = partial(run_file_stage, opened, STAGES[name], file_id, run_id=_run_id(context), progress=progress)
            return _materialise(context, run)
        except Failure as failure:
            end_file(opened, file_id, failure.__cause__, sentence=str(failure.description))
            raise

    def job_stage(
        self, name: str, context: AssetExecutionContext, services: ServicesResource, spark: SparkResource | None = None
    ) -> MaterializeResult:
        """Run it; when it cannot succeed any more, the job has failed.

        Given *spark*, a job of that engine has the stage carried out where the resource says.
        """
        stage = spark.moved(STAGES[name], context) if spark else STAGES[name]
        opened, job_id, progress = services.open(), context.partition_key, self.listen(context.log)
        _refuse_other_flow(context, opened, job_id)
        run_id = _run_id(context)
        run = partial(run_job_stage, opened, stage, job_id, run_id=run_id, progress=progress)
        try:
            return _materialise(context, partial(run, may_reopen=LAUNCHED_BY_QUEUE not in context.run.tags))
        except Failure as failure:
            end_job(opened, job_id, failure.__cause__, sentence=str(failure.description), run_id=run_id)
            raise


def materialised(done: Executed) -> MaterializeResult:
    """What a stage made, as Dagster keeps it."""
    measured = {"seconds": done.seconds, "peak_memory_mb": done.peak_memory_mb}
    metadata = {"lists": done.lists, **done.result.figures, **measured, **_described(done.result)}
    return MaterializeResult(metadata=metadata, check_results=checks.results(done))


def _run_id(context: AssetExecutionContext) -> str:
    """A run that Dagster started again after a crash is the same run to its job or file, and may go on at once."""
    return context.run.root_run_id or context.run.run_id


def _refuse_other_flow(context: AssetExecutionContext, services: Services, job_id: str) -> None:
    """The UI offers matches to the flow of dedupes and the other way round, since they are one set of partitions."""
    chosen = {key.to_user_string() for key in context.job_def.asset_layer.selected_asset_keys}
    try:
        check_flow(services, job_id, chosen=chosen)
    except InputError as error:
        raise Failure(description=str(error), allow_retries=False) from error


def _materialise(context: AssetExecutionContext, run: Callable[[], Executed]) -> MaterializeResult:
    try:
        return materialised(run())
    except ListmatchError as error:
        if error.is_retryable and context.retry_number < RETRIES.max_retries:
            raise
        raise Failure(description=str(error), allow_retries=False) from error
    except Exception as error:
        description = f"Something of ours failed ({type(error).__name__}); the log of this step has the details."
        raise Failure(description=description, allow_retries=False) from error


def _described(result: StageResult) -> dict[str, MetadataValue]:
    """Dagster's own words for what was written: rows, columns, address, and a preview where there is one."""
    main: Artifact = result.artifacts[0]
    described: dict[str, MetadataValue] = {"dagster/uri": MetadataValue.text(main.uri)}
    if main.rows is not None:
        described["dagster/row_count"] = MetadataValue.int(main.rows)
    if result.columns:
        columns = [TableColumn(name, type=kind) for name, kind in result.columns]
        described["dagster/column_schema"] = MetadataValue.table_schema(TableSchema(columns=columns))
    if result.preview:
        described["preview"] = MetadataValue.md(result.preview)
    if len(result.artifacts) > 1:
        described["objects"] = MetadataValue.json([artifact.uri for artifact in result.artifacts])
    return described
