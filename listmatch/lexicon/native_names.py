"""Names of people in the letters of their languages, where those tell the family from the given name.

Chinese, Japanese and Korean ones have the family first, mostly without a blank behind it: as one word (``wangwei``)
such a name is not found beside "Wei Wang". Russian ones stand either way round, and their endings tell.
"""

import re
from functools import cache

from listmatch.lexicon.folding import fold, to_ascii
from listmatch.lexicon.name_kinds import name_kind
from listmatch.lexicon.words import read_table, read_words

LETTERS = r"\x{400}-\x{4ff}\x{3005}-\x{30ff}\x{3400}-\x{9fff}\x{ac00}-\x{d7a3}"
"""the letters of these names, for a class of RE2: Cyrillic ones, kana and their signs, Chinese characters, Korean
syllables"""

_EASTERN = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_REPEATED = re.compile("([\u3400-\u9fff])\u3005")
"""佐々木, the sign that stands for the letter before it"""
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_CHINESE = re.compile(r"[\u3005\u3400-\u9fff]+")

_CYRILLIC = re.compile(r"[\u0400-\u04ff'-]+\.?")
_INITIALS = re.compile(r"\w\.(?: ?\w\.)?")
_PATRONYMIC = re.compile(r"\w{2,}(?:ович|евич|івна|ївна|овна|евна|ична|ёвна)", re.IGNORECASE)
_RUSSIAN_FAMILY = re.compile(r"\w{2,}(?:[оеё]ва?|[сц]кий|[сц]кая|ська|ський|цька|цький|енко|[чщ]ук)", re.IGNORECASE)
"""endings of families that hardly any given name has: those in -ин and -ина are left out for Ирина and Константин"""

_JAPANESE_FAMILIES = {2: 1, 3: 2, 4: 2, 5: 3}
"""letters of the whole name -> those of the family: most Japanese families have two"""


def family_first(text: str | None, country: str) -> str | None:
    """*text* as "family, given" in Latin letters where it is such a name; other texts as they are.

    *country* (ISO alpha-2) is where the list comes from: three Chinese letters are one and two of them in China, two
    and one in Japan.
    """
    if text is None or text.isascii():
        return text
    words = _REPEATED.sub(r"\1\1", _without_honorific(text)).split()
    if all(map(_CYRILLIC.fullmatch, words)):
        return f"{words[0]}, {' '.join(words[1:])}" if _has_family_first(words) else text
    if not all(map(_EASTERN.fullmatch, words)) or not 1 <= len(words) <= 2:
        return text
    if len(words) == 2:
        family, given = _turned(*words)
    else:
        size = _family_size(words[0], country)
        family, given = words[0][:size], words[0][size:]
    return f"{family_reading(family)}, {to_ascii(given)}" if family and given else text


def family_reading(text: str | None) -> str | None:
    """A family name alone as it is written in Latin letters (曾 is Zeng, 김 Kim), where that is not how it sounds."""
    if text is None or text.isascii():
        return text
    bare = _REPEATED.sub(r"\1\1", text.strip())
    return _readings().get(bare) or (to_ascii(bare) if _EASTERN.fullmatch(bare) else text)


def _has_family_first(words: list[str]) -> bool:
    """Whether a name in Cyrillic letters has the family before the given name and the patronymic, or their initials."""
    if len(words) < 2 or _INITIALS.fullmatch(words[0]):
        return False
    if _INITIALS.fullmatch(" ".join(words[1:])) or (len(words) == 3 and _PATRONYMIC.fullmatch(words[2])):
        return True
    return len(words) == 2 and _is_russian_family(words[0]) and not _is_russian_family(words[1])


def _is_russian_family(word: str) -> bool:
    return bool(_RUSSIAN_FAMILY.fullmatch(word)) and name_kind(fold(word)) != "given"


def _turned(family: str, given: str) -> tuple[str, str]:
    """A Korean given name has two syllables: 민준 김 is the other way round."""
    is_turned = bool(_HANGUL.fullmatch(family + given)) and len(given) == 1 < len(family) and given in _readings()
    return (given, family) if is_turned else (family, given)


def _family_size(name: str, country: str) -> int:
    """Letters of the family in a name without a blank; 0 where none can be told (a foreigner's name in kana)."""
    if len(name) > 2 and name[:2] in _readings():
        return 2
    if _HANGUL.fullmatch(name):
        return 1 if len(name) <= 4 else 0
    if not _CHINESE.fullmatch(name):
        return 0
    if country == "JP":
        return _JAPANESE_FAMILIES.get(len(name), 0)
    return 1 if len(name) <= 3 else _JAPANESE_FAMILIES.get(len(name), 0)


def _without_honorific(text: str) -> str:
    bare = text.strip()
    for word in _honorifics():
        if bare.endswith(word) and len(bare) > len(word) + 1:
            return bare.removesuffix(word)
    return bare


@cache
def _honorifics() -> tuple[str, ...]:
    return tuple(sorted(read_words("eastern_honorifics"), key=len, reverse=True))


@cache
def _readings() -> dict[str, str]:
    return dict(read_table("eastern_families"))  # type: ignore[arg-type]
