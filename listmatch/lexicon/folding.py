"""Folding: the one spelling in which two ways of writing the same words are equal, in Python and in SQL.

Lower case, accents stripped, other scripts transliterated, emoji out, ``ß`` to ``ss``, ``ae``/``oe``/``ue`` to
``a``/``o``/``u``, everything but ``[a-z0-9]`` to one blank, trimmed: Müller = Mueller = Muller. Folding twice changes
nothing.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from anyascii import anyascii

from listmatch.lexicon.kana import KANA, romaji

_LIGATURES = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"), ("m.ª", "ma."), ("mª", "ma."))
"""and María as Spaniards shorten her, before the ª becomes a letter"""
_SINGLE: Mapping[str, str] = {
    **dict(zip("łøđðıħŧŋ", "loddihtn", strict=True)),
    **dict.fromkeys("ʼ’‘´`", "'"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("–—‑−", "-"),
    **dict.fromkeys("…·•", "."),
    **dict.fromkeys("\u00a0\u2009\u202f\u3000", " "),
    **{"º": "o", "ª": "a"},
    **dict.fromkeys("®™©℠", " "),
}
_TRANSLATION = {ord(letter): plain for letter, plain in _SINGLE.items()}
_VOICED = frozenset("\u3099\u309a")
"""signs that make other syllables of Japanese ones (ga of ka): no accents"""
_PICTURES = frozenset({"So", "Sk", "Cs", "Co", "Cn"})
"""general categories of signs that nobody reads aloud: emoji and their colours, ornaments, what no font has"""


class _Spoken(dict[int, str]):
    """What is left of a letter, for ``str.translate``: a blank of a picture, nothing of a sign that only formats.

    A letter in a frame or circle says what is in it (㈱, Ⓜ).
    """

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        category = unicodedata.category(letter)
        framed = unicodedata.normalize("NFKC", letter)
        is_picture = category in _PICTURES and not any(sign.isalnum() for sign in framed)
        self[code] = "" if category == "Cf" else " " if is_picture else letter
        return self[code]


_SPOKEN = _Spoken()
_LONG_VOWELS = re.compile(r"([aou])e+")
_SEPARATORS = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """*text* folded (module docstring)."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = _without_accents(lowered)
        lowered = lowered if lowered.isascii() else to_ascii(lowered)
    if "ae" in lowered or "oe" in lowered or "ue" in lowered:
        lowered = _LONG_VOWELS.sub(r"\1", lowered)
    return lowered if lowered.isalnum() else _SEPARATORS.sub(" ", lowered).strip()


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Each of *lines* folded, in no particular order; those in ASCII all at once, at a fifth of the cost."""
    plain = "\n".join(line for line in lines if line.isascii()).lower()
    squeezed = re.sub(r"[^a-z0-9\n]+", " ", _LONG_VOWELS.sub(r"\1", plain))
    return [line.strip() for line in squeezed.split("\n")] + [fold(line) for line in lines if not line.isascii()]


@lru_cache(maxsize=50_000)
def to_ascii(text: str) -> str:
    """*text* of any script in lower-case ASCII (anyascii's transliteration); emoji and the like are left out."""
    spoken = text.translate(_SPOKEN)
    return anyascii(romaji(spoken) if KANA.search(spoken) else spoken).lower()


def ascii_sql(expression: str) -> str:
    """SQL for *expression* in lower case without accents; what SQL cannot settle goes through ``to_ascii``.

    The connection must know ``lmg_to_ascii`` (``listmatch.cleansing.lookups``). ASCII is told by as many bytes as
    characters, a tenth of the cost of a regular expression.
    """
    lowered = f"lower({expression})"
    latin = _latin_sql(lowered)
    spoken = f"case when regexp_matches({lowered}, '{KANA.pattern}') then {_plain_sql(lowered)} else {latin} end"
    return (
        f"case when {expression} is null then null when strlen({expression}) = length({expression}) "
        f"then {lowered} when strlen({latin}) = length({latin}) then {latin} else lmg_to_ascii({spoken}) end"
    )


def squeeze_sql(expression: str) -> str:
    """SQL that finishes the folding of an expression that ``ascii_sql`` made."""
    return (
        f"case when regexp_full_match({expression}, '[a-z0-9]+( [a-z0-9]+)*') "
        f"then {vowels_sql(expression)} "
        f"else trim(regexp_replace({vowels_sql(expression)}, '[^a-z0-9]+', ' ', 'g')) end"
    )


def vowels_sql(expression: str) -> str:
    """SQL for *expression*, plain letters, with ae, oe and ue as a, o and u: michael is michal.

    Where no "ee" is, three plain replacements do what the regular expression does, at a third of the cost.
    """
    one_by_one = expression
    for vowel in "aou":
        one_by_one = f"replace({one_by_one}, '{vowel}e', '{vowel}')"
    return (
        f"case when not (contains({expression}, 'ae') or contains({expression}, 'oe') or contains({expression}, 'ue')) "
        f"then {expression} when contains({expression}, 'ee') "
        f"then regexp_replace({expression}, '([aou])e+', '\\1', 'g') else {one_by_one} end"
    )


def _latin_sql(expression: str) -> str:
    for ligature, letters in _LIGATURES:
        expression = f"replace({expression}, '{ligature}', '{letters}')"
    return _plain_sql(f"strip_accents({expression})")


def _plain_sql(expression: str) -> str:
    target = "".join(_SINGLE.values()).replace("'", "''")
    return f"translate({expression}, '{''.join(_SINGLE)}', '{target}')"


def _without_accents(text: str) -> str:
    for ligature, letters in _LIGATURES:
        text = text.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFD", text)
    stripped = "".join(letter for letter in decomposed if letter in _VOICED or not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", stripped).translate(_TRANSLATION)
