"""Values recognised by the words in them: towns, states, countries.

The lists are large samples, not registers: a share of hits in a column tells what it holds, a single miss says nothing.
"""

import re
from functools import lru_cache

from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import read_table
from listmatch.profiling.lists import folded_lines
from listmatch.profiling.shapes import has_figure
from listmatch.profiling.streets import has_street_word

_CITY_ENDS = re.compile(
    r"(?:ville|town|burg|burgh|berg|stadt|dorf|hausen|heim|ford|ham|port|mouth|polis|beach|springs|heights|falls|grove|hills|"
    r"city|park|rapids|creek|lake|valley|junction|wick|minster|sur|wald|bach|brunn|furt|kirchen|hofen|ingen|abad|grad|nuevo|nuova)$"
)
_TWO_PLACES = re.compile(r"[\d,(/-]")
"""what stands in every line of a town with its postcode, state or country, and spares the costlier looks at others"""
_POSTCODE_BEHIND = re.compile(r"(\D+?),? +(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)")
_POSTCODE_BEFORE = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2}| \d{2})? +([^\d,]+)")
_REGION_BRACKETED = re.compile(r"([^\d(]+?) ?\(([^\d()]+)\)|([^\d/]{3,}) ?[/-] ?([A-Z]{2})")
"""Lima (Ohio), Bari/BA"""


def is_place_line(value: str) -> bool:
    """A town with its postcode, state or country in the same cell: ``Chicago, IL``, ``4511 AA Breskens``."""
    if not _TWO_PLACES.search(value):
        return False
    if before := _POSTCODE_BEFORE.fullmatch(value):
        return _is_town_behind_postcode(value, fold(before.group(1)))
    behind = _POSTCODE_BEHIND.fullmatch(value)
    place = behind.group(1) if behind else value
    if bracketed := _REGION_BRACKETED.fullmatch(place):
        town, region = (fold(part) for part in bracketed.groups() if part)
        return is_state(region) and (is_city(town) or is_state(town))
    town, comma, rest = place.partition(",")
    if not town.strip() or has_figure(place) or len(town.split()) > 4 or not (comma or behind):
        return False
    region = fold(rest) if comma else fold(place).rpartition(" ")[2]
    return _is_region(region, is_code=bool(behind) or not comma)


def _is_town_behind_postcode(value: str, town: str) -> bool:
    is_sure = bool(re.match(r"[A-Z]{1,2}-|\d{4} [A-Z]{2} ", value))
    # House numbers of five figures are rare, and a street word mostly stands behind them.
    is_likely = bool(re.match(r"\d{5} ", value)) and len(town.split()) <= 3 and not has_street_word(town)
    return is_sure or is_likely or is_city(town)


def _is_region(folded: str, *, is_code: bool) -> bool:
    """A state or country, perhaps with further words behind it (``Texas Metropolitan Area``)."""
    words = folded.split()
    starts = [" ".join(words[:size]) for size in range(1, min(len(words), 3) + 1)]
    return any(is_state(start) or (not is_code and start in _countries()) for start in starts)


def is_country(value: str, folded: str) -> bool:
    """A country's name in any of eighteen languages, its ISO code, or the letter on its cars."""
    if len(value) == 1:
        return value in _CAR_LETTERS
    return (value.lower() if len(value) == 2 and value.isupper() else folded if len(folded) > 2 else "") in _countries()


_CAR_LETTERS = frozenset("ABDEFHILNPSV")
"""Vienna Convention on Road Traffic (1968), distinguishing signs of one letter in Europe"""


@lru_cache
def _countries() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("countries") if len(row[0]) > 1)


def is_state(folded: str) -> bool:
    """A state or province, its name or code."""
    return folded in _states("") or folded.startswith(("co ", "county ")) or folded.endswith(" county")


def is_us_state(folded: str) -> bool:
    """A state of the United States."""
    return folded in _states("US")


@lru_cache
def _states(country: str) -> frozenset[str]:
    known = frozenset(row[1] for row in read_table("states") if row[0] == country or not country)
    return known if country else known | folded_lines("provinces")


def is_city(folded: str) -> bool:
    """A city of 15,000 people or more, or a name that ends as towns do."""
    bare = re.sub(r" \d+$", "", folded)
    return bare in folded_lines("cities") or bool(_CITY_ENDS.search(bare))
