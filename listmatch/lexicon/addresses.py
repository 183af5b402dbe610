"""Whole addresses: one text with street, city, state and postcode, taken apart.

Read from the end, where the parts are that have a form: a country by its name, a postcode behind the city or before
it, a state by its code. What they leave is the city, what stands before it the street. A text whose end says none of
this is a street as it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import folded_forms, read_table


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts of a whole address as they are written, empty where it does not say; ``country`` is ISO alpha-2."""

    street: str
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""


_BEHIND = (
    ("", r"[0-9]{5}-[0-9]{3}"),
    ("", r"[0-9]{5}(?:-[0-9]{4})?"),
    ("GB", r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}"),
    ("CA", r"[A-Z][0-9][A-Z][ -]?[0-9][A-Z][0-9]"),
    ("", r"[0-9]{3} ?[0-9]{3}"),
)
"""Postcodes at the end (Brazil, United States, United Kingdom, Canada, India), and the country if its form says so."""

_FOUR_DIGITS = r"(|.*) ?([0-9]{4})"
"""Australia's, told from a house number by the state before it."""

_BEFORE = (
    r"(?:[A-Z]{1,3}-)?([0-9]{4} ?[A-Z]{2}|[0-9]{5}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{2}-[0-9]{3}|[0-9]{3} [0-9]{2}"
    r"|[0-9]{4,5}) +([^0-9]+)"
)
"""Postcode and city: the Netherlands, Brazil, Portugal, Poland, Sweden, and most of the continent."""

_CEDEX = r"(?i) +cedex(?: [0-9]{1,2})?$"
"""French post for companies, behind the town"""

_SIGNS = re.compile(r"[,;|\r\n]+")
_GAP = re.compile(r"\s{2,}")
"""what stands between the parts, in mailing programs (Mailchimp) nothing but two blanks"""

_STATES_OF = ("US", "CA", "AU", "BR")
"""countries whose addresses end in the code of a state"""

_CITIES = frozenset({"washington"})
"""names of states that end names of cities as often (Port Washington)"""

_BEGIN_CITIES = frozenset({"st", "saint", "ft", "fort", "mt", "mount", "lake", "spring", "springs", "point", "port"})
"""street words that names of cities begin with (St Louis)"""


def split_address(text: str) -> AddressParts | None:
    """The parts of *text*, None unless it says more of a place than the street."""
    pieces = [piece for part in _SIGNS.split(_without_recipient(text)) if (piece := part.strip(" .-"))]
    if len(pieces) == 1:
        pieces = [piece for part in _GAP.split(text) if (piece := part.strip(" .-"))]
    country = _named_country(pieces)
    if country:
        del pieces[-1]
    postcode, country = _take_postcode(pieces, country)
    state = _take_county(pieces) if country == "GB" else _take_state(pieces, has_postcode=bool(postcode))
    if not (postcode or state or country):
        return None
    city = _take_city(pieces)
    if not (postcode or city):
        return None
    return AddressParts(" ".join(pieces), city, state, postcode, country)


def split_town(text: str) -> AddressParts | None:
    """The parts of *text* that holds a town and its postcode, no street; None where it has none of either.

    ``80331 München``, ``Boise, ID 83761``, ``1349 DT Almere``, ``75741 Paris Cedex 15, France``.
    """
    pieces = [re.sub(_CEDEX, "", piece) for part in _SIGNS.split(text) if (piece := part.strip(" .-"))]
    country = _named_country(pieces, fewest=2)
    if country:
        del pieces[-1]
    before = re.fullmatch(_BEFORE, pieces[0], re.IGNORECASE) if pieces else None
    if before:
        postcode, pieces[0] = before[1], before[2].strip(" .-")
    else:
        postcode, country = _town_code(pieces, country)
    state = _take_state(pieces, has_postcode=bool(postcode))
    city = " ".join(pieces)
    return AddressParts("", city, state, postcode, country) if postcode and _may_be_city(city) else None


def _town_code(pieces: list[str], country: str) -> tuple[str, str]:
    """Cut the postcode off the end of *pieces*, where nothing but a town stands before it."""
    for origin, form in _BEHIND if pieces else ():
        found = re.fullmatch(rf"(|.*[^0-9A-Za-z])({form})", pieces[-1], re.IGNORECASE)
        if found:
            return _cut(pieces, found), country or origin
    return _take_postcode(pieces, country)


def _named_country(pieces: Sequence[str], *, fewest: int = 3) -> str:
    if len(pieces) < fewest:
        return ""
    name = _folded(pieces[-1])
    is_code = len(name) <= 3 and name not in ("usa", "uk") and not _is_postcode(pieces[-2])
    return "" if is_code or name in _states() else _countries().get(name, "")


def _without_recipient(text: str) -> str:
    """*text* without the name above the street of an address in lines, as on an envelope.

    The street is the line below: it has a number, and so has a line of the place further down.
    """
    lines = [line.strip(" ,") for line in text.splitlines() if line.strip(" ,")]
    if len(lines) < 3 or re.search(r"[0-9]", lines[0]) or _says_street(lines[0]):
        return text
    has_number = re.search(r"^[0-9]|[0-9][a-z]?$", lines[1], re.IGNORECASE) and re.search(r"[^\W\d_]{2}", lines[1])
    if not has_number or _is_unit(lines[1]) or not re.search(r"[0-9]", " ".join(lines[2:])):
        return text
    return "\n".join(lines[1:])


def _is_postcode(piece: str) -> bool:
    return any(re.fullmatch(form, piece, re.IGNORECASE) for _, form in _BEHIND)


