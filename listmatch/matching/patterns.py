"""Levels of all kinds of evidence as one number, their code, and back."""

from collections.abc import Sequence

import numpy as np

from listmatch.matching.evidence import Kind
from listmatch.matching.relationships import Patterns
from listmatch.matching.row_fit import Ints


def code_sql(kinds: Sequence[Kind]) -> str:
    """SQL that packs the levels ``gamma_<kind>`` into one integer, the first kind most significant."""
    code = "0::bigint"
    for kind in kinds:
        code = f"({code} * {len(kind.levels) + 1} + gamma_{kind.name} + 1)"
    return code


def unpack(codes: Ints, kinds: Sequence[Kind]) -> Patterns:
    """The levels of *codes*: one line per code, one column per kind."""
    patterns = np.empty((len(codes), len(kinds)), dtype=np.int8)
    rest = codes.copy()
    for column in reversed(range(len(kinds))):
        rest, level = np.divmod(rest, len(kinds[column].levels) + 1)
        patterns[:, column] = level - 1
    return patterns
