"""Where a list comes from by the endings of its e-mail addresses and websites."""

import re
from collections import Counter
from collections.abc import Iterable

from listmatch.lexicon.words import read_table, read_words

_ENDING = re.compile(r"[a-z0-9-]\.([a-z]{2})(?:[:?#\s>,;]|$)", re.IGNORECASE)
"""two letters at the end of a host name, wherever in the cell it ends"""


def domain_votes(values: Iterable[str]) -> Counter[str]:
    """How many of *values* end in the domain of each country (ISO alpha-2); under ``""`` those that end in none."""
    codes = {row[1] for row in read_table("countries")}
    open_to_all = read_words("open_endings")
    votes: Counter[str] = Counter()
    for value in values:
        found = _ENDING.search(value.rpartition("//")[2].partition("/")[0])
        ending = found[1].lower() if found else ""
        country = "GB" if ending == "uk" else ending.upper()
        votes[country if country in codes and ending not in open_to_all else ""] += 1
    return votes
