"""How often lists are expected: an asset that was not made for so long is late, and shown so in the UI.

Over all partitions: each list is a partition of its own and is made once.
"""

from collections.abc import Iterable
from datetime import timedelta

from dagster import AssetsDefinition, AssetSpec, FreshnessPolicy

from assets.keys import EXPORTS, PREPARED_FILE

EXPECTED = frozenset({PREPARED_FILE, EXPORTS})
"""The first and the last thing that a list leads to; what lies between is made when these are."""


def expected(assets: Iterable[AssetsDefinition], *, hours: int) -> list[AssetsDefinition]:
    """The assets, those EXPECTED with a policy: a warning after half the hours; 0 hours expect nothing."""
    if not hours:
        return list(assets)
    policy = FreshnessPolicy.time_window(fail_window=timedelta(hours=hours), warn_window=timedelta(hours=hours / 2))

    def with_policy(spec: AssetSpec) -> AssetSpec:
        is_expected = spec.key.to_user_string() in EXPECTED
        return spec.replace_attributes(freshness_policy=policy) if is_expected else spec

    return [asset.map_asset_specs(with_policy) for asset in assets]
