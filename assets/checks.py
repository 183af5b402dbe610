"""The blocking checks of the library as asset checks, one per entry of ``listmatch.workflows.checks``."""

from dagster import AssetCheckExecutionContext, AssetCheckResult, AssetChecksDefinition, AssetCheckSeverity, asset_check

from assets.keys import PREPARED_FILE
from assets.partitions import FILES, MATCH_JOBS
from listmatch.workflows.checks import CHECKS, Check
from resources.services import ServicesResource


def blocking_checks() -> list[AssetChecksDefinition]:
    """One blocking asset check per check of the library."""
    return [_as_asset_check(check) for check in CHECKS]


def _as_asset_check(check: Check) -> AssetChecksDefinition:
    partitions = FILES if check.stage == PREPARED_FILE else MATCH_JOBS

    @asset_check(
        asset=check.stage, name=check.name, description=check.description, blocking=True, partitions_def=partitions
    )
    def run(context: AssetCheckExecutionContext, services: ServicesResource) -> AssetCheckResult:
        outcome = check.run(services.open(), context.partition_key)
        return AssetCheckResult(
            passed=outcome.passed,
            severity=AssetCheckSeverity.ERROR,
            description=outcome.description,
            metadata=dict(outcome.figures),
        )

    return run
