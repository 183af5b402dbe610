"""What says whether a person is a woman or a man: forms of address, words for it, given names that only one sex has.

"Dr" and "Rev" say nothing, nor does a name like Chris; "Mr & Mrs" and "Dr & Mrs" are couples, and a family is of both.
"""

import re
from functools import lru_cache
from typing import Literal

from listmatch.lexicon.words import any_of, folded_forms, folded_words

Told = Literal["f", "m", "both"]


def sex_sql(text: str) -> str:
    """SQL for what the words of the folded *text* tell: f, m, both of a couple or a family, or NULL.

    "Mr Mrs" without an "and" is a form that nobody filled in.
    """
    hers, his = _words("f"), _words("m")
    is_hers = f"regexp_matches({text}, '{hers}')"
    is_his = f"regexp_matches(regexp_replace({text}, '{hers}', '', 'g'), '{his}')"
    one = f"case when {is_hers} and {is_his} then null when {is_hers} then 'f' when {is_his} then 'm' end"
    return f"case when {text} is null then null when regexp_matches({text}, '{_several()}') then 'both' else {one} end"


def told_sex(text: str) -> Told | None:
    """What `sex_sql` says of the folded *text*."""
    is_hers, is_his = re.search(_words("f"), text), re.search(_words("m"), re.sub(_words("f"), "", text))
    if re.search(_several(), text):
        return "both"
    if is_hers and is_his:
        return None
    return "f" if is_hers else "m" if is_his else None


def is_form_of_address(text: str) -> bool:
    """Whether the folded *text* is nothing but titles, forms of address and words for a sex."""
    return re.fullmatch(f"{_address()}(?: (?:{_and()} )?{_address()})*", text) is not None


def _and() -> str:
    """Between two people."""
    return rf"\b{any_of(('and', *folded_words('and_words')))}\b"


def _several() -> str:
    return rf"[a-z] {_and()} [a-z]|{_words('both')}"


@lru_cache
def _words(sex: Told) -> str:
    return rf"\b{any_of(word for word, of in folded_forms('sex_words').items() if of == sex)}\b"


@lru_cache
def _address() -> str:
    return any_of({*folded_words("titles"), *folded_forms("sex_words")})
