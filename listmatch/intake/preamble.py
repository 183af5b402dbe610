"""Which record of a file its list begins with: above it stand titles, notes, and small tables of a report's own.

A report of a webinar, say, opens with its topic and its figures under a header of their own, then comes the list.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from listmatch.intake.header_signs import names_columns, used_width

SEARCHED_RECORDS = 40
"""A header further down than this is not found."""

_NARROWER = 2 / 3
"""share of the names of a header up to which a record above it heads another table"""

Records = Sequence[tuple[str, ...]]


def find_start(records: Records) -> int | None:
    """The index of the record that heads the list, or of its first row; None when no record holds anything."""
    first = _first_full(records)
    if first is None:
        return None
    starts = [first, *_further_headers(records, first)]
    sizes = [_size(records[start + 1 : end]) for start, end in pairwise([*starts, len(records)])]
    return starts[sizes.index(max(sizes))]


def _filled(record: tuple[str, ...]) -> int:
    return sum(bool(cell.strip()) for cell in record)


def _first_full(records: Records) -> int | None:
    """The first record that fills more than a third of a usual row: what stands above is a title or a note."""
    filled = [_filled(record) for record in records]
    if not any(filled):
        return None
    usual = Counter(count for count in filled if count).most_common(1)[0][0]
    widths = Counter(count for count in filled if count)
    usual = max(count for count, times in widths.items() if times == widths[usual])
    least = max(1, usual // 3 + 1) if usual > 1 else 1
    return next((index for index, count in enumerate(filled[:SEARCHED_RECORDS]) if count >= least), 0)


def _further_headers(records: Records, first: int) -> list[int]:
    """Headers below the record *first* of tables that are not its own; one that is written again counts once."""
    found: dict[tuple[str, ...], int] = {}
    for index in range(first + 1, min(SEARCHED_RECORDS, len(records) - 1)):
        header = records[index]
        below = [record for record in records[index + 1 :] if record != header]
        if header not in found and names_columns(header, below) and _is_apart(records, first, index):
            found[header] = index
    return list(found.values())


def _is_apart(records: Records, first: int, header: int) -> bool:
    """Whether the table headed by the record *first* ends above *header*: it has another width, or a line between."""
    above, named = records[first], _filled(records[header])
    if header == first + 1 and _heads_groups(above):
        return True
    if first < header - 1 and _filled(records[header - 1]) <= 1:
        return True
    widest = max(map(used_width, records[header:]))
    return _filled(above) <= _NARROWER * named or used_width(above) > widest


def _heads_groups(record: tuple[str, ...]) -> bool:
    """Whether every name of *record* stands over the columns of a group, side by side: ``Person, Person, Contact``.

    That is what a heading over several columns becomes where its merged cell is taken apart.
    """
    cells = [cell.strip().casefold() for cell in record]
    runs = [name for name, _ in groupby(cells) if name]
    return len(set(runs)) == len(runs) and 1 < len(runs) < sum(map(bool, cells))


def _size(records: Records) -> int:
    """How many cells the rows of a table fill; a cell alone is a title."""
    return sum(count for record in records if (count := _filled(record)) > 1)
