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
RUN_SHARE = 0.6
"""Share of the non-ASCII bytes that stand next to another one, from which a text is not in Latin script."""
SIGN_SHARE = 0.1
"""Share of the non-ASCII bytes that would be signs inside words, from which Latin text is Central European."""

_HIGH = re.compile(rb"[\x80-\xff]")
_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_LETTER = rb"[a-z\xe0-\xff]"
_SIGN_IN_WORD = re.compile(
    rb"(?<=[A-Za-z\xc0-\xff])[\xa3\xa5\xaf\xb3\xb9\xbc\xbe\xbf](?=%s)|[\xa3\xaf](?=%s)|(?<=[a-z][a-z])\xb3"
    % (_LETTER, _LETTER)
)
"""The Polish letters that are signs such as a superscript three in Windows-1252."""

_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
"""The Turkish letters that are Icelandic in Windows-1252 (ğ, ı, ş), all else being equal."""
_NOT_TURKISH = re.compile(rb"[\xe1\xe3\xe5\xe6\xed\xf1\xf3\xf5\xf8\xfa]")
"""Letters of Icelandic and of the languages of Western Europe that Turkish does not have."""

_HUNGARIAN = re.compile(rb"[\xd5\xdb\xf5\xfb]")
"""The Hungarian letters that Windows-1252 has with a tilde and a circumflex (ő, ű)."""
_NOT_HUNGARIAN = re.compile(rb"[\xe0\xe2-\xe8\xea\xee\xf1\xf2\xf4\xf8]")
"""Letters of the languages that do have those in Windows-1252 (Portuguese, French, Estonian), and none of Hungarian."""
_THAI = re.compile(rb"[\xa1-\xda]")
"""Nearly all Thai letters; Hebrew ones stand behind them."""
_THAI_SHARE = 0.5
_FEW = 0.05
"""share of the non-ASCII bytes: ő and ű are rarer than the letters with an acute"""


def detect_legacy(sample: bytes) -> str:
    """The likeliest encoding of *sample*, which has non-ASCII bytes and is not UTF-8."""
    count = len(_HIGH.findall(sample))
    if sum(map(len, _RUNS.findall(sample))) > RUN_SHARE * count:
        return _detect_other(sample)
    if len(_TURKISH.findall(sample)) > max(1, SIGN_SHARE * count) and not _NOT_TURKISH.search(sample):
        return TURKISH
    if len(_HUNGARIAN.findall(sample)) > max(1, _FEW * count) and not _NOT_HUNGARIAN.search(sample):
        return CENTRAL_EUROPE
    return CENTRAL_EUROPE if len(_SIGN_IN_WORD.findall(sample)) > max(1, SIGN_SHARE * count) else WINDOWS


def _detect_other(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    lines = b"\n".join(line for line in sample.splitlines()[:2000] if not line.isascii())
    is_thai = len(_THAI.findall(lines)) > _THAI_SHARE * len(_HIGH.findall(lines))
    best = from_bytes(lines, cp_isolation=[*OTHERS, *([THAI] if is_thai else ())]).best()
    return best.encoding if best is not None else WINDOWS
