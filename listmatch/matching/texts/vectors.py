"""Texts as weighted bags of words and of letter groups, and how near they are to each other by cosine.

Features are the words of a folded text and the groups of three and four letters of each word (with a blank at both
ends, so that beginnings count); weights are count times inverse document frequency over both lists, rows have length
one. Method: TF-IDF cosine (Salton and Buckley 1988) over character n-grams, as common for product titles.
"""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from listmatch.domain.columns import ROW_ID
from listmatch.duck import identifier

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Nearness = Callable[[Rows, Rows], Floats]
"""of pairs of a left and a right row index; larger is nearer, NaN where it is not known"""

NEAREST = 10
"""candidates per row; reaches .986 of abt-buy, .9996 of dblp-acm, all of fodors-zagats"""

COMMON_FEATURE = 2_000
"""Rows from which a feature is too common to search by: cost of a search grows with the square of the list otherwise.
Lists shorter than this are searched by everything."""

ROWS_AT_ONCE = 256
"""source rows per block of the search; bounds its memory"""


@dataclass(frozen=True, slots=True)
class TextVectors:
    """One row per row of the two lists (row id - 1), empty where there is no text; equal sides for a dedupe."""

    left: csr_array
    right: csr_array
    is_dedupe: bool

    def cosines(self, left_rows: Rows, right_rows: Rows) -> Floats:
        """Cosine per pair of row indices, NaN where a side has no text."""
        found = np.full(len(left_rows), np.nan)
        for start in range(0, len(left_rows), 100_000):
            part = slice(start, start + 100_000)
            product = self.left[left_rows[part]].multiply(self.right[right_rows[part]])
            found[part] = np.asarray(product.sum(axis=1)).ravel()
        known = (np.diff(self.left.indptr)[left_rows] > 0) & (np.diff(self.right.indptr)[right_rows] > 0)
        return np.where(known, found.clip(0, 1).round(9), np.nan)

    def nearest(self, count: int = NEAREST, *, among_equals: Nearness | None = None) -> tuple[Rows, Rows]:
        """Pairs of row indices: for each left row the *count* nearest right rows.

        Of equally near ones of which not all are among the *count*, those that *among_equals* says are nearer come
        first: of forty rows called "Pale Ale" that of the same brewery. Else they come by row index.
        """
        searched = _searchable(self.right)
        target = self.right[:, searched].T.tocsr()
        wanted = self.left[:, searched].tocsr()
        blocks = []
        for start in range(0, wanted.shape[0], ROWS_AT_ONCE):
            cells = _cells(wanted[start : start + ROWS_AT_ONCE] @ target, start, skip_self=self.is_dedupe)
            blocks.append(_best(cells, count, among_equals))
        left = np.concatenate([block[0] for block in blocks]) if blocks else np.empty(0, np.int64)
        right = np.concatenate([block[1] for block in blocks]) if blocks else np.empty(0, np.int64)
        return left, right


def vectorise(connection: duckdb.DuckDBPyConnection, *, left: str, right: str | None, column: str) -> TextVectors:
    """Vectors of *column* of two tables (SQL that can stand after ``from``); *right* is None for a dedupe.

    What features they are made of, and how much each weighs, stays in the connection for ``vectorise_again``.
    """
    _create_features(connection, "left_features", table=left, column=column)
    if right is not None:
        _create_features(connection, "right_features", table=right, column=column)
    both = "left_features" if right is None else "(from left_features union all from right_features)"
    documents = " + ".join(f"(select count({identifier(column)}) from {table})" for table in (left, right) if table)
    connection.execute(f"""
        create or replace temp table {_vocabulary(column)} as
        select feature, row_number() over (order by feature) - 1 as position,
          ln((1 + ({documents})) / (1 + count(*))) + 1 as weight
        from {both} group by feature
    """).fetchall()
    vectors = _matrix(connection, "left_features", table=left, vocabulary=_vocabulary(column))
    if right is None:
        return TextVectors(vectors, vectors, is_dedupe=True)
    other = _matrix(connection, "right_features", table=right, vocabulary=_vocabulary(column))
    return TextVectors(vectors, other, is_dedupe=False)


