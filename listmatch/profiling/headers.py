"""What the name of a column says about its values, in seven languages; ``headers_abroad`` knows others."""

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import yaml

from listmatch.domain.columns import ColumnType
from listmatch.lexicon.folding import fold
from listmatch.profiling.header_bearers import BEARERS, is_detail_of
from listmatch.profiling.headers_abroad import SHORTEST_PART, is_other_script, read_abroad, whole_abroad
from listmatch.profiling.lists import folded_lines

_BESIDE_TOWN = frozenset({ColumnType.STATE, ColumnType.POSTCODE, ColumnType.US_ZIP})

_NUMBER_WORDS = frozenset({"no", "nr", "num", "number", "nummer", "numero"})
_NUMBERS = frozenset({ColumnType.PHONE, ColumnType.POSTCODE, ColumnType.US_ZIP, ColumnType.STREET_NUMBER})

_NUMBER_SIGNS = _NUMBER_WORDS | {"n", "nro", "ndeg"}
_ORDINALS = frozenset({ColumnType.STREET_NUMBER, ColumnType.ID, ColumnType.NUMBER})
"""what a word for "number" may be the name of"""

_AMBIGUOUS_NAME = frozenset({ColumnType.FULL_NAME, ColumnType.COMPANY})
"""what a word for "name" alone may mean"""

_PLAIN_ID = 0.85
"""how clearly a longer name that ends in ``id`` says so, whatever the figures look like (``PARCEL_ID``: 47-640-2464)"""

_UNMEASURED = frozenset({ColumnType.DATE, ColumnType.TEXT, ColumnType.ID, ColumnType.NUMBER})
"""what a name with a unit behind it may otherwise be taken for"""

_PARTS_OF_ADDRESSES = frozenset(
    {
        ColumnType.STREET,
        ColumnType.STREET_NUMBER,
        ColumnType.UNIT,
        ColumnType.CITY,
        ColumnType.STATE,
        ColumnType.POSTCODE,
        ColumnType.US_ZIP,
        ColumnType.COUNTRY,
    }
)

_SHORTEST_PLURAL = 3
"""letters up to which a final s is not a plural"""

_WIDEST_CHOICE = 3
"""types that a word cut short may stand for: with more it says nothing"""

_SHORT_ENDS = frozenset({"id", "nr", "no", "cp"})
"""names of two letters that count at the end of a longer header (hs_object_id)"""


_GROUP_SIGN = re.compile(r":|\s[-\u2013]\s|(?<=\w)\.(?=\w)")
"""what stands between a record or a group and its field in the headers of exports"""


def read_header(name: str) -> Mapping[ColumnType, float]:
    """Column type -> how clearly *name* says it (0-1); empty when it says nothing, several when it is ambiguous."""
    words = header_words(name)
    says = (is_other_script(name) and read_abroad(name)) or _read(name, words)
    if re.search(r"[(\[]", name) and not _UNMEASURED.isdisjoint(says or _UNMEASURED) and _has_unit(name):
        return {**says, ColumnType.NUMBER: 0.8}
    return says


