"""A column on the way to its type: what its header says, what its values say, and what is thought of it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from listmatch.domain.columns import ColumnType
from listmatch.profiling.detect import Guess
from listmatch.profiling.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """One column under consideration."""

    header: str
    values: Sequence[str]
    """the sample, without empty cells, in row order"""
    named: Mapping[ColumnType, float]
    evidence: Evidence
    guess: Guess

    def becomes(self, kind: ColumnType, confidence: float | None = None) -> "Candidate":
        """The same column with another type."""
        return replace(self, guess=Guess(kind, self.guess.confidence if confidence is None else confidence))


Columns = Sequence[Candidate]
