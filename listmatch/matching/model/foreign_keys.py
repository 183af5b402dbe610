"""Identifiers of two systems that have nothing to do with each other but a name and a look.

A donor id of one database and a constituent id of another are both seven digits; taken for one they match strangers
whose numbers meet by chance, and speak against everybody who is in both. Names and shapes cannot tell them from a
number that both lists really share, the pairs can: whoever is the same by all else should have the same number, and
whoever has the same number should not differ in all else.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind
from listmatch.matching.model.relationships import Floats, Patterns, log_ratios, shipped_model

KEY = "key"
SURE = np.log(1000.0)
"""log-odds of all else from which two rows are the same; without their numbers, and by the shipped tables"""
FEWEST = 3
"""source rows of which a judgement is made; of fewer, chance could be blamed"""


def is_foreign(
    tables: EvidenceTables,
    kinds: Sequence[Kind],
    patterns: Patterns,
    *,
    which: NDArray[np.int64],
    row: NDArray[np.int64],
) -> bool:
    """Whether the identifiers of two lists number different things.

    *patterns* are the distinct ones, *which* and *row* pattern and source row of each pair. So it is where fewer than
    half of the rows that have a partner by all else have its number too, or where most rows that share a number with
    another differ from it. Where the lists say little else nothing is known, and the names are believed.
    """
    names = [kind.name for kind in kinds]
    if KEY not in names:
        return False
    column = names.index(KEY)
    level = patterns[:, column]
    rest = _ratio_of_the_rest(tables, names, patterns, column)
    partner = (level != UNKNOWN) & (rest >= SURE)
    same = level == len(kinds[column].levels) - 1
    has_partner, has_number = (_rows(each[which], row) for each in (partner, partner & (level > 0)))
    met, met_a_stranger = (_rows(each[which], row) for each in (same & (rest != 0), same & (rest < 0)))
    return _is_minor(has_number, has_partner) or _is_minor(met - met_a_stranger, met)


def _ratio_of_the_rest(tables: EvidenceTables, names: Sequence[str], patterns: Patterns, column: int) -> Floats:
    """log P(all but the identifiers | same entity) / P(the same | another); 0 where there is nothing else."""
    rest = patterns.copy()
    rest[:, column] = UNKNOWN
    ratio = log_ratios(shipped_model(tables, names), rest)
    return np.where((rest == UNKNOWN).all(axis=1), 0.0, ratio)


def _rows(is_wanted: NDArray[np.bool_], row: NDArray[np.int64]) -> int:
    """How many source rows have such a pair."""
    return len(np.unique(row[is_wanted]))


def _is_minor(part: int, whole: int) -> bool:
    return whole >= FEWEST and 2 * part < whole
