"""The levels of a pair as one number: a pair takes 24 bytes instead of 50, and what follows from its levels, its weight
among them, is worked out once for all pairs that have the same."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import Kind


def code_sql(kinds: Sequence[Kind]) -> str:
    """SQL that packs ``gamma_<kind>`` of all *kinds* into one integer, the first kind most significant."""
    code = "cast(0 as bigint)"
    for kind in kinds:
        code = f"({code} * {len(kind.levels) + 1} + gamma_{kind.name} + 1)"
    return code


def code_without_sql(name: str, kinds: Sequence[Kind]) -> str:
    """SQL of the ``code`` of *kinds* without the kind of that *name*."""
    place = [kind.name for kind in kinds].index(name)
    below = prod(len(kind.levels) + 1 for kind in kinds[place + 1 :])
    return f"(code // {below * (len(kinds[place].levels) + 1)}) * {below} + code % {below}"


def unpack(codes: NDArray[np.int64], kinds: Sequence[Kind]) -> NDArray[np.int8]:
    """The levels in *codes*: one line per code, one column per kind; -1 where a side does not say."""
    levels = np.empty((len(codes), len(kinds)), dtype=np.int8)
    rest = codes.copy()
    for column in reversed(range(len(kinds))):
        rest, level = np.divmod(rest, len(kinds[column].levels) + 1)
        levels[:, column] = level - 1
    return levels
