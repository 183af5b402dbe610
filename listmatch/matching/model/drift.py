"""Whether a pinned model still fits: the evidence in today's pairs beside that in the pairs it was learned from.

Per kind of evidence the shares of the levels are compared by the population stability index, the sum of
(now - then) * ln(now / then): from .25 on a score card is commonly held to need a new look (Siddiqi, Credit Risk
Scorecards, 2006).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np

from listmatch.duck import Compute, identifier
from listmatch.matching.evidence.kinds import UNKNOWN, Kind
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import Floats, Patterns

MOVED = 0.25
FEWEST_PAIRS = 300
"""pairs below which shares say little. By chance alone two samples of n and m pairs differ by about (levels - 1) *
(1/n + 1/m): with 14 levels and 300 pairs each by .09"""
_LEAST = 1e-3
"""share that a level without any pair is taken to have"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A kind of evidence and how far its levels have moved (the index); ``level`` moved most, from share to share."""

    kind: str
    index: float
    level: str
    then: float
    now: float

    @property
    def sentence(self) -> str:
        """What moved, in words."""
        return f"{self.kind}: {self.level!r} was {self.then:.0%} of the pairs and is {self.now:.0%}."


def level_shares(patterns: Patterns, counts: Floats, kinds: Sequence[Kind]) -> Mapping[str, tuple[float, ...]]:
    """Kind -> share of each level by value, of the pairs behind *patterns* (*counts* of each) that speak of it."""
    found: dict[str, tuple[float, ...]] = {}
    for column, kind in enumerate(kinds):
        known = patterns[:, column] != UNKNOWN
        weights = np.bincount(patterns[known, column], counts[known], len(kind.levels))
        if weights.sum():
            found[kind.name] = tuple(float(share) for share in weights / weights.sum())
    return found


def drift_of_model(model: ScoringModel, scored: Path, *, compute: Compute) -> tuple[Moved, ...]:
    """How far each kind has moved in the table of scored pairs, the farthest first; kinds in few pairs are left out."""
    if model.n_pairs < FEWEST_PAIRS:
        return ()
    moved = []
    with compute.connect() as connection:
        columns = connection.sql("from read_parquet($path) limit 0", params={"path": str(scored)}).columns
        for kind in evidence_tables(model.type).kinds:
            column = f"evidence_{kind.name}"
            if kind.name not in model.seen or column not in columns:
                continue
            rows = connection.execute(
                f"""select {identifier(column)}, count(*) from read_parquet($path)
                where {identifier(column)} <> {UNKNOWN} group by 1""",
                {"path": str(scored)},
            ).fetchall()
            pairs = sum(count for _, count in rows)
            if pairs >= FEWEST_PAIRS:
                now = {level: count / pairs for level, count in rows}
                moved.append(_moved(kind, model.seen[kind.name], [now.get(i, 0.0) for i in range(len(kind.levels))]))
    return tuple(sorted(moved, key=lambda one: (-one.index, one.kind)))


def _moved(kind: Kind, then: Sequence[float], now: Sequence[float]) -> Moved:
    parts = [
        (b - a) * log(b / a) for a, b in ((max(x, _LEAST), max(y, _LEAST)) for x, y in zip(then, now, strict=True))
    ]
    most = max(range(len(parts)), key=lambda value: (parts[value], -value))
    return Moved(kind.name, round(sum(parts), 4), kind.level(most).name, then[most], now[most])
