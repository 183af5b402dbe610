"""Japanese syllables in Latin letters as passports have them: ショウタ is Shota, サトウ Sato (Hepburn, no long vowels).

A transliteration letter by letter writes Shiyouta and Satou, as nobody does who fills in a form in English.
"""

import re
import unicodedata

from anyascii import anyascii

KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_HIRAGANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_LONG = re.compile("([オコソトノホモヨロゴゾドボポョ])[ウオ](?!エ)|([ウクスツヌフムユルグズヅブプュ])ウ(?!エ)|ー")
"""a vowel drawn out; イノウエ is Inoue, whose u is a syllable of its own"""
_PALATAL = re.compile("([キギシジチヂニヒビピミリ])([ャュョ])")
_DOUBLED = re.compile("ッ(?=([カ-ヺ]))")
_SMALL = {"ャ": "a", "ュ": "u", "ョ": "o"}


def romaji(text: str) -> str:
    """*text* with its kana in small Latin letters; all else as it is."""
    spoken = unicodedata.normalize("NFKC", text).translate(_HIRAGANA)
    spoken = _LONG.sub(lambda found: found[1] or found[2] or "", spoken)
    spoken = _DOUBLED.sub(lambda found: anyascii(found[1])[0].replace("c", "t"), spoken)
    return KANA.sub(lambda found: anyascii(found[0]), _PALATAL.sub(_palatal, spoken))


def _palatal(found: re.Match[str]) -> str:
    """きょ is kyo, but しょ sho and じょ jo."""
    start = anyascii(found[1])[:-1]
    return f"{start}{'' if start in ('sh', 'ch', 'j') else 'y'}{_SMALL[found[2]]}"
