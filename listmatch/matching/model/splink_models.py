"""Models that Splink 4 or 5 saved: read, mapped onto our kinds of evidence, and laid over a model fitted to the lists.

Splink knows two classes, a match and a random pair, and levels of its user's making. Of these only exact equality,
everything in between and "all other comparisons" mean the same to everybody: so that is what is taken over. m, the
share of matches at a level, is met exactly by the classes of the same entity together. u is counted by Splink over all
pairs of rows and by us among candidates, which agree more often by chance: so u is a floor for unrelated pairs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import InputError
from listmatch.matching.evidence.kinds import EvidenceTables, evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import Floats
from listmatch.matching.shipped import shipped_table

AGREES, CLOSE, DIFFERS = "agrees", "close", "differs"
_ROUNDS = 200
"""of proportional fitting; a kind whose classes differ much needs some fifty"""
_LEAST = 1e-6
"""no level of a comparison is impossible, whatever its training has seen"""

_PLACE = "Splink model"
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


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A model with what Splink learned, the kinds it was taken over for, and what could not be, with the reason."""

    model: ScoringModel
    taken: tuple[str, ...]
    left_out: tuple[str, ...]


def read_splink_model(document: Any) -> SplinkModel:
    """The comparisons of the JSON *document* that ``linker.misc.save_model_to_json`` wrote.

    Raises InputError for anything else.
    """
    try:
        entries = [(str(entry["output_column_name"]), list(entry["comparison_levels"])) for entry in _listed(document)]
        read = [_comparison(name, levels) for name, levels in entries]
    except (KeyError, TypeError, ValueError) as error:
        message = "this is no model that Splink 4 or 5 saved."
        raise InputError(message, place=_PLACE, cure="Write one with linker.misc.save_model_to_json.") from error
    trained = tuple(each for each in read if each is not None)
    return SplinkModel(trained, tuple(name for (name, _), each in zip(entries, read, strict=True) if each is None))


def overlay(model: ScoringModel, splink: SplinkModel, *, columns: Mapping[str, frozenset[str]]) -> Overlaid:
    """*model*, fitted to the lists, with the rates of *splink*; its shares of classes and rows stay.

    *columns* says what a column of the Splink model is in standard columns. Raises InputError, which names every
    comparison and its reason, when nothing can be taken over.
    """
    tables = evidence_tables(model.type)
    fitted = dict(zip(model.classes.kinds, model.classes.tables, strict=True))
    taken: dict[str, str] = {}
    left_out = [f"{name}: it was not trained" for name in splink.untrained]
    for each in _joined(splink.comparisons, columns):
        kind = _kind_of(model.type, _standard(each, columns))
        if kind is None or kind not in fitted or kind in taken.values():
            left_out.append(f"{each.name}: {_why_not(each, kind, columns, fitted=fitted)}")
            continue
        taken[each.name] = kind
        fitted[kind] = _laid_over(
            fitted[kind], each, groups=_groups(tables, kind), same_shares=model.classes.same_shares
        )
    if not taken:
        cure = "Name the columns in the Splink model as in the lists, or match without it."
        raise InputError(f"nothing of it fits these lists ({'; '.join(left_out)}).", place=_PLACE, cure=cure)
    classes = replace(model.classes, tables=tuple(fitted[kind] for kind in model.classes.kinds))
    return Overlaid(replace(model, classes=classes), tuple(taken.values()), tuple(left_out))


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
    return [max(float(value) if isinstance(value, int | float) else rest, _LEAST) for value in given]


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


