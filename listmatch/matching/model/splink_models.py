"""Models that Splink saved (``splink_saved``), mapped onto our kinds of evidence and laid over a model of the lists.

Splink knows two classes, a match and a random pair, and levels of its user's making. Of these only exact equality,
everything in between and "all other comparisons" mean the same to everybody: so that is what is taken over. m, the
share of matches at a level, is met exactly by the classes of the same entity together. u is counted by Splink over all
pairs of rows and by us among candidates, which agree more often by chance: so u is a floor for unrelated pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import InputError
from listmatch.matching.evidence.kinds import EvidenceTables
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import Floats
from listmatch.matching.model.splink_saved import AGREES, CLOSE, DIFFERS, LEAST, PLACE, Comparison, SplinkModel
from listmatch.matching.shipped import shipped_table

_ROUNDS = 200
"""of proportional fitting; a kind whose classes differ much needs some fifty"""


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A model with what Splink learned, the kinds it was taken over for, and what could not be, with the reason."""

    model: ScoringModel
    taken: tuple[str, ...]
    left_out: tuple[str, ...]


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
        raise InputError(f"nothing of it fits these lists ({'; '.join(left_out)}).", place=PLACE, cure=cure)
    classes = replace(model.classes, tables=tuple(fitted[kind] for kind in model.classes.kinds))
    return Overlaid(replace(model, classes=classes), tuple(taken.values()), tuple(left_out))


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
    return {AGREES: agrees, CLOSE: max(near - agrees, LEAST), DIFFERS: 1 - near}


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
    kind = tables.kind(kind_name)
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
    raised[DIFFERS] = max(1 - sum(raised.values()), LEAST)
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
    return {**kept, DIFFERS: max(1 - sum(kept.values()), LEAST)}, values
