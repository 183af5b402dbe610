"""The script of a value as markup: its direction, and the language whose glyph shapes its ideographs take.

The same ideograph is written differently in Chinese (in either script), Japanese and Korean, and a value seldom says in
which it is. Kana, Hangul and Bopomofo do; otherwise the country that most rows of the list come from does.
"""

import re
import unicodedata
from types import MappingProxyType

from markupsafe import Markup

from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Value

HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

TELLING = (
    (re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]"), "ja"),
    (re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"), "ko"),
    (re.compile("[\u3105-\u312f\u31a0-\u31bf]"), "zh-Hant"),
)
"""Letters that only one language has: kana, Hangul, Bopomofo."""

HAN_OF_COUNTRY = MappingProxyType({"JP": "ja", "KR": "ko", "TW": "zh-Hant", "HK": "zh-HK", "MO": "zh-HK"})


def han_language(content: ReportContent) -> str:
    """The language of ideographs that do not say it themselves, as a BCP 47 tag."""
    countries = (profile.country for profile in (content.source_profile, content.master_profile) if profile)
    return next((HAN_OF_COUNTRY[country] for country in countries if country in HAN_OF_COUNTRY), "zh-Hans")


def script_marks(value: Value, *, han: str) -> Markup:
    """Attributes of an element that holds *value*: ``dir`` for right-to-left text, ``lang`` for East Asian text."""
    text = str(value or "")
    if text.isascii():
        return Markup("")
    if is_right_to_left(text):
        return Markup('dir="rtl"')
    language = next((tag for letters, tag in TELLING if letters.search(text)), han if HAN.search(text) else "")
    return Markup('lang="{}"').format(language) if language else Markup("")


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of *text* is written from right to left (UAX #9, rule P2)."""
    for letter in text:
        match unicodedata.bidirectional(letter):
            case "R" | "AL":
                return True
            case "L":
                return False
    return False
