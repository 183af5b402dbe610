"""Chinese and Korean names in Latin letters: their families are few, their given names one or two syllables.

By that they are known as names, since no list of words can hold all given ones (Xiaoming, Xiao-Ming), and most of them
tell which way round they are written: "Wang Xiaoming", "Minjun Kim".
"""

import re
from collections.abc import Sequence
from functools import cache

from listmatch.lexicon.folding import fold
from listmatch.lexicon.name_kinds import name_kind
from listmatch.lexicon.words import any_of, folded_words, read_table

_MOST_SYLLABLES = 2
_FEWEST_SYLLABLES = {"ko": 2}
"""of a given name; "Kim Son" may be Kim whose family is Son"""

_SPELT_AS = {"yue": "zh"}
"""families of Hong Kong stand beside given names in Mandarin as well; those in Cantonese are not known here"""

_LONGEST = 6
"""letters of a syllable (zhuang)"""

_INITIALS_BEHIND = re.compile(rf"((?:{any_of(folded_words('particles'))} )*[a-z0-9]{{2,}})((?: [a-z])+)")
"""a surname alone: in "José García L." it is a second one that is short"""


def family_ahead(name: str | None) -> str | None:
    """The family where the folded whole *name* shows that it stands in front: "wang xiaoming", "smith j a".

    Two initials behind a word are those of given names. One may be a surname's ("John S."), unless the word is known
    as a family alone.
    """
    if name is None:
        return None
    if found := _INITIALS_BEHIND.fullmatch(name):
        family, initials = found.groups()
        kind = name_kind(family.split()[-1])
        return family if kind == "family" or (kind != "given" and len(initials.split()) > 1) else None
    words = name.split()
    return words[0] if _is_eastern(words) and not _is_eastern(_turned(words)) else None


def may_have_family_ahead() -> str:
    """A regular expression for folded names of which `family_ahead` may know something."""
    return f"^{any_of(_families())} | [a-z]$"


def romanised_families() -> list[str]:
    """The folded families beside which `romanised_given` may know a given name."""
    return list(_families())


def is_romanised(words: Sequence[str]) -> bool:
    """Whether folded *words* are such a name, either way round."""
    return _is_eastern(words) or _is_eastern(_turned(words))


def _turned(words: Sequence[str]) -> Sequence[str]:
    return [*words[-1:], *words[:-1]]


def _is_eastern(words: Sequence[str]) -> bool:
    """Whether folded *words* are a family and, of the same language, the syllables of a given name."""
    if not 2 <= len(words) <= 1 + _MOST_SYLLABLES:
        return False
    return any(
        _FEWEST_SYLLABLES.get(language, 1) <= len(_split("".join(words[1:]), language))
        for language in _languages(words[0])
    )


def romanised_given(given: str | None, family: str | None) -> str | None:
    """The folded *given* names as one word in one spelling (Min-joon, Min Jun: minjun) beside such a *family*.

    None where they are anything else, initials too, and where they are one name that lists know (Gina Lee).
    """
    if given is None or family is None or name_kind(given) in ("given", "both"):
        return None
    words = given.split()
    for language in _languages(family):
        parts = words if len(words) > 1 else _split(given, language)
        if len(parts) == _MOST_SYLLABLES and all(part in _syllables()[language] and len(part) > 1 for part in parts):
            return "".join(_syllables()[language][part] for part in parts)
    return None


def romanised_family(family: str | None) -> str | None:
    """A Korean *family* in the spelling that most have (Yi and Rhee are Lee); others as they are."""
    return _families().get(family or "", {}).get("ko", family)


def _split(text: str, language: str) -> list[str]:
    """The syllables of *language* that *text* is made of, two at most and the first as long as can be; else nothing."""
    known = _syllables()[language]
    if text in known:
        return [text]
    halves = ((text[:end], text[end:]) for end in range(min(_LONGEST, len(text) - 1), 0, -1))
    return next((list(two) for two in halves if known.keys() >= set(two)), [])


def _languages(family: str) -> list[str]:
    """Of which syllables a given name beside *family* is."""
    return [_SPELT_AS.get(language, language) for language in _families().get(family, ())]


@cache
def _families() -> dict[str, dict[str, str]]:
    """Folded family -> language -> the spelling that most have."""
    families: dict[str, dict[str, str]] = {}
    for language, family, form in read_table("romanised_families"):
        families.setdefault(fold(family), {})[language] = fold(form)
    return families


@cache
def _syllables() -> dict[str, dict[str, str]]:
    """Language -> its syllables, folded -> the spelling that most have."""
    syllables: dict[str, dict[str, str]] = {}
    for language, syllable, form in read_table("romanised_syllables"):
        syllables.setdefault(language, {})[fold(syllable)] = fold(form)
    return syllables
