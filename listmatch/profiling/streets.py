"""Values recognised by the words in them: streets, post boxes, doors.

The lists are large samples, not registers: a share of hits in a column tells what it holds, a single miss says nothing.
"""

import re
from functools import lru_cache

from listmatch.lexicon.words import folded_forms
from listmatch.profiling.lists import folded_lines

_STREET_JOINED = re.compile(
    r"(?:\b|(?<=[a-z]{2}))"
    r"(?:strasse|str|weg|gasse|allee|platz|ring|damm|ufer|straat|laan|plein|kade|gracht|singel|dreef|dijk|steeg|hof|pad|stieg|gatan|vagen|vej|gade|utca)\b"
)
"""the first part of a compound has two letters or more: an iPad is not a path"""
_FLOOR = re.compile(
    r"\d{1,2} ?[oa](?: (?:[a-z]|\d|esq|dto|dta|dcha|izq|izda|fte|ctro|frente))?"
    r"|r c(?: \w+)?|\d{1,2}(?:er|e|eme|os|as)? \w{1,5}age"
)
"""2º B, 1.º Dto, R/C Esq, 3e étage, as folding leaves them"""
_PO_BOX = re.compile(r"\b(?:p ?o box|po box|postfach|bp|apartado|casella postale|postbus|gpo box|locked bag)\b")


def is_addressed(value: str, folded: str) -> bool:
    """Words after or before a house number."""
    if " " not in value.strip():
        return False
    return bool(re.search(r"^\d{1,5}[a-z]? (?:[nsew] )?[a-z]{2,}|^[a-z]{3,}.*[a-z] \d{1,4} ?[a-z]?$", folded))


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
    known = frozenset(forms) | frozenset(forms.values())
    return (known - folded_lines("vague_street_words")) | folded_lines("further_street_words")


def is_unit(folded: str) -> bool:
    """Apt 4, Suite 200, 2. OG."""
    words = folded.split()
    if not 0 < len(words) <= 5:
        return False
    doors = folded_forms("unit_words")
    stands_first = words[0] in folded_lines("door_words") and (len(words) == 1 or len(words[1]) <= 4)
    return stands_first or words[0] in doors or (len(words) > 1 and words[1] in doors) or bool(_FLOOR.fullmatch(folded))
