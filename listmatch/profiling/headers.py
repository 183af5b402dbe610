"""What the name of a column says about its values, in seven languages and whatever spelling."""

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import yaml

from listmatch.domain.columns import ColumnType
from listmatch.lexicon.folding import fold
from listmatch.profiling.lists import folded_lines

_BESIDE_TOWN = frozenset({ColumnType.STATE, ColumnType.POSTCODE, ColumnType.US_ZIP})

_NUMBER_WORDS = frozenset({"no", "nr", "num", "number", "nummer", "numero"})
_NUMBERS = frozenset({ColumnType.PHONE, ColumnType.POSTCODE, ColumnType.US_ZIP, ColumnType.STREET_NUMBER})

_SHORT_ENDS = frozenset({"id", "nr", "no", "cp"})
"""names of two letters that count at the end of a longer header (hs_object_id)"""


def read_header(name: str) -> Mapping[ColumnType, float]:
    """Column type -> how clearly *name* says it (0-1); empty when it says nothing, several when it is ambiguous."""
    words = header_words(name)
    written = tuple(_abbreviations().get(word, word) for word in words)
    return (
        _whole(words)
        or _whole(written)
        or _combined(words)
        or _numbered(words)
        or _contained(_without_numbers(words))
        or _contained(_without_numbers(written))
        or _by_ending(words)
    )


def header_words(name: str) -> tuple[str, ...]:
    """*name* as folded words: ``mailingZip/Postal_Code 2`` -> mailing, zip, postal, code, 2."""
    name = re.sub(r"(?<=\w)\s*#\s*$", " number", name)
    spaced = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])|[°º*#:]", " ", name)
    without_notes = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", spaced)
    return tuple(fold(without_notes if without_notes.strip() else spaced).split())


def _without_numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stripped for word in words if (stripped := re.sub(r"\d+$", "", word)))


def _readings(words: tuple[str, ...]) -> list[tuple[tuple[str, ...], float]]:
    """The header itself, then without qualifiers in front, at the end, and both."""
    front, back = 0, len(words)
    while front < back - 1 and words[front] in folded_lines("qualifiers"):
        front += 1
    while back > front + 1 and words[back - 1] in folded_lines("qualifiers"):
        back -= 1
    tried = [(words, 1.0)]
    tried += [(words[n:], 0.95) for n in range(1, front + 1)]
    tried += [(words[:n], 0.9) for n in range(len(words) - 1, back - 1, -1)]
    return [*tried, (words[front:back], 0.9)]


def _whole(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """What the header says as a whole, numbers and qualifiers aside."""
    for spelling in dict.fromkeys((words, _without_numbers(words))):
        for kept, confidence in _readings(spelling):
            types = _index().get("".join(kept))
            if types:
                return dict.fromkeys(types, confidence)
    return {}


def _combined(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """Two parts that make a whole: first and last name, town and postcode in one cell."""
    parts = {types[0] for word in words if len(types := _index().get(word, ())) == 1}
    if {ColumnType.FIRST_NAME, ColumnType.LAST_NAME} <= parts:
        return {ColumnType.FULL_NAME: 0.9}
    if ColumnType.CITY in parts and parts & _BESIDE_TOWN:
        return {ColumnType.CITY: 0.9}
    return {}


def _numbered(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """``Telephone No``: the number of something that is a number itself is no identifier."""
    if len(words) < 2 or words[-1] not in _NUMBER_WORDS:
        return {}
    return {kind: confidence for kind, confidence in _whole(words[:-1]).items() if kind in _NUMBERS}


def _by_ending(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """What the end of a compound says (``Ordernr``, ``Lieferdatum``), the weakest sign a name can give."""
    for word in reversed(words):
        for ending, kind in _endings():
            if word.endswith(ending) and len(word) >= len(ending) + 3:
                return {kind: 0.6}
    return {}


@lru_cache
def _abbreviations() -> Mapping[str, str]:
    """Short forms written out: ``co_buyer_nm`` is a co buyer name."""
    return dict(_pairs("header_abbreviations"))


@lru_cache
def _endings() -> tuple[tuple[str, ColumnType], ...]:
    """Endings of compounds with their types, the longest first."""
    pairs = [(ending, ColumnType(kind)) for ending, kind in _pairs("header_endings")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _pairs(name: str) -> list[tuple[str, str]]:
    text = resources.files("listmatch.profiling").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return [(row[0], row[1]) for row in list(csv.reader(text.splitlines()))[1:]]


def _contained(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """The longest known name inside the header; of equally long ones the last (``lead e-mail status`` is a status)."""
    for size in range(len(words) - 1, 0, -1):
        for start in range(len(words) - size, -1, -1):
            joined = "".join(words[start : start + size])
            is_telling = len(joined) > 2 or (joined in _SHORT_ENDS and start + size == len(words))
            if is_telling and (types := _index().get(joined)):
                return dict.fromkeys(types, 0.5 + 0.3 * size / len(words))
    return {}


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it: a tenth of the time, and this is read by every process that profiles"""


@lru_cache
def _index() -> Mapping[str, tuple[ColumnType, ...]]:
    text = resources.files("listmatch.profiling").joinpath("data", "headers.yaml").read_text(encoding="utf-8")
    index: dict[str, list[ColumnType]] = {}
    for kind, names in yaml.load(text, Loader=_Loader).items():  # noqa: S506  # either loader is the safe one
        for name in names:
            known = index.setdefault("".join(header_words(name)), [])
            if ColumnType(kind) not in known:
                known.append(ColumnType(kind))
    return {name: tuple(types) for name, types in index.items()}
