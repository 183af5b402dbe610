"""Drops: lists that arrive in a watched folder or S3 prefix become files and jobs in the catalog.

One sensor for all rules. It launches nothing itself: it writes to the catalog, and ``requests`` launches the work
within the same limits as requests of people.
"""

from dagster import DefaultSensorStatus, SensorEvaluationContext, SensorResult, SkipReason, sensor

from listmatch.workflows.drops.evaluation import Evaluation, evaluate, read_bookmarks, write_bookmarks
from listmatch.workflows.drops.rulebook import rules_of
from resources.services import ServicesResource

SECONDS = 40.0
"""Dagster allows 60 s per evaluation; the copy of one list that is in progress by then still has to finish."""


@sensor(
    name="drops",
    minimum_interval_seconds=15,
    default_status=DefaultSensorStatus.RUNNING,
    description="Records every new version of a list under the watched prefixes exactly once, and queues its job.",
)
def drops(context: SensorEvaluationContext, services: ServicesResource) -> SensorResult | SkipReason:
    """Check the prefix of every rule."""
    opened = services.open()
    rules = rules_of(opened)
    if not rules:
        return SkipReason("There are no drop rules.")
    done = evaluate(opened, rules, bookmarks=read_bookmarks(context.cursor), seconds=SECONDS)
    return SensorResult(cursor=write_bookmarks(done.bookmarks), skip_reason=_told(done))


def _told(done: Evaluation) -> str:
    """A summary for the sensor's page, which names rules but no lists."""
    counts = f"{done.noted} new, {len(done.settled)} queued, {len(done.finished)} finished."
    return " ".join([counts, *(f"{name} waits: {why}" for name, why in done.problems.items())])