def _joined(comparisons: Sequence[Comparison], columns: Mapping[str, frozenset[str]]) -> list[Comparison]:
    """The comparisons, those of first and of last name as one: Splink takes them for independent."""
    by_column = {frozenset(_standard(each, columns)): each for each in reversed(comparisons)}
    first, last = by_column.get(frozenset({"first"})), by_column.get(frozenset({"last"}))
    if first is None or last is None:
        return list(comparisons)
    both = Comparison(
        f"{first.name} + {last.name}",
        (*first.columns, *last.columns),
        _product(first.m, last.m),
        _product(first.u, last.u),
    )
    return [both, *(each for each in comparisons if each not in (first, last))]


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    agrees = one[AGREES] * other[AGREES]
    near = (1 - one[DIFFERS]) * (1 - other[DIFFERS])
    return {AGREES: agrees, CLOSE: max(near - agrees, _LEAST), DIFFERS: 1 - near}


def _standard(each: Comparison, columns: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The standard columns that a comparison reads; empty when one of its columns is none."""
    found = [columns.get(column, frozenset()) for column in each.columns]
    return frozenset().union(*found) if all(found) else frozenset()


def _why_not(
    each: Comparison, kind: str | None, columns: Mapping[str, frozenset[str]], *, fitted: Mapping[str, Floats]
) -> str:
    unknown = [column for column in each.columns if not columns.get(column)]
    if unknown:
        return f"no field of the profile is its {', '.join(unknown)}"
    if kind is None:
        return "these columns are not compared together here"
    return f"another comparison speaks of {kind}" if kind in fitted else f"these lists have no {kind} in common"


@cache
def _shipped() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    data: Mapping[str, Mapping[str, Mapping[str, Any]]] = shipped_table("splink")
    return data


def _kind_of(profile_type: ProfileType, standard: frozenset[str]) -> str | None:
    kinds = _shipped().get(profile_type.value, {})
    return next((kind for kind, entry in kinds.items() if any(set(r) == standard for r in entry["reads"])), None)


def _groups(tables: EvidenceTables, kind_name: str) -> Mapping[str, list[int]]:
    """Group -> values of our levels in it."""
    entry = _shipped()[tables.type.value][kind_name]
    [kind] = [kind for kind in tables.kinds if kind.name == kind_name]
    groups: dict[str, list[int]] = {AGREES: [], CLOSE: [], DIFFERS: []}
    for value in range(len(kind.levels)):
        name = kind.level(value).name
        groups[next((group for group in (AGREES, DIFFERS) if name in entry[group]), CLOSE)].append(value)
    return groups


def _laid_over(table: Floats, each: Comparison, *, groups: Mapping[str, Sequence[int]], same_shares: Floats) -> Floats:
    """*table* (classes x level values) whose classes of the same entity together have the rates m of *each*."""
    n_same = len(same_shares)
    m, values = _shared_groups(each.m, groups)
    same = table[:n_same].copy()
    for _ in range(_ROUNDS):
        for group, rate in m.items():
            same[:, values[group]] *= rate / float(same_shares @ same[:, values[group]].sum(axis=1))
        same /= same.sum(axis=1, keepdims=True)
    laid: Floats = np.vstack([same, table[n_same:]])
    u, values = _shared_groups(each.u, groups)
    chance = {group: float(laid[-1, values[group]].sum()) for group in u}
    raised = {group: max(u[group], chance[group]) for group in u if group != DIFFERS}
    raised[DIFFERS] = max(1 - sum(raised.values()), _LEAST)
    for group, rate in raised.items():
        laid[-1, values[group]] *= rate / chance[group]
    laid[-1] /= laid[-1].sum()
    return laid


def _shared_groups(
    rates: Mapping[str, float], groups: Mapping[str, Sequence[int]]
) -> tuple[Mapping[str, float], Mapping[str, list[int]]]:
    """Rates and level values per group that both sides tell apart; what one of them lacks is part of ``differs``."""
    known = [group for group in (AGREES, CLOSE) if rates.get(group) and groups[group]]
    values = {group: list(groups[group]) for group in known}
    values[DIFFERS] = [value for group in groups for value in groups[group] if group not in known]
    kept = {group: rates[group] for group in known}
    return {**kept, DIFFERS: max(1 - sum(kept.values()), _LEAST)}, values
