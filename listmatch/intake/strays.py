"""Rows that are none, wherever they stand: the header once more (pages of a report, files joined), ruled lines."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

HEADER_AGAIN, RULED = "is the header once more", "is a ruled line"

_RULE = r"^\s*[-=_+*|:][-=_+*|:\s]{2,}$"
_LEAST_NAMES = 2
"""names of a header from which a row of just those words can be no row"""

Places = npt.NDArray[np.int64]


def find_strays(cells: pa.Table, header: Sequence[str]) -> dict[int, str]:
    """The rows of *cells* that are none, by their index in order, and why; *header* is as the file has it."""
    found = dict.fromkeys(_repeats(cells, [name.strip() for name in header]), HEADER_AGAIN)
    return dict(sorted({**found, **dict.fromkeys(_ruled(cells), RULED)}.items()))


def _repeats(cells: pa.Table, names: list[str]) -> list[int]:
    """Rows whose cells are the names of their columns."""
    first = next((at for at, name in enumerate(names) if name), 0)
    if sum(map(bool, names)) < _LEAST_NAMES:
        return []
    places = _where(pc.equal(pc.utf8_trim_whitespace(cells.column(first)), names[first]))
    rows = cells.take(pa.array(places)).to_pylist() if len(places) else []
    is_header = [[(cell or "").strip() for cell in row.values()] == names for row in rows]
    return [int(place) for place in places[np.array(is_header, dtype=bool)]]


def _ruled(cells: pa.Table) -> list[int]:
    """Rows that hold nothing but rules, and at least one."""
    places: Places = np.arange(cells.num_rows, dtype=np.int64)
    rules = np.zeros(cells.num_rows, dtype=np.int64)
    for column in cells.columns:
        part = column if len(places) == cells.num_rows else column.take(pa.array(places))
        is_rule = _flags(pc.match_substring_regex(part, _RULE))
        rules[places] += is_rule
        places = places[is_rule | _flags(pc.is_null(part))]
        if not len(places):
            break
    return [int(place) for place in places[rules[places] > 0]]


def _where(mask: pa.ChunkedArray) -> Places:
    return np.flatnonzero(_flags(mask))


def _flags(mask: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(mask, False).to_numpy(), dtype=bool)
