"""Models that Splink 4 or 5 saved, as their JSON says: comparisons with the rates of three groups of levels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from listmatch.errors import InputError

AGREES, CLOSE, DIFFERS = "agrees", "close", "differs"
LEAST = 1e-6
"""no level of a comparison is impossible, whatever its training has seen"""
PLACE = "Splink model"
_NAME = r"""(?:["`]([^"`]+)_{side}["`]|\b(\w+)_{side}\b)"""
_COLUMN = re.compile(_NAME.replace("{side}", "[lr]"))
_EQUALITY = re.compile(rf"\(*\s*{_NAME.replace('{side}', 'l')}\s*=\s*{_NAME.replace('{side}', 'r')}\s*\)*")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: the columns it reads, and P(agrees), P(close), P(differs) of matches (m) and random pairs (u)."""

    name: str
    columns: tuple[str, ...]
    m: Mapping[str, float]
    u: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SplinkModel:
    """The trained comparisons of a saved model, and those that are not trained, by name."""

    comparisons: tuple[Comparison, ...]
    untrained: tuple[str, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the comparisons read, without their side."""
        return frozenset(column for each in self.comparisons for column in each.columns)


def read_splink_model(document: Any) -> SplinkModel:
    """The comparisons of the JSON *document* that ``linker.misc.save_model_to_json`` wrote.

    Raises InputError for anything else.
    """
    try:
        entries = [(str(entry["output_column_name"]), list(entry["comparison_levels"])) for entry in _listed(document)]
        read = [_comparison(name, levels) for name, levels in entries]
    except (KeyError, TypeError, ValueError) as error:
        message = "this is not a model saved by Splink 4 or 5."
        raise InputError(message, place=PLACE, cure="Write one with linker.misc.save_model_to_json.") from error
    trained = tuple(each for each in read if each is not None)
    return SplinkModel(trained, tuple(name for (name, _), each in zip(entries, read, strict=True) if each is None))


def _listed(document: Any) -> Sequence[Any]:
    found = document["comparisons"]
    if not found or not isinstance(found, list):
        raise ValueError("no comparisons")
    return found


def _comparison(name: str, levels: Sequence[Mapping[str, Any]]) -> Comparison | None:
    """A comparison, or None when it was not trained."""
    spoken = [level for level in levels if not level.get("is_null_level")]
    columns = tuple(sorted({column for level in levels for column in _columns(level["sql_condition"])}))
    rates: dict[str, dict[str, float]] = {}
    for letter in "mu":
        given = _completed([level.get(f"{letter}_probability") for level in spoken])
        if not given:
            return None
        sums = dict.fromkeys((AGREES, CLOSE, DIFFERS), 0.0)
        for level, value in zip(spoken, given, strict=True):
            sums[_meaning(level["sql_condition"], columns)] += value
        rates[letter] = {group: value / sum(sums.values()) for group, value in sums.items() if value}
    return Comparison(name, columns, rates["m"], rates["u"])


def _completed(given: Sequence[Any]) -> list[float]:
    """The probabilities of the levels; empty when none is known.

    Splink leaves out that of a level which its training has not seen: such levels share what the others leave of 1.
    """
    known = [float(value) for value in given if isinstance(value, int | float)]
    if not known:
        return []
    rest = max(1 - sum(known), 0.0) / max(len(given) - len(known), 1)
    return [max(float(value) if isinstance(value, int | float) else rest, LEAST) for value in given]


def _meaning(condition: str, columns: Sequence[str]) -> str:
    """What a level says: equality of all columns agrees, of some of them (the last name only) differs like the rest."""
    if condition.strip().upper() == "ELSE":
        return DIFFERS
    parts = [part.strip() for part in re.split(r"\s+AND\s+", condition, flags=re.IGNORECASE)]
    if all(_EQUALITY.fullmatch(part) and len(set(_columns(part))) == 1 for part in parts):
        return AGREES if {column for part in parts for column in _columns(part)} == set(columns) else DIFFERS
    return CLOSE


def _columns(condition: str) -> list[str]:
    """The columns that a condition reads, as often as it does, without quotes and sides."""
    return [quoted or plain for quoted, plain in _COLUMN.findall(condition)]
