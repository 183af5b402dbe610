"""Lines among the rows that are no rows: the header repeated (pages of a report, joined files), rules, marks of DOS."""

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

HEADER_AGAIN, RULED, END_OF_FILE = "is the header once more", "is a ruled line", "is the end-of-file mark of DOS"

_RULE = r"^\s*[-=_+*|:][-=_+*|:\s]{2,}$|^\x1a+$"
_LEAST_NAMES = 2
"""names of a header from which a row of just those words can be no row"""


def find_strays(cells: pa.Table, header: Sequence[str]) -> dict[int, str]:
    """The rows of *cells* that are none, by their index in order, and why; *header* is as the file has it."""
    found = dict.fromkeys(_repeats(cells, [name.strip() for name in header]), HEADER_AGAIN)
    return dict(sorted({**found, **_ruled(cells)}.items()))


def _repeats(cells: pa.Table, names: list[str]) -> list[int]:
    """Rows whose cells are the names of their columns."""
    first = next((at for at, name in enumerate(names) if name), 0)
    if sum(map(bool, names)) < _LEAST_NAMES:
        return []
    trimmed = pc.utf8_trim_whitespace(cells.column(first))
    # As a pattern: to compare with a text, arrow would load pandas (0.2 s).
    like = pc.indices_nonzero(pc.match_substring_regex(trimmed, f"^{re.escape(names[first])}$"))
    return [place for place, row in _rows(cells, like) if [cell.strip() for cell in row] == names]


def _ruled(cells: pa.Table) -> dict[int, str]:
    """Rows that hold nothing but rules, and at least one; or the mark with which old programs end a text."""
    places = None
    for column in cells.columns:
        part = column if places is None else column.take(places)
        is_ruled = pc.or_kleene(pc.match_substring_regex(part, _RULE), pc.is_null(part))
        places = pc.indices_nonzero(is_ruled) if places is None else places.filter(is_ruled)
        if not len(places):
            return {}
    return {place: END_OF_FILE if "\x1a" in "".join(row) else RULED for place, row in _rows(cells, places) if any(row)}


def _rows(cells: pa.Table, places: pa.Array) -> Iterator[tuple[int, list[str]]]:
    """The rows of *cells* at *places*, with where each stands."""
    for place, row in zip(places.to_pylist(), cells.take(places).to_pylist(), strict=True):
        yield place, [cell or "" for cell in row.values()]
