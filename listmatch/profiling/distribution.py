"""How the values of a column are distributed, in a few bins that mean the same in every list, so that lists compare.

Taken from the sample that decides on types. Values of people are never kept: their columns are binned by shape; so are
dates, which move on by themselves.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.files import Distribution, ValueCount
from listmatch.profiling.shapes import date_year

MOST_BINS = 60
"""bins of one distribution; what is rarer falls into the last one"""

OTHER = "other"

_REPEATS = 3
"""occurrences per value, on average, from which a column is a set of answers rather than of names"""

_BY_VALUE = frozenset({T.TEXT, T.STATE, T.COUNTRY, T.JOB_TITLE, T.NAME_SUFFIX})
"""types whose frequent values say nothing about a person"""


def distribution_of(kind: T, values: Sequence[str]) -> Distribution:
    """The bins of a column's non-empty sample, the fullest first."""
    if kind is T.NUMBER:
        return _binned("magnitude", [magnitude(value) for value in values])
    if kind is T.BIRTH_DATE:
        return _binned("year", [str(date_year(value) or OTHER) for value in values])
    folded = [value.casefold() for value in values]
    if kind in _BY_VALUE and len(set(folded)) * _REPEATS <= len(folded):
        return _binned("value", folded)
    shapes = map(shape, values)
    # Numbers that are given out get longer by themselves.
    return _binned("shape", [re.sub("9+", "9", form) for form in shapes] if kind is T.ID else list(shapes))


def _binned(scheme: str, labels: Sequence[str]) -> Distribution:
    ranked = sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in ranked[MOST_BINS - 1 :])
    kept = [ValueCount(label, count) for label, count in ranked[: MOST_BINS - 1] if label != OTHER]
    rest += sum(count for label, count in ranked[: MOST_BINS - 1] if label == OTHER)
    return Distribution(scheme, (*kept, ValueCount(OTHER, rest)) if rest else tuple(kept))


def shape(value: str) -> str:
    """Letters in a row as one ``a``, figures one by one: ``(415) 555-0100`` -> ``(999) 999-9999``."""
    return _LETTERS.sub("a", value[:40].translate(_CHARACTERS))


class _Characters(dict[int, str]):
    """For ``str.translate``: a letter becomes ``a``, a digit ``9``, anything else stays."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shape = "9" if character.isdecimal() else "a" if character.isalnum() else character
        self[code] = shape
        return shape


_CHARACTERS = _Characters()
_LETTERS = re.compile("aa+")


def magnitude(value: str) -> str:
    """The half power of ten below a number: 0, 1, 3, 10, 30, 100 ..., with its sign; ``other`` for none."""
    number = _number(value)
    if number is None:
        return OTHER
    if number == 0:
        return "0"
    exponent = math.floor(2 * math.log10(abs(number))) / 2
    label = f"{10**exponent:.0e}" if exponent == int(exponent) else f"{3 * 10 ** math.floor(exponent):.0e}"
    return label if number > 0 else f"-{label}"


def _number(value: str) -> float | None:
    """A number in either notation: the last of comma and point is the decimal sign, unless three figures follow."""
    digits = re.sub(r"[^\d.,-]", "", value)
    sign = max(digits.rfind(","), digits.rfind("."))
    if sign >= 0:
        whole, part = re.sub(r"[.,]", "", digits[:sign]), digits[sign + 1 :]
        is_grouping = len(part) == 3 and whole.strip("-") not in ("", "0")
        digits = whole + part if is_grouping else f"{whole}.{part}"
    try:
        return float(digits)
    except ValueError:
        return None
