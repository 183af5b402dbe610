"""Columns on the way to their types: what their headers say, what their values say, and the guess so far."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


class Columns:
    """The columns of a list in their order, found by place and by type without going through all of them.

    Lists have up to 16,384 columns, and each is looked at among the others.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._all = tuple(candidates)
        self._by_type: defaultdict[ColumnType, list[Candidate]] = defaultdict(list)
        for column in self._all:
            self._by_type[column.guess.type].append(column)

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def around(self, n: int, *, before: int = 1, behind: int = 1) -> Sequence[Candidate]:
        """The columns at most so many places before and behind the one at *n*, without it."""
        return (*self._all[max(0, n - before) : n], *self._all[n + 1 : n + 1 + behind])

    def of_type(self, kind: ColumnType) -> Sequence[Candidate]:
        """The columns taken for one of *kind* so far."""
        return self._by_type.get(kind, ())