def _take_postcode(pieces: list[str], country: str) -> tuple[str, str]:
    """Cut the postcode off the last of *pieces*: it, and the country if its form tells (else the one given)."""
    if not pieces:
        return "", country
    tail = pieces[-1]
    found = re.fullmatch(_BEFORE, tail)
    if found and len(pieces) > 1 and _is_street(pieces[:-1]) and not _says_street(found[2]):
        pieces[-1] = found[2].strip()
        return found[1], country
    for origin, form in _BEHIND:
        found = re.fullmatch(rf"(|.*[^0-9A-Za-z])({form})", tail, re.IGNORECASE)
        if found and (len(pieces) > 1 or origin or _state_behind(found[1])) and not _is_unit(found[1]):
            return _cut(pieces, found), country or origin
    found = re.fullmatch(_FOUR_DIGITS, tail)
    if found and _codes("AU").intersection(" ".join([*pieces[-2:-1], found[1]]).upper().split()[-1:]):
        return _cut(pieces, found), country or "AU"
    return "", country


def _cut(pieces: list[str], found: "re.Match[str]") -> str:
    before = found[1].strip(" .-")
    pieces[-1:] = [before] if before else []
    return found[2]


def _take_state(pieces: list[str], *, has_postcode: bool) -> str:
    """Cut the state off the end of *pieces*; without a postcode behind it only one with a city before it."""
    if not pieces or (not has_postcode and len(pieces) < 2):
        return ""
    tail = pieces[-1]
    is_beside_city = len(pieces) > 1 and _may_be_city(pieces[-2])
    if _folded(tail) in _states():
        if is_beside_city or (has_postcode and tail.upper() in _codes(*_STATES_OF)):
            return pieces.pop()
        return ""
    state = _state_behind(tail)
    if not state or not (has_postcode or re.search(r"[0-9]", " ".join(pieces[:-1]))):
        return ""
    pieces[-1] = tail[: -len(state)].strip(" .-–(/")
    return state


def _take_county(pieces: list[str]) -> str:
    """Cut a British county off the end of *pieces* where the town stands before it."""
    is_county = len(pieces) > 2 and _may_be_city(pieces[-2]) and _folded(pieces[-1]) in _states("GB")
    return pieces.pop() if is_county else ""


def _state_behind(text: str) -> str:
    """The state that *text* ends with, after something else: a code, or a name of one or two words."""
    words = text.strip(" .-)").split()
    if len(words) < 2 and not re.search(r"[-–/(]", text):
        return ""
    last = re.split(r"[-–/(]", words[-1])[-1] if words else ""
    if last.upper() in _codes(*_STATES_OF) and (last.isupper() or not text.isupper()):
        return last
    for count in (2, 1):
        name = " ".join(words[-count:])
        if len(words) > count and len(name) > 3 and _folded(name) in _states() and _folded(name) not in _CITIES:
            return name
    return ""


def _take_city(pieces: list[str]) -> str:
    """Cut the city off the end of *pieces*: the last piece without a number, or what follows the street's last word."""
    if not pieces:
        return ""
    if _may_be_city(pieces[-1]) and (len(pieces) > 1 or not _says_street(pieces[-1])):
        return pieces.pop()
    street, city = _after_street(pieces[-1])
    pieces[-1] = street
    return city


def _after_street(text: str) -> tuple[str, str]:
    """Street and city of a text without commas: the city follows the street word, its direction and the unit."""
    words = text.split()
    ends = [n for n, word in enumerate(words) if n > 1 and _folded(word) in _street_words()]
    if not ends:
        return text, ""
    end = max((n for n in ends if _folded(words[n]) not in _BEGIN_CITIES), default=ends[0]) + 1
    if end < len(words) and re.fullmatch(r"[NS]?[EW]?\.?", words[end]):
        end += 1
    if end < len(words) and (words[end].startswith("#") or _folded(words[end]) in folded_forms("unit_words")):
        end += 1 if re.fullmatch(r"#\w+", words[end]) else 2
    city = " ".join(words[end:])
    return (" ".join(words[:end]), city) if city and not re.search(r"[0-9]", city) else (text, "")


def _may_be_city(piece: str) -> bool:
    return bool(piece) and not re.search(r"[0-9#]", piece) and not _is_unit(piece)


def _is_unit(piece: str) -> bool:
    words = _folded(piece).split()
    return bool(words) and (words[0] in folded_forms("unit_words") or words[-1] in folded_forms("unit_words"))


def _is_street(pieces: Sequence[str]) -> bool:
    """Whether one of *pieces* has a house number, or a word that only streets have."""
    return any(not _is_unit(piece) and (re.search(r"[0-9]", piece) or _says_street(piece)) for piece in pieces)


def _says_street(piece: str) -> bool:
    words = _folded(piece).split()
    return bool(words) and words[-1] in _street_words() - _BEGIN_CITIES


@lru_cache(maxsize=50_000)
def _folded(words: str) -> str:
    """Remembered, since addresses repeat their words: four fifths of the time otherwise."""
    return fold(words)


@lru_cache
def _street_words() -> frozenset[str]:
    directions = {"n", "s", "e", "w", "ne", "nw", "se", "sw"}
    return frozenset(
        name for word, form in folded_forms("street_words").items() if form not in directions for name in (word, form)
    )


@lru_cache
def _states(*countries: str) -> frozenset[str]:
    """Codes and names of the states of *countries*, folded; without any, of those whose addresses name them."""
    return frozenset(name for country, name, _ in read_table("states") if country in (countries or _STATES_OF))


@lru_cache
def _codes(*countries: str) -> frozenset[str]:
    return frozenset(code for country, _, code in read_table("states") if country in countries)


@lru_cache
def _countries() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("countries")}
