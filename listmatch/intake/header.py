"""Where the header of a list is, whether it has one, and which names its columns get.

Works on the first records as text, whatever the file they come from (delimited text, worksheet).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from anyascii import anyascii

from listmatch.domain.columns import RESERVED_PREFIX
from listmatch.intake.mojibake import fix_text
from listmatch.intake.result import ColumnName

SEARCHED_RECORDS = 40
"""A header further down than this is not found."""
COMPARED_RECORDS = 200
"""Records below the candidate that it is compared with."""
NAMES_SHOWN = 5
"""Names listed in one sentence of a report."""
LONGEST_NAME = 60
"""Characters; a longer cell is data, or the report's title."""

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


@dataclass(frozen=True, slots=True)
class Header:
    """The header found among some records. ``record`` is its index, -1 when the list has none.

    ``first_data`` is the index of the first data record, ``skipped`` the number of records above that hold text.
    """

    cells: tuple[str, ...]
    record: int
    first_data: int
    skipped: int

    @property
    def repairs(self) -> tuple[str, ...]:
        """A sentence about what stands above the header."""
        return (f"Lines above the header, kept in quarantine: {self.skipped}.",) if self.skipped else ()


def find_header(
    records: Sequence[tuple[str, ...]], *, has_header: bool | None = None, at: int | None = None
) -> Header | None:
    """Tell header from data among the first *records* of a list; None when no record holds anything.

    *has_header* and *at* (index of the header's record) are what a person said. The result has as many ``cells`` as a
    row: the header's own, without empty ones at the end that no row fills, with empty ones for columns it leaves out.
    """
    start = at if at is not None else _first_full(records)
    if start is None or start >= len(records):
        return None
    below = [record for record in records[start + 1 : start + 1 + COMPARED_RECORDS] if any(map(str.strip, record))]
    if has_header is None:
        has_header = at is not None or is_header(records[start], below)
    skipped = sum(any(map(str.strip, record)) for record in records[:start])
    if not has_header:
        width = _common_width([records[start], *below])
        return Header(("",) * width, -1, start, skipped)
    return Header(_fitted(records[start], below), start, start + 1, skipped)


def _filled(record: tuple[str, ...]) -> int:
    return sum(bool(cell.strip()) for cell in record)


def _first_full(records: Sequence[tuple[str, ...]]) -> int | None:
    """The first record that fills more than a third of a usual row: what stands above is a title or a note."""
    filled = [_filled(record) for record in records]
    if not any(filled):
        return None
    usual = Counter(count for count in filled if count).most_common(1)[0][0]
    widths = Counter(count for count in filled if count)
    usual = max(count for count, times in widths.items() if times == widths[usual])
    least = max(1, usual // 3 + 1) if usual > 1 else 1
    return next((index for index, count in enumerate(filled[:SEARCHED_RECORDS]) if count >= least), 0)


def _common_width(records: Sequence[tuple[str, ...]]) -> int:
    widths = Counter(len(record) for record in records)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def _used_width(record: tuple[str, ...]) -> int:
    return max((index + 1 for index, cell in enumerate(record) if cell.strip()), default=0)


def _fitted(header: tuple[str, ...], below: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """*header* as wide as the rows: most rows' surplus cells get a column, a tail that no row fills is dropped."""
    used = [_used_width(record) for record in below]
    width = max(_used_width(header), 1)
    wider = [count for count in used if count > width]
    if len(wider) * 2 > len(used):
        width = Counter(wider).most_common(1)[0][0]
        missing = width - len(header)
        if missing <= 0:
            return header[:width]
        return ("",) * missing + header if _has_row_numbers(below, missing) else header + ("",) * missing
    return header[: max(width, max((min(count, len(header)) for count in used), default=0))]


def _has_row_numbers(below: Sequence[tuple[str, ...]], missing: int) -> bool:
    """The rows begin with 1, 2, 3 ... while the header does not name that column (R's ``write.table``)."""
    return missing == 1 and len(below) > 1 and all(row[0].strip() == str(index) for index, row in enumerate(below, 1))


def is_header(candidate: tuple[str, ...], below: Sequence[tuple[str, ...]]) -> bool:
    """Whether *candidate* names the columns of the records *below* it rather than being one of them."""
    evidence = 0.0
    for index, cell in enumerate(candidate):
        values = [record[index].strip() for record in below if index < len(record) and record[index].strip()]
        evidence += _evidence(cell.strip(), values)
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
        typed = sum(bool(_TYPED.fullmatch(value)) for value in values) / len(values)
        score += 1.5 if typed >= 0.8 else 0.0
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


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of the columns, and one sentence per kind of repair that they needed."""

    columns: tuple[ColumnName, ...]
    repairs: tuple[str, ...] = field(default=())


def name_columns(cells: Sequence[str], *, has_header: bool = True) -> Naming:
    """Unique, non-empty, unreserved names for columns whose header says *cells*, in order.

    Names are unique without regard to case, since SQL does not tell ``Email`` from ``email``.
    """
    taken: set[str] = set()
    empty, doubled, reserved, mended = [], [], [], []
    columns: list[ColumnName] = []
    written = {tidy(cell).casefold() for cell in cells}
    for number, original in enumerate(cells, 1):
        name = tidy(original)
        if fix_text(name) != name:
            name = fix_text(name)
            mended.append(name)
        if not name:
            name = _free(f"column_{number}", taken | written)
            empty.append(name)
        if name.casefold().startswith(RESERVED_PREFIX):
            name = name.lstrip("_")
            reserved.append(name)
        if name.casefold() in taken:
            name = _free(name, taken | written)
            doubled.append(name)
        taken.add(name.casefold())
        columns.append(ColumnName(name, original))
    sentences = [("The file has no header line: its columns are called {}.", empty)] if not has_header else [
        ("Columns without a name are called {}.", empty),
        ("Names that occur more than once were numbered: {}.", doubled),
        ("Names beginning with _lmg_ are reserved and were renamed to {}.", reserved),
        ("Names in a broken encoding were repaired to {}.", mended),
    ]  # fmt: skip
    return Naming(tuple(columns), tuple(text.format(_listed(names)) for text, names in sentences if names))


def tidy(name: str) -> str:
    """*name* on one line, trimmed, without control characters, byte-order marks and zero-width blanks."""
    kept = "".join(" " if c.isspace() else c for c in name if c.isprintable() or c.isspace())
    return " ".join(kept.split())


def _free(name: str, taken: set[str]) -> str:
    if name.casefold() not in taken:
        return name
    number = 2
    while f"{name}_{number}".casefold() in taken:
        number += 1
    return f"{name}_{number}"


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else f"{shown} and {len(names) - NAMES_SHOWN} more"