def _read(name: str, words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    written = tuple(_abbreviations().get(word, word) for word in words)
    return (
        _whole(words)
        or _whole(written)
        or _either(name)
        or _behind_group(name)
        or _whole(tuple(word.removesuffix("s") if len(word) > _SHORTEST_PLURAL else word for word in words))
        or _part_of_address(words)
        or _combined(words)
        or _numbered(words)
        or _number_of(words)
        or _contained(written)
        or _contained(words)
        or _contained(_without_numbers(words))
        or _contained(_without_numbers(written))
        or _by_ending(words)
        or _cut_short(name)
    )


def _has_unit(name: str) -> bool:
    """``First response (min)``: a unit in brackets at the end."""
    unit = re.search(r"[(\[]([^)\]]{1,8})[)\]]\s*$", name)
    return unit is not None and fold(unit.group(1)) in folded_lines("header_units")


def header_words(name: str) -> tuple[str, ...]:
    """*name* as folded words: ``mailingZip/Postal_Code 2`` -> mailing, zip, postal, code, 2."""
    if re.fullmatch("[a-z ]+", name):  # as nearly all 4,500 names are that a header is looked up in
        return tuple(fold(name).split())
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
    """What the header says as a whole, numbers and qualifiers aside; a second line of an address is mostly a unit."""
    for spelling in dict.fromkeys((words, _without_numbers(words))):
        for kept, confidence in _readings(spelling):
            types = _index().get("".join(kept)) or whole_abroad(kept)
            if types == (ColumnType.STREET,) and re.search(r"[2-4]$", words[-1]):
                return {ColumnType.UNIT: confidence, ColumnType.STREET: 0.6 * confidence}
            if types == (ColumnType.STREET,) and spelling[-1] not in kept and _names_company(spelling[-1]):
                return {ColumnType.STREET: confidence, ColumnType.COMPANY: confidence}
            if types:
                return dict.fromkeys(types, confidence)
    return {}


def _names_company(word: str) -> bool:
    """``Default Address Company``: the company that lives there, or where the company lives; the values tell."""
    return _index().get(word) == (ColumnType.COMPANY,)


def _either(name: str) -> Mapping[ColumnType, float]:
    """``Nombre / Razón social``: people and companies in one column, whichever the rows are about."""
    parts = [header_words(part) for part in name.split("/")]
    says = [_whole(part) for part in parts] if len(parts) > 1 and all(parts) else []
    if not all(says) or not any(ColumnType.COMPANY in part for part in says):
        return {}
    return dict.fromkeys(_AMBIGUOUS_NAME, 0.9) if any(ColumnType.FULL_NAME in part for part in says) else {}


def _behind_group(name: str) -> Mapping[ColumnType, float]:
    """``Address 1: City``, ``Deal - Title``, ``Account Name.id``: the field stands behind the record or the group."""
    parts = _GROUP_SIGN.split(name)
    if len(parts) < 2 or not all(map(header_words, parts)):
        return {}
    return {kind: 0.95 * clearness for kind, clearness in _whole(header_words(parts[-1])).items()}


def _part_of_address(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """``Billing Address City``, ``Adresse PLZ``: a part of the address, not the address."""
    rest = tuple(word for word in words if word not in folded_lines("address_words"))
    says = _whole(rest) if 0 < len(rest) < len(words) else {}
    return {kind: 0.95 * clearness for kind, clearness in says.items()} if _PARTS_OF_ADDRESSES.issuperset(says) else {}


def _combined(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """Two parts that make a whole: first and last name, street and house number, town and postcode in one cell."""
    known = [types for word in words if (types := _index().get(word, ()) or _part((word,), 0, 1))]
    parts = {types[0] for types in known if len(types) == 1}
    if {ColumnType.FIRST_NAME, ColumnType.LAST_NAME} <= parts:
        return {ColumnType.FULL_NAME: 0.9}
    if ColumnType.CITY in parts and parts & _BESIDE_TOWN:
        return {ColumnType.CITY: 0.9}
    if parts - _ORDINALS == {ColumnType.STREET} and (len(parts) > 1 or any(set(types) <= _ORDINALS for types in known)):
        return {ColumnType.STREET: 0.9, ColumnType.STREET_NUMBER: 0.8}
    return {}


def _numbered(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """``Telephone No``: the number of something that is a number itself is not an identifier."""
    if len(words) < 2 or words[-1] not in _NUMBER_WORDS:
        return {}
    return {kind: confidence for kind, confidence in _whole(words[:-1]).items() if kind in _NUMBERS}


def _by_ending(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """What the end of a compound says (``Ordernr``, ``Lieferdatum``), the weakest sign a name can give."""
    for word in reversed(words):
        for ending, kinds in _endings():
            if word.endswith(ending) and len(word) >= len(ending) + 3:
                return dict.fromkeys(kinds, 0.6)
    return {}


@lru_cache
def _abbreviations() -> Mapping[str, str]:
    """Short forms written out: ``co_buyer_nm`` is a co buyer name."""
    return dict(_pairs("header_abbreviations"))


@lru_cache
def _endings() -> tuple[tuple[str, tuple[ColumnType, ...]], ...]:
    """Endings of compounds with their types, the longest first."""
    pairs = [(ending, tuple(map(ColumnType, kinds.split()))) for ending, kinds in _pairs("header_endings")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _pairs(name: str) -> list[tuple[str, str]]:
    text = resources.files("listmatch.profiling").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return [(row[0], row[1]) for row in list(csv.reader(text.splitlines()))[1:]]


def _contained(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """The longest known name inside the header; of equally long ones the last (``lead e-mail status`` is a status),
    but the one in front of "of" where that stands between them (``status of the lead``)."""
    for size in range(len(words) - 1, 0, -1):
        found = [(start, types) for start in range(len(words) - size + 1) if (types := _part(words, start, size))]
        if found and not (size == 1 and len(found) == 1 and _tells_only_whose(words, found[0])):
            (first, head), (last, tail) = found[0], found[-1]
            is_name = first == 0 and set(head) >= _AMBIGUOUS_NAME
            is_headed = is_name or not folded_lines("header_links").isdisjoint(words[first + size : last])
            both = tuple(kind for kind in head if kind in tail)
            is_headed = is_headed or is_detail_of(words[first], head, of=tail)
            clearness = 0.5 + 0.3 * size / len(words)
            if words[-1] == "id" and tail == (ColumnType.ID,):
                clearness = _PLAIN_ID
            return dict.fromkeys((both or head) if is_headed else tail, clearness)
    return {}


def _tells_only_whose(words: tuple[str, ...], part: tuple[int, tuple[ColumnType, ...]]) -> bool:
    """``Person - Open deals``, ``Contact frequency``: a word for a person or company, of whom the rest tells."""
    start, types = part
    return start == 0 and words[0] in folded_lines("qualifiers") and BEARERS.issuperset(types)


def _part(words: tuple[str, ...], start: int, size: int) -> tuple[ColumnType, ...]:
    """The types that *size* words from *start* on name by themselves."""
    joined = "".join(words[start : start + size])
    is_telling = len(joined) > 2 or (joined in _SHORT_ENDS and start + size == len(words))
    if not is_telling or joined.isdigit():
        return ()
    return _index().get(joined, ()) or (whole_abroad((joined,)) if len(joined) >= SHORTEST_PART else ())


def _number_of(words: tuple[str, ...]) -> Mapping[ColumnType, float]:
    """``N° licence``, ``Pren. n.``: the number of something, mostly an identifier; ``Number of branches`` counts."""
    if len(words) < 2 or words[-2:] == ("s", "n") or _NUMBER_SIGNS.isdisjoint((words[0], words[-1])):
        return {}
    rest = _whole(words[1:]) if words[0] in _NUMBER_SIGNS else {}
    if not _NUMBERS.isdisjoint(rest):
        return rest
    if words[0] in _NUMBER_SIGNS and words[1] in folded_lines("header_links"):
        return {ColumnType.NUMBER: 0.7, ColumnType.ID: 0.6}
    return {ColumnType.ID: 0.7, ColumnType.NUMBER: 0.4}


def _cut_short(name: str) -> Mapping[ColumnType, float]:
    """What the words that a dot cuts short begin (``Opm.``, ``Loc.``), as long as that is no wide choice."""
    for word in re.findall(r"([^\W\d_]{3,})\.(?!\w)", name)[::-1]:
        types = {kind for known, kinds in _single_words() if known.startswith(fold(word)) for kind in kinds}
        if 0 < len(types) <= _WIDEST_CHOICE:
            return dict.fromkeys(sorted(types), 0.5)
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


@lru_cache
def _single_words() -> tuple[tuple[str, tuple[ColumnType, ...]], ...]:
    """The names of one word that are long enough to be cut short."""
    return tuple((name, types) for name, types in _index().items() if len(name) > 4)


def says_only_number(name: str) -> bool:
    """*name* is nothing but a word for "number" (``Nr.``), which its neighbours have to explain."""
    words = header_words(name)
    return bool(words) and _NUMBER_SIGNS.issuperset(words)
