"""Scored pairs of rows, and what people ruled of pairs: which rulings hold, and what the links are under them."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listmatch.domain.verdicts import NO_LINE

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Links:
    """Scored pairs of rows: *left* and *right* are row indices from 0, *score* lies between 0 and 100."""

    left: Indices
    right: Indices
    score: Floats

    def where(self, chosen: NDArray[np.bool_] | Indices) -> "Links":
        """The links chosen by a mask or by their positions."""
        return Links(self.left[chosen], self.right[chosen], self.score[chosen])

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Pairs of row indices that people decided: the same, and not the same. An accepted pair that would join rows of a
    rejected one gives way."""

    accepted: tuple[tuple[int, int], ...] = ()
    rejected: tuple[tuple[int, int], ...] = ()


NOTHING_DECIDED = Rulings()


def ruled_links(links: Links, rulings: Rulings) -> tuple[Links, Rulings]:
    """The links as people ruled: rejected pairs gone, accepted ones as sure as a link can be; and what is left to rule.

    Accepted pairs that would join the rows of a rejected one are left as they were scored.
    """
    accepted = _without_conflicts(rulings)
    decided = {*accepted, *rulings.rejected}
    pairs = zip(links.left.tolist(), links.right.tolist(), strict=True)
    scored = links.where(np.fromiter((pair not in decided for pair in pairs), np.bool_, len(links)))
    left, right = (np.array([pair[side] for pair in accepted], np.int64) for side in (0, 1))
    ruled = Links(
        np.concatenate([scored.left, left]),
        np.concatenate([scored.right, right]),
        np.concatenate([scored.score, np.full(len(accepted), NO_LINE)]),
    )
    return ruled, Rulings(accepted, rulings.rejected)


def _without_conflicts(rulings: Rulings) -> tuple[tuple[int, int], ...]:
    """The accepted pairs in order, without those that would bring two rows of a rejected pair together."""
    group: dict[int, int] = {}
    members: dict[int, set[int]] = {}
    foes: dict[int, set[int]] = defaultdict(set)
    for left, right in rulings.rejected:
        foes[left].add(right)
        foes[right].add(left)
    kept = []
    for left, right in rulings.accepted:
        mine, theirs = (members.get(group.get(row, row), {row}) for row in (left, right))
        if any(foes[row] & theirs for row in mine if row in foes):
            continue
        kept.append((left, right))
        joined = mine | theirs
        name = min(joined)
        members[name] = joined
        group |= dict.fromkeys(joined, name)
    return tuple(kept)
