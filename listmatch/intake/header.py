"""Where the header of a list is, whether it has one, and which names its columns get.

Works on the first records as text, whatever the file they come from (delimited text, worksheet).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from listmatch.domain.columns import RESERVED_PREFIX
from listmatch.intake.header_signs import is_header, used_width
from listmatch.intake.mojibake import fix_text
from listmatch.intake.preamble import find_start
from listmatch.intake.result import ColumnName

COMPARED_RECORDS = 200
"""Records below the candidate that it is compared with."""
NAMES_SHOWN = 5
"""Names listed in one sentence of a report."""


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
    def is_there(self) -> bool:
        """Whether the list names its columns."""
        return self.record >= 0

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
    start = at if at is not None else find_start(records)
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


def _common_width(records: Sequence[tuple[str, ...]]) -> int:
    widths = Counter(len(record) for record in records)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def _fitted(header: tuple[str, ...], below: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """*header* as wide as the rows: most rows' surplus cells get a column, a tail that no row fills is dropped."""
    used = [used_width(record) for record in below]
    width = max(used_width(header), 1)
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
