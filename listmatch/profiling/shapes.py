"""Values recognised by their form alone: addresses, numbers, codes, dates; a function for each."""

import re
from datetime import date

_EMAIL = re.compile(r"[^\s@,;<>()]+@(?:[^\s@,;.<>()]+\.)+[^\s@,;.<>()\d]{2,24}", re.IGNORECASE)
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,24}/\S*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9äöüéèñç](?:[\wäöüéèñç-]*[\wäöüéèñç])?\.)+[a-z]{2,24}", re.IGNORECASE)
_EXTENSION = r"[\s,]*(?:x|ext|extn|extension|#|dw|durchwahl|poste|int|interno|ramal|toestel)\.?:?\s*\d{1,6}"
_PHONE_TEXT = re.compile(
    r"(?:(?:tel|fon|phone|ph|mob|mobile|mobil|cell|cel|fax|home|work|[tmphwcf])[.:]+\s*)?[+(]?[\d\s().+/\-–]{6,28}"
    rf"(?:{_EXTENSION})?(?:\s*\([^\W\d]+\))?",
    re.IGNORECASE,
)
_AT_END = re.compile(rf"{_EXTENSION}$", re.IGNORECASE)
_FIGURE, _NO_FIGURE = re.compile(r"\d"), re.compile(r"\D")
_STAMP = re.compile(
    r"((?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\.\d+)?Z?"
)
"""generalised time, as directories write it (ISO 8601 basic form, RFC 4517)"""
_DAY_NUMBER = re.compile(r"[2-6]\d{4}(?:\.\d{1,15})?")
_COMPACT_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_COMPACT_DATE_YEAR_LAST = re.compile(rf"(?:(?:0[1-9]|1[0-2]){_DAY}|{_DAY}(?:0[1-9]|1[0-2]))(?:19|20)\d\d")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])[/.-]((?:19|20)\d\d)|((?:19|20)\d\d)[/-](?:0[1-9]|1[0-2])")
_NUMERIC_DATE = re.compile(
    r"(\d{1,4})(?:[-./ ]|\. |[年년] ?)(\d{1,2})(?:[-./ ]|\. |[月월] ?)(\d{1,4})[.日일]?(?:[T ]\d{1,2}:\d{2}.*)?"
)
_WORDY_DATE = re.compile(
    r"(?:\w{3,9}\.?,? )?(?:\d{1,2}(?:st|nd|rd|th|er|º)?\.?[ -](?:de )?[^\W\d]{3,10}\.?,?[ -](?:de "
    r")?\d{2,4}|[^\W\d]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?: \d{1,2}:\d{2}.*)?"
)
_DAY_OF_YEAR = re.compile(
    r"(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12]\d|3[01])\.?|(?:1[3-9]|2\d|3[01])[/.-](?:0?[1-9]|1[0-2])\.?"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?[ -](?:de )?[^\W\d]{3,10}\.?|[^\W\d]{3,10}\.?[ -]\d{1,2}(?:st|nd|rd|th)?"
)
_POSTCODES = (
    re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE),  # United Kingdom (BS 7666)
    re.compile(r"[A-Z]\d[A-Z][ -]?\d[A-Z]\d", re.IGNORECASE),  # Canada
    re.compile(r"\d{4} ?[A-Z]{2}", re.IGNORECASE),  # Netherlands
    re.compile(r"\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}"),  # Poland, Portugal, Brazil
    re.compile(
        r"(?:D|DE|F|FR|I|IT|S|SE|FI|FIN|E|ES)-\d{5}|(?:A|AT|CH|B|BE|L|LU|NL|DK|N|NO|P|PT)-\d{4}"
    ),  # with the old country letter (D-80331, A-1010)
    re.compile(r"\d{3} \d{2}"),  # Sweden, Czechia, Slovakia, Greece
    re.compile(
        r"[AC-FHKNPRTV-Y]\d[\dW] ?(?=\d*[AC-FHKNPRTV-Y])[\dAC-FHKNPRTV-Y]{4}", re.IGNORECASE
    ),  # Ireland (Eircode)
)
_PLAIN_POSTCODE = re.compile(r"\d{4,6}|〒? ?\d{3}[-－ー]\d{4}")
_US_ZIP = re.compile(r"\d{5}(?:-?\d{4})?")
_SHORT_ZIP = re.compile(r"\d{3,4}(?:-\d{4})?(?:\.0)?|\d{5}\.0")
_NUMBER = re.compile(
    r"[-+(]?(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3} |kr\.? |Rs\.? ?)?\s?\d{1,3}(?:[.,' "
    r"]\d{3})*(?:[.,]\d+)?\s?[%€$£kKmM]?\)?|[-+]?[$€£]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?\s?[%€$£]?(?: "
    r"(?:EUR|USD|GBP|CHF))?|\d{1,6}\s?[-–]\s?\d{1,9}|\d+\+"
)
_MONEY = re.compile(
    r"[-(]?(?:[A-Z]{0,3}[$€£¥]|(?:EUR|USD|GBP|CHF|BRL|MXN|CAD|AUD) )\s?[\d.,' ]+[kKmM]?\)?"
    r"|-?[\d.,' ]+\s?(?:[$€£]|EUR|USD|GBP|CHF)"
)
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9]+(?:[-_./:# ][A-Za-z0-9]+)*")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{24}|[0-9a-f]{32}", re.IGNORECASE)
_SHORTEST_HASH = 24
"""characters; what is shorter has a figure"""
_YEARLY = re.compile(r"(?:19|20)\d\d[-/](?!(?:19|20)\d\d$)\d{3,7}")
"""numbers that begin anew each year (2024/00412)"""
_SALESFORCE = re.compile(r"(?=.*\d)[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?")
_HOUSE = re.compile(
    r"\d{1,5} ?(?:/? ?[a-zA-Z]|bis|ter|quater)?(?: ?[-/] ?\d{1,5} ?[a-zA-Z]?)?(?:,? ?int\.? ?\d+)?", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’`´,&/()-])*")


def is_email(value: str) -> bool:
    """One address, or several in one cell."""
    first = re.split(r"[;,|]\s*|\s+", value)[0] if "@" in value else value
    return bool(_EMAIL.fullmatch(first) or (value.endswith(">") and _EMAIL.search(value)))


def is_url(value: str) -> bool:
    """A web address with scheme, www or a path."""
    return bool(_URL.fullmatch(value)) and "@" not in value.split("/")[0]


def is_domain(value: str) -> bool:
    """A bare host name."""
    return bool(_DOMAIN.fullmatch(value)) and not value.lower().startswith("www.") and value.upper() != value.title()


def is_linkedin(value: str) -> bool:
    """A profile or company page on LinkedIn."""
    return bool(re.search(r"linkedin\.com/", value, re.IGNORECASE))


_NATIONAL_ID = re.compile(
    r"\d{3}-\d{2}-\d{4}|\d{2}-\d{7}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}"
    r"|\d{2,3}/\d{3}/\d{4,5}|\d{2}-\d{8}-\d|\d{1,2}\.\d{3}\.\d{3}-[\dkK]|\d{9}-\d"
)
"""social security number, employer number (both US), CPF and CNPJ (Brazil), tax number (Germany), CUIT (Argentina),
RUT (Chile), NIT (Colombia)"""

_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?")
"""ISO 13616, with or without blanks"""

_NO_PHONE = re.compile(r"\d{5}-\d{3,4}|\d{1,3}(?:\.\d{1,3}){3}|(?:19|20)\d\d[/-]\d+|000\d+|[1-9]\d{13,}")
"""Brazilian postcodes and ZIP+4, IP addresses, numbers of files by year,
numbers filled up with zeros (SAP), numbers of establishments (SIRET, France)"""

_POINT_ZERO = re.compile(r"(?<=^[1-9]\d{9})\.0$|(?<=^[1-9]\d{10})\.0$|(?<=^[1-9]\d{11})\.0$")
"""behind ten to twelve digits; amounts are hardly ever of so many"""

_BETWEEN_PHONES = re.compile(r"\s*[;|,\n]\s*|\s+(?:/|or|oder|ou|o|of|and|und|et|y|e|en)\s+")


def is_phone(value: str) -> bool:
    """Seven to fifteen digits written as phone numbers are, or several such numbers in one cell."""
    if not _FIGURE.search(value):
        return False
    value = _POINT_ZERO.sub("", value.removeprefix("'"))  # as Excel marks text, and as pandas writes whole numbers
    return _is_one_phone(value) or (len(parts := _BETWEEN_PHONES.split(value)) > 1 and all(map(_is_one_phone, parts)))


def _is_one_phone(value: str) -> bool:
    if not _PHONE_TEXT.fullmatch(value) or _NATIONAL_ID.fullmatch(value) or _NO_PHONE.fullmatch(value):
        return False
    digits = _NO_FIGURE.sub("", _AT_END.sub("", value))
    return 7 <= len(digits) <= 15 and not is_date(value) and not is_decimal(value)


def is_decimal(value: str) -> bool:
    """A number with a decimal point, as coordinates and amounts have it."""
    return bool(re.fullmatch(r"[-+]?\d{1,12}\.\d+", value)) and not re.fullmatch(r"\d{3}\.\d{7}", value)


def looks_dialled(value: str) -> bool:
    """A phone number that could hardly be anything else: grouped, with a plus, or a trunk zero."""
    return (
        is_phone(value)
        and (bool(re.search(r"\d[)\s./–-]+\(?\d|^\+|^\(|[xX]\d", value)) or value.startswith("0"))
        and len(_NO_FIGURE.sub("", value)) >= 8
    )


def is_date(value: str) -> bool:
    """A calendar date in figures or words, with or without the time."""
    return date_year(value) is not None


def is_day_number(value: str) -> bool:
    """A day of the years 1954 to 2091 as spreadsheets count them, with or without the time: 45123, 45123.4375."""
    return bool(_DAY_NUMBER.fullmatch(value))


def date_year(value: str) -> int | None:
    """The year of a date, None where *value* is none."""
    if not _FIGURE.search(value):
        return None
    if _COMPACT_DATE.fullmatch(value):
        return int(value[:4])
    if _COMPACT_DATE_YEAR_LAST.fullmatch(value):
        return int(value[-4:])
    if match := _STAMP.fullmatch(value):
        return int(match.group(1))
    if match := _MONTH.fullmatch(value):
        return int(match.group(1) or match.group(2))
    if match := _NUMERIC_DATE.fullmatch(value):
        return _plausible_year(*(int(part) for part in match.groups()), lengths=[len(part) for part in match.groups()])
    if _WORDY_DATE.fullmatch(value):
        year = int(re.findall(r"\d{2,4}", re.sub(r"\d{1,2}:\d{2}.*", "", value))[-1])
        return year if year > 99 else 1900 + year + (100 if year < 30 else 0)
    return None


def is_day_of_year(value: str) -> bool:
    """A day and a month in either order, in figures or words (``12/31``, ``31. Dec``), without a year."""
    return bool(_DAY_OF_YEAR.fullmatch(value))


def _plausible_year(one: int, two: int, three: int, *, lengths: list[int]) -> int | None:
    if lengths[0] == 4 and lengths[2] <= 2:
        year, month, day = one, two, three
    elif lengths[0] <= 2 and lengths[2] in (2, 4):
        day, month, year = (two, one, three) if two > 12 else (one, two, three)
        year += 0 if lengths[2] == 4 else 2000 if year < 30 else 1900
    else:
        return None
    try:
        date(year, month, min(day, 28))
    except ValueError:
        return None
    return year if 1850 <= year <= 2100 and 1 <= day <= 31 else None


def is_postcode(value: str) -> bool:
    """A postcode of a form that only postcodes have."""
    return any(form.fullmatch(value) for form in _POSTCODES)


def is_plain_postcode(value: str) -> bool:
    """Four to six digits, as most countries have it; in Japan seven, as a short telephone number has them too."""
    return bool(_PLAIN_POSTCODE.fullmatch(value))


def is_us_zip(value: str) -> bool:
    """ZIP or ZIP+4."""
    return bool(_US_ZIP.fullmatch(value))


def is_damaged_zip(value: str) -> bool:
    """A ZIP that lost its leading zeros, or became a decimal, in a spreadsheet."""
    return bool(_SHORT_ZIP.fullmatch(value))


def is_money(value: str) -> bool:
    """An amount with its currency."""
    return bool(_MONEY.fullmatch(value))


def is_number(value: str) -> bool:
    """A count, an amount, a share or a range."""
    return bool(_NUMBER.fullmatch(value))


def is_code(value: str) -> bool:
    """Letters and digits without the look of words: a customer number, an article number."""
    return (
        len(value) <= 64
        and bool(_CODE.fullmatch(value))
        and (value.count(" ") == 0 or not re.search(r"[a-z]{3}", value))
    )


def is_record_id(value: str) -> bool:
    """What only systems, banks and authorities give out: UUID, hash, Salesforce, social security, IBAN."""
    if len(value) < _SHORTEST_HASH and not _FIGURE.search(value):
        return False
    return any(form.fullmatch(value) for form in (_UUID, _SALESFORCE, _NATIONAL_ID, _YEARLY, _IBAN))


def is_house_number(value: str) -> bool:
    """7, 12a, 14-16."""
    return bool(_HOUSE.fullmatch(value))


def has_figure(value: str) -> bool:
    """A digit anywhere."""
    return not value.isalpha() and any(map(str.isdigit, value))


def is_wordy(value: str) -> bool:
    """Letters with what stands between letters in names."""
    return bool(_LETTERS.fullmatch(value))


_NO_COUNTRY = frozenset({"us", "co", "io", "ai", "me", "tv", "cc", "ly", "fm", "to", "gg"})
"""endings of two letters that say nothing about the country, or that it is the United States"""


def is_abroad(value: str) -> bool:
    """A letter that English does not have, or a mail or web address under the ending of a country."""
    if not value.isascii() and any(letter.isalpha() for letter in value if not letter.isascii()):
        return True
    if "." not in value:
        return False
    ending = re.search(r"[@.][\w-]+\.([a-z]{2})(?:$|[/:>;, ])", value.lower())
    return ending is not None and ending.group(1) not in _NO_COUNTRY
