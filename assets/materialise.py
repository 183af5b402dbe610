"""From a partition to a stage of the library and back: figures become metadata, errors become failures."""

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
from listmatch.domain.stages import StageName
from listmatch.errors import InputError, ListmatchError, internal_error
from listmatch.tables.dictionary import descriptions
from listmatch.workflows.running.execution import Executed, check_flow, end_file, end_job, run_file_stage, run_job_stage
from listmatch.workflows.services import Services
from resources.progress import Listener, log_progress
from resources.services import ServicesResource
from resources.spark import SparkResource

LAUNCHED_BY_QUEUE = "listmatch/launched_by_queue"
"""Tag of runs launched by the queue: they leave a job alone that another run has finished in the meantime."""

LISTS = "listmatch/lists"
"""Tag with the names of the lists of a run, whose partition is but an id."""


class StageRunner(Protocol):
    """The resource that runs the stage behind an asset, for the file or job that is the partition."""

    def file_stage(
        self, name: StageName, context: AssetExecutionContext, services: ServicesResource
    ) -> MaterializeResult:
        """Run the stage *name* of a file. Raises Failure when a retry cannot help."""

    def job_stage(
        self,
        name: StageName,
        context: AssetExecutionContext,
        services: ServicesResource,
        spark: SparkResource | None = None,
    ) -> MaterializeResult:
        """Run the stage *name* of a job. Raises Failure when a retry cannot help."""


@dataclass(frozen=True, slots=True)
class InProcessStageRunner:
    """Runs the stage in the process of the step and reports progress to *listen*.

    The default; only runs that follow the command line use another one (pipelines/follower.py).
    """

    listen: Listener = log_progress

    def file_stage(
        self, name: StageName, context: AssetExecutionContext, services: ServicesResource
    ) -> MaterializeResult:
        """Run it; when a retry cannot help, the file is marked as failed."""
        opened, file_id, progress = services.open(), context.partition_key, self.listen(context.log)
        try:
            run = partial(run_file_stage, opened, STAGES[name], file_id, run_id=_run_id(context), progress=progress)
            return _materialise(name, context, run)
        except Failure as failure:
            end_file(opened, file_id, failure.__cause__, sentence=str(failure.description))
            raise

    def job_stage(
        self,
        name: StageName,
        context: AssetExecutionContext,
        services: ServicesResource,
        spark: SparkResource | None = None,
    ) -> MaterializeResult:
        """Run it; when a retry cannot help, the job is marked as failed.

        With *spark*, the stage of a job whose engine is Spark is submitted to where that resource says.
        """
        stage = spark.submitted(STAGES[name], context) if spark else STAGES[name]
        opened, job_id, progress = services.open(), context.partition_key, self.listen(context.log)
        _refuse_other_flow(context, opened, job_id)
        run_id = _run_id(context)
        run = partial(run_job_stage, opened, stage, job_id, run_id=run_id, progress=progress)
        try:
            return _materialise(name, context, partial(run, may_reopen=LAUNCHED_BY_QUEUE not in context.run.tags))
        except Failure as failure:
            end_job(opened, job_id, failure.__cause__, sentence=str(failure.description), run_id=run_id)
            raise


def materialised(stage: StageName, done: Executed) -> MaterializeResult:
    """The result of *stage* as Dagster records it: metadata and check results."""
    measured = {"seconds": done.seconds, "peak_memory_mb": done.peak_memory_mb}
    metadata = {"lists": done.lists, **done.result.figures, **measured, **_described(stage, done.result)}
    return MaterializeResult(metadata=metadata, check_results=checks.results(done))


def name_lists(context: AssetExecutionContext, done: Executed) -> None:
    """Tag the run with the names of its lists, so that the page of all runs tells one from the other."""
    context.instance.add_run_tags(context.run.run_id, {LISTS: done.lists})


def _run_id(context: AssetExecutionContext) -> str:
    """A run that Dagster started again after a crash is the same run to its job or file, and may go on at once."""
    return context.run.root_run_id or context.run.run_id


def _refuse_other_flow(context: AssetExecutionContext, services: Services, job_id: str) -> None:
    """Refuse a match launched as a dedupe or the reverse: both are partitions of one set, so the UI offers either."""
    chosen = {key.to_user_string() for key in context.job_def.asset_layer.selected_asset_keys}
    try:
        check_flow(services, job_id, chosen=chosen)
    except InputError as error:
        raise Failure(description=str(error), allow_retries=False) from error


def _materialise(stage: StageName, context: AssetExecutionContext, run: Callable[[], Executed]) -> MaterializeResult:
    try:
        done = run()
        name_lists(context, done)
        return materialised(stage, done)
    except ListmatchError as error:
        if error.is_retryable and context.retry_number < RETRIES.max_retries:
            raise
        raise Failure(description=str(error), allow_retries=False) from error
    except Exception as error:
        description = str(internal_error(error, cure="The log of this step has the traceback."))
        raise Failure(description=description, allow_retries=False) from error


def _described(stage: StageName, result: StageResult) -> dict[str, MetadataValue]:
    """Dagster's standard metadata of what was written: row count, columns, URI, and a preview where there is one."""
    main: Artifact = result.artifacts[0]
    described: dict[str, MetadataValue] = {"dagster/uri": MetadataValue.text(main.uri)}
    if main.rows is not None:
        described["dagster/row_count"] = MetadataValue.int(main.rows)
    if result.columns:
        told = descriptions(stage, [name for name, _ in result.columns])
        columns = [
            TableColumn(name, type=kind, description=text or None)
            for (name, kind), text in zip(result.columns, told, strict=True)
        ]
        described["dagster/column_schema"] = MetadataValue.table_schema(TableSchema(columns=columns))
    if result.preview:
        described["preview"] = MetadataValue.md(result.preview)
    if len(result.artifacts) > 1:
        described["objects"] = MetadataValue.json([artifact.uri for artifact in result.artifacts])
    return described
