"""What tells the names of columns from values: the form of one record's cells beside what stands below them."""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from anyascii import anyascii

LONGEST_NAME = 60
"""Characters; a longer cell is data, or the report's title."""

_NAMED = 0.5
"""share of cells that look like names, from which a record is a header by itself"""
_GAPLESS = 0.8
"""share of cells up to the last one that a header fills, and with names of their own"""
_WIDER = 0.1
"""share of rows that may reach beyond their header"""
_TYPED_SHARE = 0.8
"""share of values with the form of an address, a number or a date, from which a column holds those"""

_TYPED = re.compile(
    r"""[^@\s]+@[^@\s]+\.[a-z]{2,}              # e-mail
      | (https?://|www\.)\S+                    # address of a page
      | [-+(]?[$€£]?\s?\d[\d\s().,/:x+-]*[%€$£]? # number, phone, date, time, postcode
      | [A-Z]{0,3}-?\d{4,}[A-Z]?                # identifier
      | \d{4}-\d\d-\d\d[T ]\S+""",
    re.VERBOSE | re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"_*[a-z][a-z0-9]*([_.][a-z0-9]+)+|[a-z]+([A-Z][a-z0-9]+)+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


def is_header(candidate: tuple[str, ...], below: Sequence[tuple[str, ...]]) -> bool:
    """Whether *candidate* names the columns of the records *below* it rather than being one of them."""
    evidence = 0.0
    for index, cell in enumerate(candidate):
        evidence += _evidence(cell.strip(), _values(below, index))
    return evidence >= 0


def _evidence(cell: str, values: list[str]) -> float:
    """Evidence of one cell: positive that it is a name, negative that it is a value like those below it."""
    if not cell:
        return 0.0
    if _TYPED.fullmatch(cell):
        return -2.0
    score = 2.0 if is_header_word(cell) else 0.0
    score += 1.0 if _IDENTIFIER.fullmatch(cell) else 0.0
    score -= 1.0 if len(cell) > LONGEST_NAME else 0.0
    if values:
        score += 1.5 if _are_typed(values) else 0.0
        score -= 1.5 if cell in values else 0.0
        score += 0.5 if cell[0].islower() and not any(value[0].islower() for value in values) else 0.0
        score += 1.0 if not cell.isascii() and _is_other_script(cell, values) else 0.0
    return score


def _is_other_script(cell: str, values: list[str]) -> bool:
    return all(ord(character) > 0x24F for character in cell if character.isalpha()) and all(
        ord(character) <= 0x24F for value in values for character in value if character.isalpha()
    )


@cache
def _header_words() -> frozenset[str]:
    text = resources.files("listmatch.intake").joinpath("data/header_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_header_word(cell: str) -> bool:
    """At least half of the words of *cell* are words of column names, and there are not more than five."""
    words = [word.lower() for word in _WORD.findall(anyascii(cell)) if not word.isdigit()]
    known = sum(word in _header_words() for word in words)
    return 0 < len(words) <= 5 and (2 * known >= len(words) or "".join(words) in _header_words())


def names_columns(candidate: tuple[str, ...], below: Sequence[tuple[str, ...]]) -> bool:
    """Whether *candidate* can hardly be anything but the header of the records *below*, wherever it stands.

    Names for all their columns, none of them a value of its own; words of column names, or over figures.
    """
    names = [cell.strip() for cell in candidate]
    if not _is_gapless(candidate) or any(map(_TYPED.fullmatch, names)):  # most rows, before anything below is looked at
        return False
    width = used_width(candidate)
    if sum(used_width(record) > width for record in below) > _WIDER * len(below):
        return False
    columns = [(name, _values(below, index)) for index, name in enumerate(names) if name]
    if any(name in values for name, values in columns):
        return False
    return sum(_is_name(name, values) for name, values in columns) >= _NAMED * len(columns)


def _is_gapless(candidate: tuple[str, ...]) -> bool:
    """Texts side by side, hardly one of them twice."""
    names = [name for cell in candidate if (name := cell.strip().casefold())]
    return len(names) > 1 and len(set(names)) >= _GAPLESS * used_width(candidate)


def used_width(record: Sequence[str]) -> int:
    """Cells of *record* up to its last filled one."""
    return max((index + 1 for index, cell in enumerate(record) if cell.strip()), default=0)


def _is_name(cell: str, values: Sequence[str]) -> bool:
    return is_header_word(cell) or _IDENTIFIER.fullmatch(cell) is not None or _are_typed(values)


def _are_typed(values: Sequence[str]) -> bool:
    return bool(values) and sum(bool(_TYPED.fullmatch(value)) for value in values) >= _TYPED_SHARE * len(values)


def _values(below: Sequence[tuple[str, ...]], index: int) -> list[str]:
    """What stands *below* in one column."""
    return [value for record in below if index < len(record) and (value := record[index].strip())]
