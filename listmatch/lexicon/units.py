"""Units of measure: what they measure and how many of the base unit they are."""

from collections.abc import Mapping
from functools import lru_cache

from listmatch.lexicon.words import any_of, read_table


@lru_cache
def units() -> Mapping[str, tuple[str, float]]:
    """Unit as it is written, lower case, plain letters or signs -> measure, factor."""
    return {unit: (measure, float(factor)) for unit, measure, factor in read_table("units")}


@lru_cache
def folded_quantity() -> str:
    """A regular expression (RE2 and Python) for a quantity in a folded text: ``500ml``, ``0 5 l``, ``6x330 ml``;
    in ``2015 75cl`` it is 75."""
    words = any_of(unit for unit in units() if unit.replace(" ", "").isalpha())
    return rf"\b(?:[0-9]+ ?x ?)*(?:[0-9]{{1,3}} [0-9]+|[0-9]+) ?{words}\b"
