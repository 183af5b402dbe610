"""Which runs start at once and which wait their turn: a person's at once, those of a backfill a few at a time.

Dagster offers one or the other for a whole instance: without a queue a backfill of a thousand partitions starts a
thousand processes, and with one every request waits for the daemon's next look.
"""

from dagster import DagsterRun, DagsterRunStatus
from dagster._core.run_coordinator import QueuedRunCoordinator, SubmitRunContext
from dagster._core.storage.tags import BACKFILL_ID_TAG


class PatientBackfills(QueuedRunCoordinator):
    """Queues what carries a backfill's tag; its configuration is the queue's."""

    def submit_run(self, context: SubmitRunContext) -> DagsterRun:
        """Launch or queue one run; one that was submitted before is left alone."""
        run = context.dagster_run
        if BACKFILL_ID_TAG in run.tags or run.status is not DagsterRunStatus.NOT_STARTED:
            return super().submit_run(context)
        return self._instance.launch_run(run.run_id, context.workspace)
