"""Runs files and jobs by materialising their partitions in this process, on the instance that the UI shows."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from dagster import AssetKey, DagsterError, DagsterInstance, Failure

from assets.keys import asset_key
from assets.materialise import InProcessStageRunner
from assets.partitions import FILES, MATCH_JOBS
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import ContractBroken, ListmatchError, internal_error
from listmatch.workflows.running.execution import flow_of, stages_of
from listmatch.workflows.services import Services
from pipelines.build import build_defs
from pipelines.instance import open_instance, storage_outage_named
from pipelines.signals import preserve_sigterm

QUIET: Mapping[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
"""No console log: progress and results are printed by the caller, events are kept in the instance."""


class DagsterRunner:
    """The ``Runner`` of long-lived processes and of submitted Spark stages (listmatch.workflows.runners)."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @cached_property
    def _instance(self) -> DagsterInstance:
        """Opened once, since opening its three databases takes longer than matching a small list."""
        return open_instance(self.services.settings)

    def prepare(self, file_ids: Sequence[str], progress: Progress = silent) -> None:
        """Prepare these files; raises what a stage raised."""
        with storage_outage_named():
            self._instance.add_dynamic_partitions(str(FILES.name), list(file_ids))
            for number, file_id in enumerate(file_ids):
                part = part_of(progress, number / len(file_ids), (number + 1) / len(file_ids))
                self._run("prepare", file_id, part)

    def run_job(self, job_id: str, progress: Progress = silent) -> None:
        """Run one job; raises what a stage raised."""
        with self.services.catalog.reading() as session:
            record = job_rows.get_any(session, job_id=job_id)
        selection = [asset_key(stage.name) for stage in stages_of(record)]
        with storage_outage_named():
            self._instance.add_dynamic_partitions(str(MATCH_JOBS.name), [job_id])
            self._run(flow_of(record.mode), job_id, progress, selection=selection)

    def _run(self, job: str, partition: str, progress: Progress, selection: Sequence[AssetKey] | None = None) -> None:
        definitions = build_defs(
            self.services.settings, resource_overrides={"stage_runner": InProcessStageRunner(lambda _: progress)}
        )
        try:
            with preserve_sigterm():
                definitions.resolve_job_def(job).execute_in_process(
                    instance=self._instance, partition_key=partition, run_config=QUIET, asset_selection=selection
                )
        except Failure as failure:
            raise _cause(failure) from failure.__cause__
        except DagsterError as error:
            raise ContractBroken(self._failure_of(job, partition) or str(error)) from error

    def _failure_of(self, job: str, partition: str) -> str:
        """The sentence of the blocking check that failed, as the catalog keeps it."""
        with self.services.catalog.reading() as session:
            if job == "prepare":
                return file_rows.get_any(session, file_id=partition).prepare_error or ""
            return job_rows.get_any(session, job_id=partition).error or ""


def _cause(failure: Failure) -> ListmatchError:
    """The library's own error behind a failed step; anything else is an internal error."""
    if isinstance(failure.__cause__, ListmatchError):
        return failure.__cause__
    return internal_error(failure.__cause__)
