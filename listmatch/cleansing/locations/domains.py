"""Where a list comes from by the endings of its e-mail addresses and websites."""

import re
from collections import Counter
from collections.abc import Iterable

from listmatch.lexicon.words import read_table

# fmt: off
_ANYBODYS = frozenset({
    "ac", "ag", "ai", "am", "bz", "cc", "cf", "co", "fm", "ga", "gg", "gl", "gq", "im", "io", "is",
    "la", "ly", "me", "ml", "mn", "ms",
    "nu", "pw", "sc", "sh", "st", "tk", "to", "tv", "vc", "ws",
})
# fmt: on
"""country endings that are sold to the whole world, and mostly used by it"""

_ENDING = re.compile(r"[a-z0-9-]\.([a-z]{2})(?:[:?#\s>,;]|$)", re.IGNORECASE)
"""two letters at the end of a host name, wherever in the cell it ends"""


def domain_votes(values: Iterable[str]) -> Counter[str]:
    """How many of *values* end in the domain of each country (ISO alpha-2); under ``""`` those that end in none."""
    codes = {row[1] for row in read_table("countries")}
    votes: Counter[str] = Counter()
    for value in values:
        found = _ENDING.search(value.rpartition("//")[2].partition("/")[0])
        ending = found[1].lower() if found else ""
        country = "GB" if ending == "uk" else ending.upper()
        votes[country if country in codes and ending not in _ANYBODYS else ""] += 1
    return votes
