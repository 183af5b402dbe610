"""Candidate pairs in parts: what is made of many is made of a part at a time, so that memory is bounded."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

PART_PAIRS = 100_000
"""pairs of a part: the rows they name take some 70 MB"""

MOST_PARTS = 8
"""each part looks for its rows among all rows of the master, which takes .3 s where those are a million; there are more
only where they would be larger than ``LARGEST_PART``"""

LARGEST_PART = 500_000
"""pairs of a part of very many, of which to compare takes ten seconds"""


@dataclass(frozen=True, slots=True)
class Part:
    """All pairs of the source rows after *before*, up to *last*."""

    before: int
    last: int

    @property
    def condition(self) -> str:
        """SQL that holds for the pairs of the part."""
        return f"source_row_id > {self.before} and source_row_id <= {self.last}"


def parts_of(connection: duckdb.DuckDBPyConnection, pairs: str) -> Sequence[Part]:
    """The parts of *pairs* (SQL that can stand after ``from``), in order of their rows; a row's pairs are in one."""
    found = connection.sql(
        f"select source_row_id as row, count(*) as n from {pairs} group by row order by row"
    ).fetchnumpy()
    rows, counts = np.asarray(found["row"], dtype=np.int64), np.cumsum(found["n"])
    if not len(rows):
        return [Part(0, 0)]
    total = int(counts[-1])
    size = max(PART_PAIRS, min(-(-total // MOST_PARTS), LARGEST_PART))
    ends = np.minimum(np.searchsorted(counts, np.arange(size, total + size, size)), len(rows) - 1)
    lasts = np.unique(rows[ends]).tolist()
    return [Part(before, last) for before, last in zip([0, *lasts], lasts, strict=False)]
