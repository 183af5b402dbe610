"""Freshness policies: when lists stop arriving, the UI shows the assets as late.

A policy covers all partitions together, since each list is a partition that is materialised once.
"""

from collections.abc import Iterable
from datetime import timedelta

from dagster import AssetsDefinition, AssetSpec, FreshnessPolicy

from assets.keys import asset_key
from listmatch.domain.stages import StageName

MONITORED = frozenset({asset_key(StageName.PREPARED_FILE), asset_key(StageName.EXPORTS)})
"""The first and last asset of the lineage; those between are materialised along with them."""


def with_freshness(assets: Iterable[AssetsDefinition], *, hours: int) -> list[AssetsDefinition]:
    """The assets, with a policy on those MONITORED: they warn after half the hours and fail after all; 0 sets none."""
    if not hours:
        return list(assets)
    policy = FreshnessPolicy.time_window(fail_window=timedelta(hours=hours), warn_window=timedelta(hours=hours / 2))

    def with_policy(spec: AssetSpec) -> AssetSpec:
        return spec.replace_attributes(freshness_policy=policy) if spec.key in MONITORED else spec

    return [asset.map_asset_specs(with_policy) for asset in assets]
