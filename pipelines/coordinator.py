"""Launches requested runs immediately and queues those of a backfill, so that a few of them run at a time.

Dagster offers one or the other for a whole instance. Without a queue, a backfill of a thousand partitions starts a
thousand processes; with one, every request waits for the daemon's next iteration.
"""

from dagster import DagsterRun, DagsterRunStatus
from dagster._core.run_coordinator import QueuedRunCoordinator, SubmitRunContext
from dagster._core.storage.tags import BACKFILL_ID_TAG


class BackfillQueueCoordinator(QueuedRunCoordinator):
    """Queues runs that carry a backfill's tag. Takes the configuration of ``QueuedRunCoordinator``."""

    def submit_run(self, context: SubmitRunContext) -> DagsterRun:
        """Launch or queue one run; a run that is being resubmitted goes to the queue."""
        run = context.dagster_run
        if BACKFILL_ID_TAG in run.tags or run.status is not DagsterRunStatus.NOT_STARTED:
            return super().submit_run(context)
        return self._instance.launch_run(run.run_id, context.workspace)
