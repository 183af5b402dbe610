"""Identifiers of two systems that have nothing to do with each other but a name and a look.

A donor id of one database and a constituent id of another are both seven digits; taken for one they match strangers
whose numbers meet by chance, and speak against everybody who is in both. Names and shapes cannot tell them from a
number that both lists really share, the pairs can: whoever is the same by all else should have the same number, and
whoever has the same number should not differ in all else. The branches of a company do not: they have one VAT number
and one name.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind
from listmatch.matching.model.relationships import Floats, Patterns, log_sum, shipped_model

KEY = "key"
SURE = np.log(1000.0)
"""log-odds of all else from which two rows are the same; without their numbers, and by the shipped tables"""
FEWEST = 3
"""source rows of which a judgement is made; of fewer, chance could be blamed"""

LIKELY = np.log(30.0)
"""log-odds of all else from which two rows are likely the same"""
MANY = 10
"""source rows, and a fifth of all, of whose likely partners not one has their number"""


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
    half of the rows that have a partner by all else have its number too, where most rows that share a number with
    others share it with strangers alone, or where many rows have a likely partner and not one of them its number (by
    titles alone no two rows are sure to be the same). Where the lists say little else nothing is known, and the names
    are believed.
    """
    names = [kind.name for kind in kinds]
    if KEY not in names:
        return False
    column = names.index(KEY)
    level = patterns[:, column]
    rest, is_stranger = _the_rest(tables, names, patterns, column)
    knows, same = level != UNKNOWN, level == len(kinds[column].levels) - 1

    def rows(is_wanted: NDArray[np.bool_]) -> int:
        return len(np.unique(row[is_wanted[which]]))

    sure, likely = (knows & (rest >= line) for line in (SURE, LIKELY))
    met, met_their_own = rows(same & (rest != 0)), rows(same & (rest != 0) & ~is_stranger)
    never_meets = rows(likely) >= max(MANY, rows(knows) / 5) and not rows(likely & same)
    return never_meets or _is_minor(rows(sure & (level > 0)), rows(sure)) or _is_minor(met_their_own, met)


def _the_rest(
    tables: EvidenceTables, names: Sequence[str], patterns: Patterns, column: int
) -> tuple[Floats, NDArray[np.bool_]]:
    """What all but the identifiers say per pattern.

    log P(rest | same entity) / P(rest | another), 0 where there is nothing else; and whether the two are strangers:
    rather another entity than the same, and of all relations most likely none.
    """
    rest = patterns.copy()
    rest[:, column] = UNKNOWN
    same, other = shipped_model(tables, names).log_likelihoods(rest)
    ratio = np.where((rest == UNKNOWN).all(axis=1), 0.0, log_sum(same) - log_sum(other))
    return ratio, (ratio < 0) & (other.argmax(axis=1) == other.shape[1] - 1)


def _is_minor(part: int, whole: int) -> bool:
    return whole >= FEWEST and 2 * part < whole
