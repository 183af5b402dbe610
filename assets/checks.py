"""The library's blocking checks as asset checks: declared on the asset, evaluated in the step that wrote it.

A step of its own would cost more than the check (DESIGN 3), and checks of dynamic partitions are a preview feature of
Dagster; in the asset's step they have the partition for free.
"""

from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec

from listmatch.workflows.checks import blocking
from listmatch.workflows.execution import Executed


def specs(asset: str) -> list[AssetCheckSpec]:
    """The blocking checks of one asset: when one fails, nothing after the asset runs."""
    return [
        AssetCheckSpec(check.name, asset=asset, description=check.description, blocking=True)
        for check in blocking(asset)
    ]


def results(done: Executed) -> list[AssetCheckResult]:
    """What the checks found."""
    return [
        AssetCheckResult(
            check_name=check.name,
            asset_key=check.stage,
            passed=outcome.passed,
            severity=AssetCheckSeverity.ERROR,
            description=outcome.description,
            metadata=dict(outcome.figures),
        )
        for check, outcome in done.outcomes
    ]
