"""Asset keys and owners: what jobs, checks and sensors need to know of the assets."""

from dagster import AssetKey

from listmatch.domain.stages import StageName

OWNERS = ["team:listmatch"]


def asset_key(stage: StageName) -> AssetKey:
    """The asset of a stage. Its key holds a plain string, since Dagster serialises no enum that it does not know."""
    return AssetKey(stage.value)
