"""Drops: lists that are laid under a watched folder or S3 prefix become files and jobs in the catalog.

One sensor for all rules. It launches nothing itself: what it writes into the catalog waits there, and ``requests``
launches it, within the same limits as what people ask for.
"""

from dagster import DefaultSensorStatus, SensorEvaluationContext, SensorResult, SkipReason, sensor

from listmatch.workflows.drops.evaluation import Evaluation, evaluate, read_bookmarks, write_bookmarks
from listmatch.workflows.drops.rulebook import rules_of
from resources.services import ServicesResource

SECONDS = 40.0
"""Dagster gives an evaluation 60 s; what is begun by then, the copy of one list at most, still has to end."""


@sensor(
    name="drops",
    minimum_interval_seconds=15,
    default_status=DefaultSensorStatus.RUNNING,
    description="Notes every new version of a list under the watched prefixes, exactly once, and queues its job.",
)
def drops(context: SensorEvaluationContext, services: ServicesResource) -> SensorResult | SkipReason:
    """Look at every rule's prefix."""
    opened = services.open()
    rules = rules_of(opened)
    if not rules:
        return SkipReason("There are no drop rules.")
    done = evaluate(opened, rules, bookmarks=read_bookmarks(context.cursor), seconds=SECONDS)
    return SensorResult(cursor=write_bookmarks(done.bookmarks), skip_reason=_told(done))


def _told(done: Evaluation) -> str:
    """What happened, for the sensor's page; names of rules only."""
    counts = f"{done.noted} new, {len(done.settled)} queued, {len(done.finished)} finished."
    return " ".join([counts, *(f"{name} waits: {why}" for name, why in done.problems.items())])
