"""The tables of evidence as shipped: a table may be like another one, and then says only how likely its levels are."""

from collections.abc import Mapping
from typing import Any

from listmatch.matching.evidence.liked_classes import with_liked_class
from listmatch.matching.shipped import shipped_table


def shipped_kinds(name: str) -> Mapping[str, Any]:
    """What ``tables/<name>.yaml`` says, with the levels and conditions of the table that it is ``like``.

    Of that table come the defined words and, per kind that both have, everything but what depends on the classes: the
    ``p`` of each level, ``at_most``, ``kin``, ``learns_from`` and ``seldom_in``. A kind that gives its levels stands
    for itself. Raises KeyError where a level has no ``p``.
    """
    data = with_liked_class(shipped_table(name))
    if "like" not in data:
        return data
    model = shipped_kinds(data["like"])
    kinds = {
        kind: told if "levels" in told else _liked(model["kinds"][kind], told) for kind, told in data["kinds"].items()
    }
    return {**data, "define": {**model["define"], **data.get("define", {})}, "kinds": kinds}


def _liked(kind: Mapping[str, Any], told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The kind of another table with what is *told* of its levels here, by their names."""
    bounds, kin = told.get("at_most", {}), told.get("kin", {})
    levels = [
        {
            **level,
            "p": told["p"][level["level"]],
            "at_most": bounds.get(level["level"], ()),
            "kin": kin.get(level["level"], {}),
        }
        for level in kind["levels"]
    ]
    terms = {"learns_from": told.get("learns_from", {}), "seldom_in": told.get("seldom_in", ())}
    return {**kind, "levels": levels, **terms}
