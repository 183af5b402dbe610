"""The profile of a file as JSON-ready data and back: profile.json, the catalog's column, the answers of the API."""

import json
from dataclasses import asdict
from typing import Any

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.drift import Change, Drift, DriftKind
from listmatch.domain.files import ColumnProfile, Distribution, FileFormat, FileProfile, Quality, ValueCount


def profile_to_dict(profile: FileProfile) -> dict[str, Any]:
    """A FileProfile as JSON-ready data, the inverse of profile_from_dict."""
    data = asdict(profile)
    data["fields"] = {str(name): list(columns) for name, columns in profile.fields.items()}
    return dict(json.loads(json.dumps(data)))


def profile_from_dict(data: dict[str, Any]) -> FileProfile:
    """A FileProfile from what profile_to_dict gave."""
    columns = tuple(
        ColumnProfile(
            **{
                **column,
                "type": ColumnType(column["type"]),
                "examples": tuple(column["examples"]),
                "top_values": tuple(ValueCount(**value) for value in column["top_values"]),
                "distribution": _distribution(column.get("distribution")),
            }
        )
        for column in data["columns"]
    )
    return FileProfile(
        **{
            **data,
            "format": FileFormat(**data["format"]),
            "columns": columns,
            "fields": {Field(name): tuple(names) for name, names in data["fields"].items()},
            "repairs": tuple(data["repairs"]),
            "quality": Quality(**data["quality"]),
            "drift": _drift_from_dict(data.get("drift")),
        }
    )


def _distribution(data: dict[str, Any] | None) -> Distribution:
    if data is None:
        return Distribution()
    return Distribution(data["scheme"], tuple(ValueCount(**each) for each in data["bins"]))


def _drift_from_dict(data: dict[str, Any] | None) -> Drift | None:
    if data is None:
        return None
    changes = tuple(Change(**{**each, "kind": DriftKind(each["kind"])}) for each in data["changes"])
    return Drift(**{**data, "changes": changes})
