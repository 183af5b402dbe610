"""Values that are told by the words in them: names, places, companies, streets, job titles.

The lists are large samples, not registers: a share of hits in a column tells what it holds, a single miss says nothing.
"""

import re
from functools import lru_cache

from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import folded_forms, folded_set, folded_words, read_table
from listmatch.profiling.lists import folded_lines
from listmatch.profiling.shapes import has_figure

_CITY_ENDS = re.compile(
    r"(?:ville|town|burg|burgh|berg|stadt|dorf|hausen|heim|ford|ham|port|mouth|polis|beach|springs|heights|falls|grove|hills|"
    r"city|park|rapids|creek|lake|valley|junction|wick|minster|sur|wald|bach|brunn|furt|kirchen|hofen|ingen|abad|grad|nuevo|nuova)$"
)
_STREET_JOINED = re.compile(
    r"(?:\b|(?<=[a-z]{2}))"
    r"(?:strasse|str|weg|gasse|allee|platz|ring|damm|ufer|straat|laan|plein|kade|gracht|singel|dreef|dijk|steeg|hof|pad|stieg|gatan|vagen|vej|gade|utca)\b"
)
"""the first part of a compound has two letters or more: an iPad is no path"""
_FLOOR = re.compile(
    r"\d{1,2} ?[oa](?: (?:[a-z]|\d|esq|dto|dta|dcha|izq|izda|fte|ctro|frente))?"
    r"|r c(?: \w+)?|\d{1,2}(?:er|e|eme|os|as)? \w{1,5}age"
)
"""2º B, 1.º Dto, R/C Esq, 3e étage, as folding leaves them"""
_TWO_PLACES = re.compile(r"[\d,(/-]")
"""what stands in every line of a town with its postcode, state or country, and spares the costlier looks at others"""
_PO_BOX = re.compile(r"\b(?:p ?o box|po box|postfach|bp|apartado|casella postale|postbus|gpo box|locked bag)\b")


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


def is_addressed(value: str, folded: str) -> bool:
    """Words after or before a house number."""
    if " " not in value.strip():
        return False
    return bool(re.search(r"^\d{1,5}[a-z]? (?:[nsew] )?[a-z]{2,}|^[a-z]{3,}.*[a-z] \d{1,4} ?[a-z]?$", folded))


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
    return straight or turned


def _untitled(words: list[str]) -> tuple[list[str], bool]:
    """The words of a name without the titles in front, and whether there were any."""
    titles, start = frozenset(folded_words("titles")), 0
    while start < len(words) - 1:
        size = next((n for n in (2, 1) if " ".join(words[start : start + n]) in titles), 0)
        if not size:
            break
        start += size
    return words[start:], 0 < start < len(words)


def is_plain(folded: str) -> bool:
    """No name of anything, though it may look like one: a title or legal form alone, a size, an answer, a measure."""
    words = folded.split()
    if not words:
        return False
    alone = folded in folded_words("titles") or folded in _legal_forms() or folded in folded_lines("sizes_and_answers")
    alone = alone or all(word in folded_lines("weekdays") for word in words)
    return alone or (
        len(words) <= 5 and words[0].isdigit() and any(word in folded_lines("measures") for word in words[1:])
    )


def is_place_line(value: str) -> bool:
    """A town with its postcode, state or country in the same cell: ``Chicago, IL``, ``4511 AA Breskens``."""
    if not _TWO_PLACES.search(value):
        return False
    behind = re.fullmatch(r"(\D+?),? +(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)", value)
    before = re.fullmatch(r"(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2}| \d{2})? +([^\d,]+)", value)
    if before:
        town = fold(before.group(1))
        is_sure = bool(re.match(r"[A-Z]{1,2}-|\d{4} [A-Z]{2} ", value))
        # House numbers of five figures are rare, and a street word mostly stands behind them.
        is_likely = bool(re.match(r"\d{5} ", value)) and len(town.split()) <= 3 and not has_street_word(town)
        return is_sure or is_likely or is_city(town)
    place = behind.group(1) if behind else value
    bracketed = re.fullmatch(r"([^\d(]+?) ?\(([^\d()]+)\)|([^\d/]{3,}) ?[/-] ?([A-Z]{2})", place)
    if bracketed:
        town, region = (fold(part) for part in bracketed.groups() if part)
        return is_state(region) and (is_city(town) or is_state(town))
    town, comma, rest = place.partition(",")
    region = fold(rest) if comma else fold(place).rpartition(" ")[2]
    if not town.strip() or any(character.isdigit() for character in place) or len(town.split()) > 4:
        return False
    return _is_region(region, is_code=bool(behind) or not comma) if comma or behind else False