def vectorise_again(connection: duckdb.DuckDBPyConnection, *, table: str, column: str) -> TextVectors:
    """Vectors of some rows that ``vectorise`` had among its own, to compare them with each other.

    They are made anew: the few that are looked at twice cost less than keeping all of them.
    """
    _create_features(connection, "left_features", table=table, column=column)
    vectors = _matrix(connection, "left_features", table=table, vocabulary=_vocabulary(column))
    return TextVectors(vectors, vectors, is_dedupe=True)


def _vocabulary(column: str) -> str:
    return f"vocabulary_{column}"


def _create_features(connection: duckdb.DuckDBPyConnection, name: str, *, table: str, column: str) -> None:
    connection.execute(f"""
        create or replace temp table {name} as
        with words as (
          select {ROW_ID} as row_id, unnest(string_split({identifier(column)}, ' ')) as word
          from {table} where {identifier(column)} is not null
        ),
        padded as (select row_id, ' ' || word || ' ' as word from words),
        features as (
          select row_id, '=' || word as feature from words
          union all select row_id, substr(word, i, 3) from padded, unnest(range(1, length(word) - 1)) as places(i)
          union all select row_id, substr(word, i, 4) from padded, unnest(range(1, length(word) - 2)) as places(i)
        )
        select row_id, feature, count(*) as times from features group by all
    """).fetchall()


def _matrix(connection: duckdb.DuckDBPyConnection, features: str, *, table: str, vocabulary: str) -> csr_array:
    [(width,)] = connection.execute(f"select count(*) from {vocabulary}").fetchall()
    [(height,)] = connection.execute(f"select coalesce(max({ROW_ID}), 0) from {table}").fetchall()
    cells = connection.sql(f"""
        select row_id - 1 as row, position, times * weight as value
        from {features} join {vocabulary} using (feature) order by row, position
    """).fetchnumpy()
    row, value = np.asarray(cells["row"], np.int64), np.asarray(cells["value"], np.float64)
    length = np.sqrt(np.bincount(row, value**2, height))
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=height))])
    return csr_array((value / length[row], np.asarray(cells["position"], np.int64), starts), shape=(height, width))


def _searchable(vectors: csr_array) -> NDArray[np.bool_]:
    """The features that few enough rows have."""
    carried = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rare: NDArray[np.bool_] = carried <= COMMON_FEATURE
    return rare


@dataclass(frozen=True, slots=True)
class _Cells:
    """Left rows with right ones that have a feature in common, and how near they are; all of a left row, in order."""

    left: Rows
    right: Rows
    near: Floats

    def sorted(self, *more: Floats) -> "_Cells":
        """The nearest of each left row first, then by *more* (larger first), then by row index."""
        order = np.lexsort((self.right, *(-each for each in reversed(more)), -self.near, self.left))
        return _Cells(self.left[order], self.right[order], self.near[order])

    def places(self) -> Rows:
        """Of each cell which of its left row's it is, from 0."""
        return np.arange(len(self.left)) - np.searchsorted(self.left, self.left)


def _cells(product: csr_array, first: int, *, skip_self: bool) -> _Cells:
    """The cells of *product*, whose first line is left row *first*."""
    left = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr)) + first
    cells = _Cells(left, product.indices.astype(np.int64), product.data.round(9))
    if not skip_self:
        return cells
    others = cells.right != cells.left
    return _Cells(cells.left[others], cells.right[others], cells.near[others])


def _best(cells: _Cells, count: int, among_equals: Nearness | None) -> tuple[Rows, Rows]:
    """The *count* nearest right rows of each left row."""
    cells = cells.sorted()
    tied = _cut_apart(cells, count)
    if among_equals is not None and tied.any():
        said = np.zeros(len(tied))
        said[tied] = np.nan_to_num(among_equals(cells.left[tied], cells.right[tied]), nan=-1.0)
        cells = cells.sorted(said)
    kept = cells.places() < count
    return cells.left[kept], cells.right[kept]


def _cut_apart(cells: _Cells, count: int) -> NDArray[np.bool_]:
    """Which of the sorted *cells* are as near as both the last that is kept of their row and the first that is not."""
    place = cells.places()
    last = np.flatnonzero(place == count - 1)
    last = last[last + 1 < len(place)]
    is_cut = (place[last + 1] == count) & (cells.near[last + 1] == cells.near[last])
    line = np.full(int(cells.left.max(initial=-1)) + 1, np.nan)
    line[cells.left[last[is_cut]]] = cells.near[last[is_cut]]
    tied: NDArray[np.bool_] = cells.near == line[cells.left]
    return tied
