"""Candidate pairs in parts: what is made of many is made of a part at a time, so that memory is bounded."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from listmatch.domain.columns import ROW_ID

PART_PAIRS = 100_000
"""pairs of a part: the rows they name take some 70 MB"""

MOST_PARTS = 8
"""each part looks for its rows among all rows of the master, which takes .3 s where those are a million; there are more
only where they would be larger than ``LARGEST_PART``"""

PLACES = "part_of_rows"
"""table: row_id, part"""

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


@dataclass(frozen=True, slots=True)
class PartOfAlike:
    """All pairs of some source rows that are alike, by the table ``PLACES``."""

    number: int

    @property
    def condition(self) -> str:
        """SQL that holds for the pairs of the part."""
        return f"source_row_id in (select row_id from {PLACES} where part = {self.number})"


def parts_of(connection: duckdb.DuckDBPyConnection, pairs: str) -> Sequence[Part]:
    """The parts of *pairs* (SQL that can stand after ``from``), in order of their rows; a row's pairs are in one."""
    found = connection.sql(
        f"select source_row_id as row, count(*) as n from {pairs} group by row order by row"
    ).fetchnumpy()
    rows, counts = np.asarray(found["row"], dtype=np.int64), np.cumsum(found["n"])
    if not len(rows):
        return [Part(0, 0)]
    total = int(counts[-1])
    size = _size(total)
    ends = np.minimum(np.searchsorted(counts, np.arange(size, total + size, size)), len(rows) - 1)
    lasts = np.unique(rows[ends]).tolist()
    return [Part(before, last) for before, last in zip([0, *lasts], lasts, strict=False)]


def parts_of_alike(connection: duckdb.DuckDBPyConnection, pairs: str, *, rows: str, by: str) -> Sequence[PartOfAlike]:
    """The parts of *pairs* of a list with itself, whose *rows* are put in order *by* some columns (SQL, as *pairs*).

    Rows that are met are alike, so that most of the rows of a part are met by others of it: by their first names
    1,000,000 contacts stand in eight parts 1,400,000 times, and 2,400,000 times by where they stand in the list.
    """
    [(total,)] = connection.execute(f"select count(*) from {pairs}").fetchall()
    number = max(1, -(-total // _size(total)))
    connection.execute(
        f"""create or replace temp table {PLACES} as
        with counted as (select source_row_id as row_id, count(*) as n from {pairs} group by all),
        placed as (select row_id, sum(n) over (order by {by}, row_id rows unbounded preceding) as place
            from counted join {rows} rows on rows.{ROW_ID} = counted.row_id)
        select row_id, ((place - 1) * {number} // {total})::bigint as part from placed"""
    ).fetchall()
    return [PartOfAlike(each) for each in range(number)]


def _size(total: int) -> int:
    """Pairs of a part, of so many in all."""
    return max(PART_PAIRS, min(-(-total // MOST_PARTS), LARGEST_PART))
