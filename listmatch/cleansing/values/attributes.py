"""What a title says of the variant: quantities, pack, size, colour, and which part or edition of a work it is.

``capacity:500 colour:black count:6``: a word per statement, the attribute and its value. Quantities are in base units
(millilitres, grams, millimetres, megabytes ...), so that ``0.5 L`` and ``500 ml`` say the same. What belongs to a
model number (``XBS-500L``) or a fraction (``1/2 inch``) is left unread.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from listmatch.lexicon.units import units
from listmatch.lexicon.variants import notices, ordinal_words, ordinals, variant_words
from listmatch.lexicon.words import any_of

_FIGURES = r"[0-9]+(?:[.,][0-9]+)*"
_ALONE = r"(?<![\w./])(?<!\w-)"
"""stands before what begins a word of its own"""
_END = r"(?![\w])"
_THOUSANDS = re.compile(r",(?=[0-9]{3}(?![0-9]))")
_PACKS = ("pack", "set", "case", "box", "lot", "bundle", "paquete", "confezione", "packung", "vpe", "doos")
_NORMS = ("din", "iso", "astm", "ansi", "jis")
_WORK = r"[:.]?\s(?=.{8})"
"""stands between a notice and the title of the work that it is about; "Erratum" alone is a title"""
_SEVERAL_ROMAN = ("ii", "iii", "iv", "vi", "vii", "viii", "ix")
_SIGNS = re.compile(r"[a-z]+|[%\"]|''")


def read_attributes(text: str | None) -> str | None:
    """The statements of *text* (lower case, ASCII), each once and in order; None where it makes none."""
    rest, found = text or "", set[str]()
    signs = set(_SIGNS.findall(rest))
    for reader in _readers():
        if reader.signs.isdisjoint(signs):
            continue
        matches = list(reader.pattern.finditer(rest))
        for match in matches:
            found.update(reader.read(match))
        rest = reader.pattern.sub(" ; ", rest) if matches else rest  # what one has read the next does not see
    return " ".join(sorted(found)) or None


@dataclass(frozen=True, slots=True)
class _Reader:
    """What a pattern finds, and what it means. Without one of its *signs* in the text it need not be tried, which is
    the case for most and saves four fifths of the time."""

    signs: frozenset[str]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Iterator[str]]


@lru_cache
def _readers() -> tuple[_Reader, ...]:
    """In the order in which they are tried."""
    kinds, numbers = any_of(ordinal_words()), any_of(ordinals())
    quantity = rf"{_ALONE}((?:{_FIGURES}\s?[x*]\s?)*)({_FIGURES})\s?-?\s?({any_of(units())}){_END}"
    thread = rf"{_ALONE}m\s?({_FIGURES})\s?x\s?(?:{_FIGURES}\s?x\s?)?({_FIGURES})(?:\s?mm)?{_END}"
    norm = rf"{_ALONE}({any_of(_NORMS)})[\s-]?([0-9]{{2,6}}){_END}"
    roman = rf"{_ALONE}(?:({any_of(_SEVERAL_ROMAN)}){_END}|(i)(?=\s?(?:$|[:;,.(]|-\s)))"
    return tuple(
        _Reader(_signs(words), re.compile(pattern), read)
        for words, pattern, read in (
            (notices(), rf"^({any_of(notices())}){_WORK}", _notice),
            (("m",), thread, _thread),
            (_NORMS, norm, _norm),
            (("k",), rf"{_ALONE}([1-9][0-9]00)\s?k{_END}", _light_colour),
            (("st",), rf"{_ALONE}([0-9]{{1,4}})\sst(?:\.|(?=\s*(?:$|[,;)])))", _pack),
            (units(), quantity, _quantity),
            (_PACKS, rf"\b{any_of(_PACKS)}(?: of| de| da)? ([0-9]{{1,4}}){_END}", _pack),
            (("x",), rf"(?<![\w.])x\s?([0-9]{{1,4}}){_END}(?!\s?[x*.])", _pack),
            (ordinal_words(), rf"\b({kinds})\b[.:]?\s?([0-9]{{1,3}}|{numbers}){_END}", _named_ordinal),
            (ordinal_words(), rf"{_ALONE}([0-9]{{1,3}})(?:st|nd|rd|th|\.|e|a)\s?({kinds}){_END}", _ordinal_before),
            (ordinal_words(), rf"{_ALONE}({numbers})\s({kinds}){_END}", _ordinal_before),
            ((*_SEVERAL_ROMAN, "i"), roman, _roman),
            (variant_words(), rf"(?<![\w'&.])(?<!\w-)({any_of(variant_words())})(?![\w'&]|[-.]\w)", _variant),
        )
    )


def _signs(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_SIGNS.findall(word)[0] for word in words)


def _quantity(match: re.Match[str]) -> Iterator[str]:
    """``6 x 330 ml`` is six of them, ``60 x 80 cm`` are two lengths."""
    measure, factor = units()[match[3]]
    before = [_number(each) for each in re.findall(_FIGURES, match[1])]
    if measure == "length":
        yield from (f"length:{_written(each * factor)}" for each in before)
    elif before:
        yield f"count:{_written(prod(before))}"
    yield f"{measure}:{_written(_number(match[2]) * factor)}"


def _notice(match: re.Match[str]) -> Iterator[str]:
    yield f"notice:{notices()[match[1]]}"


def _thread(match: re.Match[str]) -> Iterator[str]:
    """``M8x40`` is a metric thread and a length; the pitch that may stand between them (``M8x1.25x40``) is not kept."""
    yield f"thread:{_written(_number(match[1]))}"
    yield f"length:{_written(_number(match[2]))}"


def _norm(match: re.Match[str]) -> Iterator[str]:
    """DIN 912 and ISO 4762 are one screw by two bodies, DIN 912 and DIN 933 are two."""
    yield f"{match[1]}:{match[2]}"


def _light_colour(match: re.Match[str]) -> Iterator[str]:
    yield f"kelvin:{match[1]}"


def _pack(match: re.Match[str]) -> Iterator[str]:
    yield f"count:{int(match[1])}"


def _named_ordinal(match: re.Match[str]) -> Iterator[str]:
    yield f"{ordinal_words()[match[1]]}:{ordinals().get(match[2], match[2].lstrip('0') or '0')}"


def _ordinal_before(match: re.Match[str]) -> Iterator[str]:
    yield f"{ordinal_words()[match[2]]}:{ordinals().get(match[1], match[1])}"


def _roman(match: re.Match[str]) -> Iterator[str]:
    yield f"part:{ordinals()[match[1] or match[2]]}"


def _variant(match: re.Match[str]) -> Iterator[str]:
    yield "{}:{}".format(*variant_words()[match[1]])


def _number(figures: str) -> float:
    """1,000 is a thousand, 1,5 one and a half; of several dots the first is the decimal one."""
    whole, _, rest = _THOUSANDS.sub("", figures).replace(",", ".").partition(".")
    return float(f"{whole}.{rest.replace('.', '') or 0}")


def _written(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
