"""Dates with the month in words, in seven languages, and the day numbers of spreadsheets."""

import re
from datetime import date, timedelta

from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import folded_forms

_SPREADSHEET_START = date(1899, 12, 30)
"""day 0 of Excel's and LibreOffice's date numbers"""

_EASTERN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]?")
"""1985年3月12日, 1985년 3월 12일"""


def read_words(text: str) -> str | None:
    """YYYYMMDD of *text* ("12. März 1985", "March 3rd, 1985", "31123"), None where it is no date."""
    if re.fullmatch(r"\d{4,5}(\.0)?", text):
        return (_SPREADSHEET_START + timedelta(days=int(float(text)))).strftime("%Y%m%d")
    if written := _EASTERN.fullmatch(text.strip()):
        year, month, day = map(int, written.groups())
        return f"{year:04d}{month:02d}{day:02d}"
    words = fold(text).split()
    months = [
        found for word in words if (found := folded_forms("months").get(word) or folded_forms("months").get(word[:3]))
    ]
    numbers = [int(match) for word in words if (match := re.sub(r"(?<=\d)(st|nd|rd|th|er|o|a)$", "", word)).isdigit()]
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if 1 <= number <= 31]
    if len(months) != 1 or len(years) != 1 or len(days) != 1:
        return None
    year = years[0] if years[0] > 99 else years[0] + 1900
    return f"{year:04d}{int(months[0]):02d}{days[0]:02d}"
