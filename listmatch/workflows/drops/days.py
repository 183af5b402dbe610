"""The day that the name of a list tells: ``leads_2024-03-05.csv``, ``05.03.2024 Leads.csv``, ``Leads Q1 2024.csv``."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from unicodedata import combining, normalize

from listmatch.lexicon.words import any_of, folded_forms

_YEAR = r"((?:19|20)\d\d)"
_MONTH = "(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12]\d|3[01])"
_ORDINAL = "(?:st|nd|rd|th)?"
_APART = r"[-_. ,]"

_ALSO_ENGLISH = frozenset({"ago", "gen", "out", "set"})
"""Months in Spanish, Italian and Portuguese that file names use as English words: ``out_2024.csv``."""


def day_in(name: str) -> date | None:
    """The last date in *name*, which may have folders; the first day of a month or quarter without a day.

    None where there is none, or only one that can be read in two ways (05-06-2024). With dots the day stands first.
    """
    text = "".join(sign for sign in normalize("NFKD", name.lower()) if not combining(sign))
    found, at = None, 0
    while read := _next(text, at):
        match, day_of = read
        found = day_of(*match.groups()) or found
        at = match.end()
    return found


def _next(text: str, at: int) -> tuple[re.Match[str], Callable[..., date | None]] | None:
    """The first date from *at*; of several ways to read it, the one of the earlier form."""
    read = [(match, day_of) for form, day_of in _forms() if (match := form.search(text, at))]
    return min(read, key=lambda each: each[0].start(), default=None)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[..., date | None]], ...]:
    word = rf"(?<![a-z])({any_of(_months())})"
    forms: tuple[tuple[str, Callable[..., date | None]], ...] = (
        (rf"{_YEAR}[-_./ ]?q([1-4])(?![a-z\d])", lambda year, quarter: _day(year, 3 * int(quarter) - 2)),
        (rf"(?<![a-z])q([1-4])[-_./ ]?{_YEAR}(?!\d)", lambda quarter, year: _day(year, 3 * int(quarter) - 2)),
        # a time may follow: 20240305101112
        (rf"(?<!\d){_YEAR}[-_./ ]?{_MONTH}(?:[-_./ ]?{_DAY}(?:\d{{4}}|\d{{6}})?)?(?!\d)", _day),
        (rf"(?<!\d){_YEAR}([-_./ ])(\d\d?)\2(\d\d?)(?!\d)", lambda year, _, month, day: _day(year, month, day)),
        (rf"(?<!\d)(\d\d?)([-_. ])(\d\d?)\2{_YEAR}(?!\d)", _year_last),
        (rf"(?<!\d){_MONTH}[-_.]{_YEAR}(?!\d)", lambda month, year: _day(year, month)),
        (rf"(?<!\d){_YEAR}[-_./ ]?{word}(?![a-z])(?:{_APART}?(\d\d?)(?!\d))?", _in_words),
        (
            rf"(?<!\d)(\d\d?){_ORDINAL}{_APART}*{word}(?![a-z]){_APART}*{_YEAR}(?!\d)",
            lambda day, word, year: _in_words(year, word, day),
        ),
        (
            rf"{word}(?![a-z])(?:{_APART}*(\d\d?){_ORDINAL}{_APART}+)?{_APART}*{_YEAR}(?!\d)",
            lambda word, day, year: _in_words(year, word, day),
        ),
    )
    return tuple((re.compile(form), day_of) for form, day_of in forms)


@cache
def _months() -> dict[str, int]:
    """Month words in seven languages, without accents."""
    return {word: int(month) for word, month in folded_forms("months").items() if word not in _ALSO_ENGLISH}


def _year_last(first: str, separator: str, second: str, year: str) -> date | None:
    """5.3.2024 is the fifth of March; with other separators it shows only where a number is no month."""
    if int(second) > 12:
        return _day(year, first, second)
    if separator == "." or int(first) > 12 or int(first) == int(second):
        return _day(year, second, first)
    return None


def _in_words(year: str, word: str, day: str | None = None) -> date | None:
    return _day(year, _months()[word], day)


def _day(year: str, month: str | int, day: str | None = None) -> date | None:
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:  # 2026-02-31 is not a date but still a name
        return None
