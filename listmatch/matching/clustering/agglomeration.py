"""The rows of one component in groups: the two groups that agree best are joined, until none agree on average."""

import heapq
from collections import defaultdict
from dataclasses import dataclass

from listmatch.matching.clustering.links import Floats, Links, Rulings

UNSEEN_LOG_ODDS = -0.5
"""What a pair of rows without any shared key says. FEBRL3 is the same from 0 to -2; on fake_1000, where passes reach
65 % of the true pairs, -1 already cuts true groups; at -.5 one link cannot hold groups of four and three together."""


@dataclass(slots=True)
class _Between:
    """What is known between two groups: sum of the log-odds, number of scored pairs, whether a link joins them, and
    whether a person keeps them apart."""

    total: float = 0.0
    seen: int = 0
    joins: bool = False
    is_parted: bool = False

    def add(self, other: "_Between") -> None:
        self.total += other.total
        self.seen += other.seen
        self.joins |= other.joins
        self.is_parted |= other.is_parted

    def mean(self, pairs: int) -> float:
        return (self.total + UNSEEN_LOG_ODDS * (pairs - self.seen)) / pairs


def agglomerate(links: Links, weight: Floats, *, lowest: float, rulings: Rulings) -> list[list[int]]:
    """The groups of the rows that *links* join or dispute; *weight* is the log-odds of each link."""
    between: dict[int, dict[int, _Between]] = defaultdict(dict)
    for a, b, score, odds in zip(
        links.left.tolist(), links.right.tolist(), links.score.tolist(), weight.tolist(), strict=True
    ):
        known = between[a].setdefault(b, _Between())
        between[b][a] = known
        known.add(_Between(odds, 1, score >= lowest))
    members = {row: [row] for row in between}
    _follow(rulings, between, members)
    heap = [entry for a in sorted(between) for entry in _offers(a, between, members) if entry[1] < entry[2]]
    heapq.heapify(heap)
    while heap:
        offer = heapq.heappop(heap)
        if offer[3:] == tuple(len(members.get(group, ())) for group in offer[1:3]):
            _join(offer[1], offer[2], between, members)
            for entry in _offers(offer[1], between, members):
                heapq.heappush(heap, entry)
    return list(members.values())


def _follow(rulings: Rulings, between: dict[int, dict[int, _Between]], members: dict[int, list[int]]) -> None:
    """Part the rejected pairs, and join the accepted ones before anything else is."""
    for a, b in rulings.rejected:
        known = between[a].setdefault(b, _Between())
        between[b][a] = known
        known.is_parted = True
    home = {row: row for row in members}
    for pair in rulings.accepted:
        a, b = sorted(home[row] for row in pair)
        if a != b:
            home |= dict.fromkeys(members[b], a)
            _join(a, b, between, members)


_Offer = tuple[float, int, int, int, int]
"""(- mean log-odds, group, other group, size, other size): the sizes tell an offer that has been overtaken"""


def _offers(group: int, between: dict[int, dict[int, _Between]], members: dict[int, list[int]]) -> list[_Offer]:
    found = []
    for other, known in between[group].items():
        size, other_size = len(members[group]), len(members[other])
        mean = known.mean(size * other_size)
        if known.joins and not known.is_parted and (mean > 0 or size * other_size == 1):
            a, b = min(group, other), max(group, other)
            found.append((-mean, a, b, len(members[a]), len(members[b])))
    return found


def _join(a: int, b: int, between: dict[int, dict[int, _Between]], members: dict[int, list[int]]) -> None:
    members[a] += members.pop(b)
    for other, known in between.pop(b).items():
        between[other].pop(b)
        if other == a:
            continue
        merged = between[a].setdefault(other, _Between())
        between[other][a] = merged
        merged.add(known)
