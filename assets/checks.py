"""The library's checks as asset checks: declared on the asset, evaluated in the step that wrote it.

A step of its own would cost more than the check, and checks of dynamic partitions are a preview feature of
Dagster; in the asset's step they have the partition for free.
"""

from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec

from assets.keys import asset_key
from listmatch.domain.stages import StageName
from listmatch.workflows.running.checks import checks_of
from listmatch.workflows.running.execution import Executed


def specs(stage: StageName) -> list[AssetCheckSpec]:
    """The checks of one stage's asset; when a blocking one fails, nothing downstream runs."""
    return [
        AssetCheckSpec(check.name, asset=asset_key(stage), description=check.description, blocking=check.is_blocking)
        for check in checks_of(stage)
    ]


def results(done: Executed) -> list[AssetCheckResult]:
    """The outcomes of the checks of one stage."""
    return [
        AssetCheckResult(
            check_name=check.name,
            asset_key=asset_key(check.stage),
            passed=outcome.passed,
            severity=AssetCheckSeverity.ERROR if check.is_blocking else AssetCheckSeverity.WARN,
            description=outcome.description,
            metadata=dict(outcome.figures),
        )
        for check, outcome in done.outcomes
    ]
