"""Dates with the month in words, in seven languages, and the day numbers of spreadsheets."""

import re
from datetime import date, timedelta

from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import folded_forms

_SPREADSHEET_START = date(1899, 12, 30)
"""day 0 of Excel's and LibreOffice's date numbers"""

_DAY_NUMBER = re.compile(r"(\d{4,5})(?:\.0)?")
_YEARS = range(1850, 2100)
"""numbers that are a year by itself, of which no date is known: as days they would all lie in 1905"""

_EASTERN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]?")
"""1985年3月12日, 1985년 3월 12일"""

PIVOT = 30
"""two-digit years below it are 20xx; fixed, so that the same list gives the same result in any year"""

_TIME = re.compile(r"[ T,]+\d{1,2}:\d{2}.*")


def read_words(text: str) -> str | None:
    """YYYYMMDD of *text* ("12. März 1985", "March 3rd, 1985", "3-Mar-05", "31123"), None where it is not a date."""
    if number := _DAY_NUMBER.fullmatch(text):
        days = int(number[1])
        return None if days in _YEARS else (_SPREADSHEET_START + timedelta(days=days)).strftime("%Y%m%d")
    if written := _EASTERN.fullmatch(text.strip()):
        year, month, day = map(int, written.groups())
        return f"{year:04d}{month:02d}{day:02d}"
    return _read_named_month(fold(_TIME.sub("", text)).split())


def _read_named_month(words: list[str]) -> str | None:
    """Of the folded *words* one has to be a month, two a day and a year."""
    forms = folded_forms("months")
    months = [found for word in words if (found := forms.get(word) or forms.get(word[:3]))]
    numbers = [bare for word in words if (bare := re.sub(r"(?<=\d)(st|nd|rd|th|er|o|a)$", "", word)).isdigit()]
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = sorted(numbers, key=_is_year)
    if not 1 <= int(day) <= 31 or (not _is_year(year) and len(year) != 2):
        return None
    return f"{_whole_year(int(year)):04d}{int(months[0]):02d}{int(day):02d}"


def _is_year(number: str) -> bool:
    """Whether *number* is too large for a day; where neither is, the year stands last (3-Mar-05)."""
    return int(number) > 31


def _whole_year(year: int) -> int:
    if year > 99:
        return year
    return year + (2000 if year < PIVOT else 1900)
