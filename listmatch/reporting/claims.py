"""Checking a written text against the rollups: every number it states must be one of theirs.

The check is deliberately narrow: digits must be found, numbers in words are refused, because a text that cannot be
checked must not be printed. A right number in the wrong place is not noticed.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_NUMBER = re.compile(
    r"(?<![\w.])([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?:\s?([kKmM])(?![A-Za-z]))?"
)
_FRACTION = re.compile(r"[0-9][0-9,.]*\s?[/\u2044\u2215]\s?[0-9][0-9,.]*")
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}
_WORDS = re.compile(
    r"\b(zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundreds?|thousands?|millions?|dozens?|half|halves|thirds?|quarters?|fifths?|tenths?|double[ds]?"
    r"|twice|triple[ds]?|thrice|\w+fold)\b",
    re.IGNORECASE,
)
_LEFT_OUT = frozenset({"version", "definitions"})
"""Parts of the rollups that hold no figures of the job."""


def unfounded_claim(text: str, rollups: Mapping[str, Any]) -> str | None:
    """The first number in *text* that is not in *rollups*, as written; None when every number is.

    A figure may be rounded to fewer decimals (76.24 as 76.2 or 76), and thousands written with commas or ``k``; no
    figure may be derived from others.
    """
    derived = _WORDS.search(text) or _FRACTION.search(text)
    if derived is not None:
        return derived.group()
    known = figures_of(rollups)
    for match in _NUMBER.finditer(text):
        stated = Decimal(match.group(1).replace(",", "")) * _FACTORS[(match.group(2) or "").lower()]
        if stated not in known:
            return match.group()
    rest = _NUMBER.sub(" ", text)
    return next((word for word in rest.split() if any(character.isnumeric() for character in word)), None)


def figures_of(rollups: Mapping[str, Any]) -> frozenset[Decimal]:
    """Every figure in *rollups*, without its sign, and each with decimals also rounded to fewer."""
    figures: set[Decimal] = set()
    for value in _numbers({key: part for key, part in rollups.items() if key not in _LEFT_OUT}):
        figures.add(value)
        for places in (1, 0):
            figures.add(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
    return frozenset(figures)


def _numbers(part: Any) -> Iterator[Decimal]:
    if isinstance(part, bool) or part is None:
        return
    if isinstance(part, int | float):
        yield abs(Decimal(str(part)))
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _numbers(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _numbers(value)
