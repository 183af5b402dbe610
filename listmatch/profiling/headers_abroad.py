"""What the name of a column says in languages beyond the seven of ``headers``, most of them in scripts of their own.

Names in another script are compared in that script: transliterated, a Hebrew town is a year (``yr``). Chinese,
Japanese and Korean names are read from their end and Thai ones from their beginning, as no blanks are between words.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources

import yaml

from listmatch.domain.columns import ColumnType
from listmatch.lexicon.folding import fold

Types = tuple[ColumnType, ...]

SHORTEST_PART = 4
"""letters from which a name in Latin letters counts inside a longer one: "ten" is a name in Vietnamese alone"""

_CLEARNESS = 0.7
"""of what was found inside a longer name"""

_NOTES = re.compile(r"\([^)]*\)|\[[^\]]*\]|\uff08[^\uff09]*\uff09")
_WORDS = re.compile(r"[^\W_]+")
_READING = re.compile(r"^(?:フリガナ|ふりがな|カナ|かな)|(?:フリガナ|ふりがな|ヨミガナ|よみがな|カナ|かな|ヨミ|よみ)$")
"""says that a Japanese column is written as it sounds: of names as of anything else"""
_HEAD_LAST = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Chinese, Japanese, Korean letters"""
_HEAD_FIRST = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese, Khmer letters"""

_FILES = ("headers_abroad.yaml", "headers_further.yaml")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""as in ``headers``"""


def is_other_script(name: str) -> bool:
    """Whether *name* has letters beyond Latin ones."""
    return not name.isascii() and any(letter.isalpha() and ord(letter) > 0x24F for letter in _plain(name))


def whole_abroad(words: tuple[str, ...]) -> Types:
    """The types that the folded *words* of a name in Latin letters say as a whole."""
    return _latin().get("".join(words), ())


def read_abroad(name: str) -> Mapping[ColumnType, float]:
    """Column type -> how clearly *name*, in another script, says it; empty when it says nothing."""
    plain = _plain(name)
    words = _WORDS.findall(_NOTES.sub(" ", plain)) or _WORDS.findall(plain)
    for spelling in dict.fromkeys((tuple(words), tuple(filter(None, (word.rstrip("0123456789") for word in words))))):
        if types := _known().get("".join(spelling)):
            return dict.fromkeys(types, 1.0)
    if types := _known().get(_READING.sub("", "".join(words))):
        return dict.fromkeys(types, 1.0)
    return next((dict.fromkeys(types, _CLEARNESS) for types in _parts(words)), {})


def _parts(words: list[str]) -> Iterator[Types]:
    """What parts of a longer name say: the longest run of words, then the longest beginning or end of one."""
    for size in range(len(words) - 1, 0, -1):
        runs = ("".join(words[start : start + size]) for start in range(len(words) - size + 1))
        yield from filter(None, (_known().get(run, ()) for run in runs if not run.isascii()))
    for word in (word.rstrip("0123456789") for word in reversed(words)):
        if _HEAD_LAST.search(word):
            yield from filter(None, (_known().get(word[start:], ()) for start in range(1, len(word) - 1)))
        elif _HEAD_FIRST.search(word):
            yield from filter(None, (_known().get(word[:end], ()) for end in range(len(word) - 1, 2, -1)))


def _plain(name: str) -> str:
    """*name* in small letters of normal width without accents and vowel points; the letters of Asia are left whole."""
    lowered = unicodedata.normalize("NFKC", name).lower()
    decomposed = "".join(c if _HEAD_LAST.match(c) else unicodedata.normalize("NFD", c) for c in lowered)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Cf"))


@lru_cache
def _names() -> tuple[tuple[str, ColumnType], ...]:
    found: list[tuple[str, ColumnType]] = []
    for file in _FILES:
        text = resources.files("listmatch.profiling").joinpath("data", file).read_text(encoding="utf-8")
        kinds = yaml.load(text, Loader=_Loader)  # noqa: S506  # either loader is the safe one
        found += ((name, ColumnType(kind)) for kind, names in kinds.items() for name in names)
    return tuple(found)


@lru_cache
def _latin() -> Mapping[str, Types]:
    return _grouped((fold(name).replace(" ", ""), kind) for name, kind in _names() if not is_other_script(name))


@lru_cache
def _known() -> Mapping[str, Types]:
    """The names in other scripts, words joined."""
    return _grouped(("".join(_WORDS.findall(_plain(name))), kind) for name, kind in _names() if is_other_script(name))


def _grouped(pairs: Iterator[tuple[str, ColumnType]]) -> Mapping[str, Types]:
    found: dict[str, Types] = {}
    for name, kind in pairs:
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), kind)))
    return found
