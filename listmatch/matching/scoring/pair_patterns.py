"""Candidate pairs as their patterns of evidence, counted, and the scores that patterns or pairs get.

A list compared with itself has millions of pairs and some thousand patterns, of which alone its scores depend; where
the candidates of a row are rivals, each pair is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from listmatch.duck import Compute
from listmatch.matching.arrays import load_arrays
from listmatch.matching.engines.engine import VECTORS
from listmatch.matching.evidence.kinds import Kind
from listmatch.matching.evidence.patterns import unpack
from listmatch.matching.model.relationships import Floats, Patterns
from listmatch.matching.model.row_fit import Ints

SCORES = "scores"
"""table: code, score, fit; of rivals also source_row_id"""


@dataclass(frozen=True, slots=True)
class Rivals:
    """The pairs, ordered by source row and pattern, so that no result depends on the master's order."""

    row: Ints
    """source row, 0-based"""
    which: Ints
    """index into the distinct patterns"""


@dataclass(frozen=True, slots=True)
class PairPatterns:
    """The distinct patterns of candidate pairs, in the order of their codes."""

    codes: Ints
    patterns: Patterns
    counts: Ints
    """pairs of each pattern"""
    rows_met: int
    """source rows with a candidate"""
    rivals: Rivals | None
    """None of a list that is compared with itself"""

    @property
    def count(self) -> int:
        """Number of pairs."""
        return int(self.counts.sum())

    @property
    def prior(self) -> float:
        """Probability that a candidate pair is right, for Splink's weights: as if half of the rows had a match."""
        return min(max(self.rows_met / max(self.count, 1) / 2, 1e-4), 0.5)


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores (0-100), and what they would be without rivals: per pair of *rivals*, per pattern where there are none."""

    scores: Floats
    fits: Floats
    rivals: Rivals | None


def fetch_pairs(connection: duckdb.DuckDBPyConnection, kinds: Sequence[Kind], *, is_dedupe: bool) -> PairPatterns:
    """What the table ``vectors`` holds, whose codes are of *kinds*."""
    if is_dedupe:
        found = connection.sql(f"select code, count(*) as n from {VECTORS} group by code order by code").fetchnumpy()
        [(rows_met,)] = connection.execute(f"select count(distinct source_row_id) from {VECTORS}").fetchall()
        codes, counts = (np.asarray(found[name], dtype=np.int64) for name in ("code", "n"))
        return PairPatterns(codes, unpack(codes, kinds), counts, rows_met, None)
    found = connection.sql(f"select source_row_id, code from {VECTORS} order by source_row_id, code").fetchnumpy()
    codes, which = np.unique(np.asarray(found["code"], dtype=np.int64), return_inverse=True)
    row = np.asarray(found["source_row_id"], dtype=np.int64) - 1
    rows_met = int(np.count_nonzero(np.diff(row, prepend=-1)))
    counts = np.bincount(which, minlength=len(codes)).astype(np.int64)
    return PairPatterns(codes, unpack(codes, kinds), counts, rows_met, Rivals(row, which.astype(np.int64)))


def load_scores(connection: duckdb.DuckDBPyConnection, compute: Compute, pairs: PairPatterns, scores: Scores) -> str:
    """Create the table ``scores``, one line per pattern, of rivals one per source row and pattern; its key, as SQL.

    Rivals come ordered by both, so the first of each is enough.
    """
    if scores.rivals is None:
        load_arrays(connection, compute, SCORES, {"code": pairs.codes, "score": scores.scores, "fit": scores.fits})
        return "code"
    row, which = scores.rivals.row, scores.rivals.which
    first = np.flatnonzero((np.diff(row, prepend=-1) != 0) | (np.diff(which, prepend=-1) != 0))
    columns = {
        "source_row_id": row[first] + 1,
        "code": pairs.codes[which[first]],
        "score": scores.scores[first],
        "fit": scores.fits[first],
    }
    load_arrays(connection, compute, SCORES, columns)
    return "source_row_id, code"
