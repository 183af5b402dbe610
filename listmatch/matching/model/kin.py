"""How often people of one name, and people of one home, agree on more than that: by chance, and as kin do.

Of two John Smiths at one telephone one is the other's son. There are some such pairs for every hundred people found, so
among the namesakes that a large list brings together they are the fewer, the fewer of its people are in the other list.
Where a list has many of them it shows it: some say that they are Senior and Junior, or were born in other years. About
as many more are believed as are told apart so.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind
from listmatch.matching.model.chance import FEW, MOST, SHIPPED_PAIRS, Commonness
from listmatch.matching.model.relationships import ClassModel, Floats, Patterns

Levels = NDArray[np.int8]
"""the level value of one kind, per pattern"""


def held_by_kin(
    model: ClassModel,
    tables: EvidenceTables,
    patterns: Patterns,
    mass: Floats,
    *,
    right: float,
    few: Commonness | None = None,
) -> ClassModel:
    """The model in which others agree no more often than kin do (``Level.kin``), and by chance.

    *mass* is the expected number of pairs per pattern and class, *right* that of right ones. *few* is what was counted
    of lists that speak of too few kinds to show how often families give one name twice, or live in one town: then kin
    bound that too (``Level.kin_of_few``).
    """
    common = mass * _have_common_names(model, tables, patterns)[:, None]
    is_kin = _are_kin(model, tables, patterns) if few is None else np.zeros(len(patterns), bool)
    bounded = []
    for name, table, values in zip(model.kinds, model.tables, patterns.T, strict=True):
        kind = tables.kind(name)
        if not any(level.kin or level.kin_of_few for level in kind.levels):
            bounded.append(table)
            continue
        table = table.copy()
        is_another = _at_levels_of_kin(kind, values)
        for place, each in enumerate(tables.classes):
            kin = [level.kin.get(each.name) for level in kind.levels]
            chance = np.zeros(len(kin))
            if few is not None:
                kin = [
                    level.kin_of_few.get(each.name, always) if level.chance in ("", *few.chances) else always
                    for level, always in zip(kind.levels, kin, strict=True)
                ]
                if each.by_chance:
                    chance = _chance_of_one_name(kind, values, common[:, place], few)
            met = float(mass[:, place].sum())
            for level, share, least in zip(kind.levels, kin, chance.tolist(), strict=True):
                if share is not None:
                    value = kind.value_of(level)
                    shown = float(mass[is_kin & ((values == value) | is_another), place].sum())
                    most = least + (share * right + shown + FEW) / (met + FEW)
                    table[place, value] = min(max(table[place, value], least), most)
        bounded.append(table / table.sum(axis=1, keepdims=True))
    return replace(model, tables=tuple(bounded))


def _are_kin(model: ClassModel, tables: EvidenceTables, patterns: Patterns) -> NDArray[np.bool_]:
    """Which patterns are told from right ones, as kin, by a level at which these hardly are (``Level.shows_kin``)."""
    found = np.zeros(len(patterns), bool)
    for name, values in zip(model.kinds, patterns.T, strict=True):
        found |= _at_levels_of_kin(tables.kind(name), values)
    return found


def _at_levels_of_kin(kind: Kind, values: Levels) -> NDArray[np.bool_]:
    return np.isin(values, [kind.value_of(level) for level in kind.levels if level.shows_kin])


def _have_common_names(model: ClassModel, tables: EvidenceTables, patterns: Patterns) -> NDArray[np.bool_]:
    """Whether the two of a pattern have a name that others of the list have too (all but the last ``of_rows``)."""
    found = np.zeros(len(patterns), bool)
    for name, values in zip(model.kinds, patterns.T, strict=True):
        kind = tables.kind(name)
        asked = [kind.value_of(level) for level in kind.levels if level.of_rows]
        found |= np.isin(values, asked[:-1])
    return found


def _chance_of_one_name(
    kind: Kind,
    values: Levels,
    pairs: Floats,
    few: Commonness,
) -> Floats:
    """How often two of one name agree by chance, per level and not at a better one.

    Names are at home in a country, so in a list of several countries two of one name have one city more often than any
    two rows. It is seen in *pairs* (expected ones per pattern) whose names others have too: hardly any of them is kin.
    Where most rows have a match, right pairs are among them, so no more is believed than master rows of one name show.
    """
    known = values != UNKNOWN
    counts = np.bincount(values[known], pairs[known], len(kind.levels))
    agreeing, before, found = 0.0, 0.0, []
    for level in kind.levels:
        agreeing += counts[kind.value_of(level)]
        reached = before
        if level.chance in few.chances:
            expected = min(few.chances[level.chance], MOST)
            seen = [(agreeing, counts.sum()), *filter(None, [few.one_name.get(level.chance)])]
            shown = min((alike + SHIPPED_PAIRS * expected) / (all_pairs + SHIPPED_PAIRS) for alike, all_pairs in seen)
            reached = max(before, expected, min(shown, MOST))
        found.append(reached - before)
        before = reached
    return np.array(found)
