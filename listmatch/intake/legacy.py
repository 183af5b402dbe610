"""Which one-byte or two-byte encoding a text is in that is neither UTF-8 nor UTF-16.

Western European text is told from the rest by its shape: its accented letters stand alone among ASCII ones, while
Cyrillic, Greek or Japanese words have none. charset-normalizer then decides among the others; asked about Western
names it is often wrong, as a list has too few words for its language statistics.
"""

import re

WINDOWS = "windows-1252"
CENTRAL_EUROPE = "cp1250"
TURKISH = "cp1254"
OTHERS = (
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
    "koi8_r",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
)
THAI = "tis_620"
MACINTOSH, DOS = "mac_roman", "cp850"
RUN_SHARE = 0.6
"""Share of the non-ASCII bytes that stand next to another one, from which a text is not in Latin script."""
SIGN_SHARE = 0.1
"""Share of the non-ASCII bytes that would be signs inside words, from which Latin text is Central European."""

_SIGN_OF_WINDOWS = re.compile(rb"(?<=[A-Za-z])[\x80-\x84\x86-\x90\x93-\x95\x98\x99\x9b\x9d\x9f\xa1-\xa5\xa7](?=[a-z])")
"""What no word in Windows-1252 has between two letters: signs, capitals and unused bytes; but for apostrophes, dashes
and blanks. Older systems have their accented letters there."""
_LETTER_OF_WINDOWS = re.compile(rb"(?<=[A-Za-z])[\xc0-\xe0\xe2-\xff](?=[a-z])")
"""but the sharp s of DOS"""
_ACCENTED, _COMMONLY = frozenset("àâãåæçêëìîïòôõøùûýÿœ"), frozenset("äöüßéèáíóúñ")
_AFTER_LETTER = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]")

_HIGH = re.compile(rb"[\x80-\xff]")
_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_LETTER = rb"[a-z\xe0-\xff]"
_SIGN_IN_WORD = re.compile(
    rb"(?<=[A-Za-z\xc0-\xff])[\xa3\xa5\xaf\xb3\xb9\xbc\xbe\xbf](?=%(letter)s)|[\xa3\xaf](?=%(letter)s)"
    rb"|(?<=[a-z][a-z])\xb3|(?<=i)[\xe6\xe8](?!%(letter)s)" % {b"letter": _LETTER}
)
"""The Polish letters that are signs such as a superscript three in Windows-1252, and the ends of names such as Marić
and Kovačič, where it has æ and è."""

_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
"""The Turkish letters that are Icelandic in Windows-1252 (ğ, ı, ş), all else being equal."""
_NOT_TURKISH = re.compile(rb"[\xe1\xe3\xe5\xe6\xed\xf1\xf3\xf5\xf8\xfa]")
"""Letters of Icelandic and of the languages of Western Europe that Turkish does not have."""

_HUNGARIAN = re.compile(rb"[\xd5\xdb\xf5\xfb]")
"""The Hungarian letters that Windows-1252 has with a tilde and a circumflex (ő, ű)."""
_NOT_HUNGARIAN = re.compile(rb"[\xe0\xe2-\xe8\xea\xee\xf1\xf2\xf4\xf8]")
"""Letters of the languages that do have those in Windows-1252 (Portuguese, French, Estonian), and none of Hungarian."""
_CZECH = re.compile(rb"(?<=[A-Za-z\xc0-\xff])[\xec\xf8\x9d\xbc\xbe](?=%s)" % _LETTER)
"""Czech and Slovak letters that Windows-1252 has as ì, ø and signs (ě, ř, ť, ľ, Ľ), within a word."""
_BESIDE_CZECH = re.compile(rb"[\x8a\x8e\x9a\x9d\x9e\xc8\xe8\xec\xed\xf2\xf9\xfd]")
"""Other letters that Czech has and Danish has not."""
_NOT_CZECH = re.compile(rb"[\xe0\xe2\xe3\xe5-\xe7\xea\xee\xf0\xf1\xf5\xf6\xfb\xfc]")
_BESIDE_SHARE = 0.2
_STRAY = 0.2
"""letters of other languages to one of its own: foreign names"""
_THAI = re.compile(rb"[\xa1-\xda]")
"""Nearly all Thai letters; Hebrew ones stand behind them."""
_THAI_SHARE = 0.5
_FEW = 0.02
"""share of the non-ASCII bytes: ő and ű are rarer than the letters with an acute"""


def detect_legacy(sample: bytes) -> str:
    """The likeliest encoding of *sample*, which has non-ASCII bytes and is not UTF-8."""
    count = len(_HIGH.findall(sample))
    if sum(map(len, _RUNS.findall(sample))) > RUN_SHARE * count:
        return _detect_other(sample)
    if len(_TURKISH.findall(sample)) > max(1, SIGN_SHARE * count) and not _NOT_TURKISH.search(sample):
        return TURKISH
    if _is_central_european(sample, count):
        return CENTRAL_EUROPE
    signs = len(_SIGN_OF_WINDOWS.findall(sample))
    if signs > SIGN_SHARE * count and signs > len(_LETTER_OF_WINDOWS.findall(sample)):
        return max((MACINTOSH, DOS), key=lambda name: _likeness(sample, name))
    return WINDOWS


def _is_central_european(sample: bytes, count: int) -> bool:
    """Whether Hungarian, Czech, Slovak or Polish letters say so, of *count* that are not ASCII."""
    if _prevail(_HUNGARIAN, _NOT_HUNGARIAN, sample, least=_FEW * count):
        return True
    if _prevail(_CZECH, _NOT_CZECH, sample, least=_FEW * count):
        return len(_BESIDE_CZECH.findall(sample)) > _BESIDE_SHARE * count
    return len(_SIGN_IN_WORD.findall(sample)) > max(1, SIGN_SHARE * count)


def _prevail(letters: re.Pattern[bytes], others: re.Pattern[bytes], sample: bytes, *, least: float) -> bool:
    """Whether there are more than *least* of a language's *letters*, and hardly any that it does not have."""
    found = len(letters.findall(sample))
    return found > max(1, least) and len(others.findall(sample)) <= _STRAY * found


def _likeness(sample: bytes, name: str) -> int:
    """How many bytes within words are the small accented letters of Western Europe, the commonest counted twice."""
    letters = b"".join(_AFTER_LETTER.findall(sample)).decode(name)
    return sum((letter in _ACCENTED) + 2 * (letter in _COMMONLY) for letter in letters)


def _detect_other(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    lines = b"\n".join(line for line in sample.splitlines()[:2000] if not line.isascii())
    is_thai = len(_THAI.findall(lines)) > _THAI_SHARE * len(_HIGH.findall(lines))
    best = from_bytes(lines, cp_isolation=[*OTHERS, *([THAI] if is_thai else ())]).best()
    return best.encoding if best is not None else WINDOWS
