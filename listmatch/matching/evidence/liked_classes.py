"""A class that is like another one but for a few levels: it is given by what differs."""

from collections.abc import Mapping
from typing import Any

_ELSE = "else"


def with_liked_class(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """*data*, a table of evidence, in which the one class that is ``like`` another has its place in every ``p``.

    Of the kinds that it names under ``but``, levels that it does not are as likely as ``else``, and never become
    likelier. A table without such a class is returned as it is. Raises KeyError where a level needs an ``else`` that is
    not there, ValueError where there is no class that it could be like.
    """
    classes = [
        each if isinstance(each, Mapping) else {"name": each} for side in data["classes"].values() for each in side
    ]
    liked = next((each for each in classes if "like" in each), None)
    if liked is None:
        return data
    model = [each["name"] for each in classes if each is not liked].index(liked["like"])
    place = classes.index(liked)
    kinds = {}
    for name, kind in data["kinds"].items():
        own = liked["but"].get(name)
        levels = [_with_class(level, own, name=liked["name"], place=place, model=model) for level in kind["levels"]]
        kinds[name] = {**kind, "levels": levels}
    return {**data, "kinds": kinds}


def _with_class(
    level: Mapping[str, Any], own: Mapping[str, float] | None, *, name: str, place: int, model: int
) -> Mapping[str, Any]:
    """*level* with the class *name* at its *place*: as likely as its *own* figures say, or else as in the *model*."""
    p, at_most = list(level["p"]), list(level.get("at_most", ()))
    if own is None:
        p.insert(place, p[model])
    else:
        is_told = level["level"] in own
        p.insert(place, own[level["level"] if is_told else _ELSE])
        at_most += [] if is_told else [name]
    return {**level, "p": p, "at_most": at_most}
