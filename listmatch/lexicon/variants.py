"""Words of titles that say which variant or part of a thing is meant: colours, sizes, ``volume 2``, ``3rd edition``."""

from collections.abc import Mapping
from functools import lru_cache

from listmatch.lexicon.words import any_of, read_table


@lru_cache
def variant_words() -> Mapping[str, tuple[str, str]]:
    """Word -> attribute and value."""
    return {word: (attribute, form) for word, attribute, form in read_table("variant_words")}


@lru_cache
def notices() -> Mapping[str, str]:
    """Words that a title about another work begins with -> what it is."""
    return {row[0]: row[1] for row in read_table("notices")}


@lru_cache
def ordinal_words() -> Mapping[str, str]:
    """Word of a part or edition -> attribute."""
    return {row[0]: row[1] for row in read_table("ordinal_words")}


@lru_cache
def ordinals() -> Mapping[str, str]:
    """Number in words -> number in figures."""
    return {row[0]: row[1] for row in read_table("ordinals")}


@lru_cache
def folded_ordinal() -> str:
    """A regular expression (RE2 and Python) for a part or edition in a folded text: ``vol 2``, ``3rd edition``."""
    kinds, numbers = any_of(ordinal_words()), any_of(ordinals())
    number = rf"(?:[0-9]{{1,3}}(?:st|nd|rd|th)?|{numbers})"
    return rf"\b(?:{kinds} {number}|{number} {kinds})\b"
