"""Where a list comes from by the letters it is written in: scripts that one country writes, or nearly so."""

from collections import Counter
from collections.abc import Iterable

_MAJORITY = 0.6
"""share of the texts that must be in one script; a list with some foreign names in it is not from there"""

_SCRIPTS = {
    "KR": ((0xAC00, 0xD7A3),),
    "TH": ((0x0E00, 0x0E7F),),
    "IL": ((0x0590, 0x05FF),),
    "GR": ((0x0370, 0x03FF), (0x1F00, 0x1FFF)),
    "GE": ((0x10A0, 0x10FF),),
    "AM": ((0x0530, 0x058F),),
    "KH": ((0x1780, 0x17FF),),
    "LA": ((0x0E80, 0x0EFF),),
    "MM": ((0x1000, 0x109F),),
    "VN": ((0x1EA0, 0x1EF9), (0x01A0, 0x01B0)),
}
"""country -> its letters (Unicode blocks); of Vietnamese those that no other language has"""

_CYRILLIC = {"UA": "іїєґ", "RU": "ыэё", "BY": "ў", "MK": "ѓќѕ", "RS": "ђћ"}
"""country -> letters that its neighbours do not have"""

_KANA = (0x3041, 0x30FF)
_CHINESE = (0x3400, 0x9FFF)
_CHARSETS = {"CN": "gb2312", "TW": "big5", "JP": "shift_jis"}
"""country -> the characters in everyday use there, as its old standard has them"""


def country_of_script(texts: Iterable[str]) -> str:
    """ISO alpha-2 code of the country that writes like most of *texts*, empty where none does."""
    letters = [text.lower() for text in texts if any(letter.isalpha() for letter in text)]
    votes = Counter(vote for text in letters if (vote := _vote(text)))
    if votes.total() < _MAJORITY * len(letters) or not votes:
        return ""
    telling = Counter({country: count for country, count in votes.items() if len(country) == 2})
    country, count = max(telling.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return country if count >= _MAJORITY * telling.total() else ""


def _vote(text: str) -> str:
    """A country; or the name of a script that several write, where this text does not tell them apart."""
    if any(_within(letter, _KANA) for letter in text) or "\u3005" in text:
        return "JP"
    if any(_within(letter, _CHINESE) for letter in text):
        return _by_charset("".join(letter for letter in text if _within(letter, _CHINESE)))
    if any("\u0400" <= letter <= "\u04ff" for letter in text):
        return next(
            (country for country, own in _CYRILLIC.items() if any(letter in own for letter in text)), "cyrillic"
        )
    return next(
        (
            country
            for country, blocks in _SCRIPTS.items()
            if any(_within(letter, block) for letter in text for block in blocks)
        ),
        "",
    )


def _by_charset(text: str) -> str:
    able = [country for country, charset in _CHARSETS.items() if _is_written(text, charset)]
    return able[0] if len(able) == 1 else "chinese"


def _is_written(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _within(letter: str, block: tuple[int, int]) -> bool:
    return block[0] <= ord(letter) <= block[1]
