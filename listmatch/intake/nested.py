"""Objects within objects, as web services answer them: each member of an inner object is a column of its own.

``{"contact": {"email": …}}`` has the column ``contact.email``. Arrays have no fixed members and stay JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DEEPEST = 8
"""Levels that are opened; what lies deeper stays JSON."""


def opened(found: Mapping[str, Any], *, levels: int = DEEPEST) -> dict[str, Any]:
    """*found* with the members of its objects in their places, named ``outer.inner``; an empty object is null.

    No value is lost: an object whose member would bear a name that is taken stays as it is.
    """
    if not levels or not any(isinstance(value, dict) for value in found.values()):
        return dict(found)
    flat: dict[str, Any] = {}
    for key, value in found.items():
        members = _members(key, value, levels=levels)
        is_taken = any(name != key and (name in found or name in flat) for name in members)
        flat.update({key: value} if is_taken else members)
    return flat


def _members(key: str, value: Any, *, levels: int) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {key: value}
    return {f"{key}.{name}": inner for name, inner in opened(value, levels=levels - 1).items()} or {key: None}


@dataclass(slots=True)
class Columns:
    """The names that a list of objects needs, in the order in which they first appear."""

    levels: int = DEEPEST
    _names: dict[str, None] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)
    _objects: set[str] = field(default_factory=set)

    def add(self, found: Mapping[str, Any]) -> None:
        """Note the members of one object."""
        flat = opened(found, levels=self.levels)
        if not flat.keys() <= self._said:
            self._names.update(dict.fromkeys(flat))
            self._said.update(key for key, value in flat.items() if value is not None)
        self._objects.update(found.keys() - flat.keys())

    @property
    def names(self) -> tuple[str, ...]:
        """All names; what is an object where it is not null has those of its members alone."""
        return tuple(name for name in self._names if name in self._said or name not in self._objects)

    def __len__(self) -> int:
        return len(self._names)