def _is_region(folded: str, *, is_code: bool) -> bool:
    """A state or country, perhaps with further words behind it (``Texas Metropolitan Area``)."""
    words = folded.split()
    starts = [" ".join(words[:size]) for size in range(1, min(len(words), 3) + 1)]
    return any(is_state(start) or (not is_code and start in _countries()) for start in starts)


def has_first_name(folded: str) -> bool:
    """Any of several words is a given name: a person whose surname the lists do not know."""
    words = folded.split()
    return 2 <= len(words) <= 5 and (words[0] in folded_set("first_names") or words[-1] in folded_set("first_names"))


def is_company(folded: str) -> bool:
    """A legal form at the end, or words that companies are made of."""
    words = folded.split()
    return len(words) >= 2 and (
        has_legal_form(folded)
        or any(word in folded_lines("company_words") for word in words)
        or " and " in f" {folded} "
    )


def has_legal_form(folded: str) -> bool:
    """Ends in a legal form (Inc, GmbH, S.A.)."""
    words = folded.split()
    return any(" ".join(words[-n:]) in _legal_forms() for n in range(1, min(4, len(words) - 1) + 1))


@lru_cache
def _legal_forms() -> frozenset[str]:
    """Legal forms as folding leaves them, dots read as blanks or dropped."""
    joined = folded_words("legal_forms")
    return frozenset(joined) | frozenset(" ".join(word) for word in joined if word.isalpha() and len(word) <= 4)


def is_country(value: str, folded: str) -> bool:
    """A country's name in any of eighteen languages, its ISO code, or the letter on its cars."""
    if len(value) == 1:
        return value in _CAR_LETTERS
    return (value.lower() if len(value) == 2 and value.isupper() else folded if len(folded) > 2 else "") in _countries()


_CAR_LETTERS = frozenset("ABDEFHILNPSV")
"""Vienna Convention on Road Traffic (1968), distinguishing signs of one letter in Europe"""


@lru_cache
def _countries() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("countries") if len(row[0]) > 1)


def is_state(folded: str) -> bool:
    """A state or province, its name or code."""
    return folded in _states("") or folded.startswith(("co ", "county ")) or folded.endswith(" county")


def is_us_state(folded: str) -> bool:
    """A state of the United States."""
    return folded in _states("US")


@lru_cache
def _states(country: str) -> frozenset[str]:
    known = frozenset(row[1] for row in read_table("states") if row[0] == country or not country)
    return known if country else known | folded_lines("provinces")


def is_city(folded: str) -> bool:
    """A city of 15,000 people or more, or a name that ends as towns do."""
    bare = re.sub(r" \d+$", "", folded)
    return bare in folded_lines("cities") or bool(_CITY_ENDS.search(bare))


def is_street(folded: str) -> bool:
    """A house number and a street word, or a post box."""
    words = folded.split()
    if _PO_BOX.search(folded):
        return True
    has_number = any(word[:1].isdigit() for word in words)
    return has_number and len(words) >= 2 and has_street_word(folded)


def has_street_word(folded: str) -> bool:
    """Street, Ave, Hauptstraße, rue, via: with or without a number."""
    words = folded.split()
    return (
        (len(words) >= 2 and any(word in _street_words() for word in words[1:]))
        or (bool(words) and words[0] in folded_lines("street_leads") and len(words) >= 2)
        or (len(words) >= 2 and words[0].isdigit() and words[1] in folded_lines("street_leads"))
        or bool(_STREET_JOINED.search(folded))
    )


@lru_cache
def _street_words() -> frozenset[str]:
    forms = folded_forms("street_words")
    vague = {
        "n",
        "s",
        "e",
        "w",
        "north",
        "south",
        "east",
        "west",
        "st",
        "saint",
        "mount",
        "mt",
        "fort",
        "lake",
        "river",
        "no",
    }
    return (frozenset(forms) | frozenset(forms.values())) - vague | {
        "st",
        "walk",
        "row",
        "mews",
        "parade",
        "circuit",
        "green",
        "broadway",
        "pike",
        "run",
    }


def is_unit(folded: str) -> bool:
    """Apt 4, Suite 200, 2. OG."""
    words = folded.split()
    if not 0 < len(words) <= 5:
        return False
    doors = folded_forms("unit_words")
    stands_first = words[0] in folded_lines("door_words") and (len(words) == 1 or len(words[1]) <= 4)
    return stands_first or words[0] in doors or (len(words) > 1 and words[1] in doors) or bool(_FLOOR.fullmatch(folded))


def is_job_title(folded: str) -> bool:
    """Has a word that job titles are made of."""
    return any(word in folded_lines("job_words") for word in folded.split())


def is_generation(folded: str) -> bool:
    """Jr, III, PhD."""
    return folded in folded_forms("generations") or folded in folded_words("degrees")
