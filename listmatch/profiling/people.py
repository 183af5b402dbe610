"""Values recognised by the words in them: names of people.

The lists are large samples, not registers: a share of hits in a column tells what it holds, a single miss says nothing.
"""

from functools import lru_cache

from listmatch.lexicon.romanised_names import is_romanised
from listmatch.lexicon.words import folded_forms, folded_set, folded_words
from listmatch.profiling.shapes import has_figure


def is_first_name(folded: str) -> bool:
    """A given name, or two."""
    words = folded.split()
    return 0 < len(words) <= 3 and words[0] in folded_set("first_names")


def is_last_name(folded: str) -> bool:
    """A surname, with particles or doubled."""
    words = [word for word in folded.split() if word not in _particles()] or folded.split()
    return (0 < len(words) <= 3 and words[-1] in folded_set("last_names")) or (
        len(words) > 1 and words[0] in folded_set("last_names")
    )


@lru_cache
def _particles() -> frozenset[str]:
    return frozenset(folded_words("particles"))


def is_particle(folded: str) -> bool:
    """van, de la: the part of a surname that some lists keep in a column of its own."""
    return folded in _particles()


def is_full_name(value: str, folded: str) -> bool:
    """Given name and surname in either order, titles and degrees around them ignored; or a title and a name."""
    ends = frozenset(folded_words("degrees")) | frozenset(folded_forms("generations"))
    words, is_titled = _untitled(folded.split())
    if is_titled and 1 <= len(words) <= 3 and not has_figure(value):
        return True
    while len(words) > 2 and words[-1] in ends:
        words = words[:-1]
    if not 2 <= len(words) <= 5 or has_figure(value):
        return False
    firsts, lasts = folded_set("first_names"), folded_set("last_names")
    straight = (words[0] in firsts or len(words[0]) == 1) and words[-1] in lasts
    turned = (words[-1] in firsts and words[0] in lasts) or ("," in value and any(word in firsts for word in words[1:]))
    return straight or turned or is_romanised(words)


def _untitled(words: list[str]) -> tuple[list[str], bool]:
    """The words of a name without the titles in front, and whether there were any."""
    titles, start = frozenset(folded_words("titles")), 0
    while start < len(words) - 1:
        size = next((n for n in (2, 1) if " ".join(words[start : start + n]) in titles), 0)
        if not size:
            break
        start += size
    return words[start:], 0 < start < len(words)


def has_first_name(folded: str) -> bool:
    """Any of several words is a given name: a person whose surname the lists do not know."""
    words = folded.split()
    return 2 <= len(words) <= 5 and (words[0] in folded_set("first_names") or words[-1] in folded_set("first_names"))


def is_generation(folded: str) -> bool:
    """Jr, III, PhD."""
    return folded in folded_forms("generations") or folded in folded_words("degrees")
