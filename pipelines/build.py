"""Assembling the code location: the only file that sees everything."""

from collections.abc import Mapping
from typing import Any

from dagster import Definitions

from assets.candidate_pairs import candidate_pairs
from assets.clusters import clusters
from assets.expectations import expectations as expectations_check
from assets.exports import exports
from assets.freshness import with_freshness
from assets.materialise import InProcessStageRunner
from assets.narrative import narrative
from assets.prepared_file import prepared_file
from assets.raw_upload import raw_upload
from assets.rollups import rollups
from assets.scored_matches import scored_matches
from assets.verdicts import verdicts
from listmatch.settings import Settings
from pipelines.backfill import backfill
from pipelines.expectations import expectations
from pipelines.exports import export
from pipelines.housekeeping import orphans, partitions, retention
from pipelines.intake import prepare
from pipelines.matching import dedupe, match
from resources.services import ServicesResource
from resources.spark import SparkResource
from schedules import housekeeping
from sensors.drops import drops
from sensors.expectations import expectations as expectations_sensor
from sensors.messages import messages
from sensors.reaper import reaper
from sensors.requests import requests
from sensors.schedules import schedules

ASSETS = [
    raw_upload,
    prepared_file,
    candidate_pairs,
    scored_matches,
    verdicts,
    clusters,
    rollups,
    narrative,
    exports,
]


def build_defs(settings: Settings, *, resource_overrides: Mapping[str, Any] | None = None) -> Definitions:
    """The whole code location for these settings; *resource_overrides* replaces resources by name."""
    resources = {
        "services": ServicesResource.of(settings),
        "stage_runner": InProcessStageRunner(),
        "spark": SparkResource.of(settings),
    }
    return Definitions(
        assets=with_freshness(ASSETS, hours=settings.freshness_hours),
        asset_checks=[expectations_check],
        jobs=[prepare, match, dedupe, export, expectations, backfill, retention, orphans, partitions],
        schedules=[housekeeping.retention, housekeeping.orphans, housekeeping.partitions],
        sensors=[requests, drops, schedules, messages, expectations_sensor, reaper],
        resources={**resources, **(resource_overrides or {})},
    )
