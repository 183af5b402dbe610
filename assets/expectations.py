"""Great Expectations on a prepared list: a check that warns, run by its own job and never by the flow of a file.

Its import costs seconds, so it runs after preparation, for lists that recur (drops, schedules, backfills). A check of
one dynamic partition is a preview feature of Dagster; the file is named by configuration instead.
"""

from dagster import AssetCheckResult, AssetCheckSeverity, Config, asset_check
from pydantic import Field

from assets.keys import asset_key
from listmatch.domain.stages import StageName
from listmatch.workflows.recurring.expectations import check_expectations
from resources.services import ServicesResource


class ExpectationsConfig(Config):
    """Which file."""

    file_id: str = Field(description="Id of a prepared file.")


@asset_check(
    asset=asset_key(StageName.PREPARED_FILE),
    name="expectations",
    blocking=False,
    description="The list looks like the others of its family (Great Expectations; edit the suite as YAML).",
)
def expectations(config: ExpectationsConfig, services: ServicesResource) -> AssetCheckResult:
    """Check one list; what is not met is a warning."""
    checked = check_expectations(services.open(), config.file_id)
    unmet = [
        {
            "expectation": finding.expectation.type,
            "column": finding.expectation.column,
            "unexpected": finding.unexpected_count,
            "share": finding.unexpected_share,
            "observed": finding.observed,
            "examples": list(finding.examples),
            "lines": list(finding.lines),
        }
        for finding in checked.unmet
    ]
    return AssetCheckResult(
        passed=not checked.unmet,
        severity=AssetCheckSeverity.WARN,
        description=checked.sentence(),
        metadata={**checked.figures(), "file_id": config.file_id, "not_met": unmet},
    )
