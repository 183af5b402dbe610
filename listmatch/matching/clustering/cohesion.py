"""Which rows belong together, given scored links between them: groups that hold, chains that are cut.

Pure arrays in, labels out. Matched links alone would chain: one wrong link joins two families of rows. So rows are
joined from the most agreeing pair of groups downwards (agglomeration by average link), and two groups are joined only
while what is known between *all* their rows speaks for it on average: a link counts with its log-odds, a pair of rows
that no pass brought together counts a little against. What a person decided comes first: accepted pairs are joined
before anything is weighed, and no two groups with a rejected pair between them are ever joined.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listmatch.domain.verdicts import NO_LINE, reached_from

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

UNSEEN_LOG_ODDS = -0.5
"""What a pair of rows without any shared key says. FEBRL3 is the same from 0 to -2; on fake_1000, where passes reach
65 % of the true pairs, -1 already cuts true groups; at -.5 one link cannot hold groups of four and three together."""

MOST_LOG_ODDS = 5.0
"""A single link may not outvote more than this, however extreme its score."""


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


def group_rows(links: Links, *, rows: int, threshold: float, rulings: Rulings = NOTHING_DECIDED) -> Indices:
    """For each of *rows* rows the smallest index of its group. Links from *threshold* on join, all others testify.

    *links* hold accepted pairs and no rejected ones (``ruled_links``). The same for any order of the links; rows in
    another order only decide between splits that are equally good.
    """
    lowest = reached_from(threshold)
    joining = links.where(links.score >= lowest)
    component = _components(joining, rows=rows)
    open_components = _not_complete(joining, component)
    for left, right in rulings.rejected:
        open_components[component[left]] |= component[left] == component[right]
    inside = links.where(component[links.left] == component[links.right])
    disputed = inside.where(open_components[component[inside.left]])
    return _smallest_member(_split(disputed, component, lowest=lowest, rulings=rulings))


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


def weakest_links(links: Links, groups: Indices, *, threshold: float) -> Floats:
    """Per row the score of the weakest link that holds its group, on the strongest tree; NaN for a lone row."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    held = links.where((links.score >= reached_from(threshold)) & (groups[links.left] == groups[links.right]))
    cost = coo_array((101.0 - held.score, (held.left, held.right)), shape=(len(groups), len(groups)))
    tree = minimum_spanning_tree(cost.tocsr()).tocoo()
    weakest = np.full(len(groups), np.nan)
    np.fmin.at(weakest, groups[tree.row], np.minimum(101.0 - tree.data, 100.0))
    return weakest[groups]


def _components(joining: Links, *, rows: int) -> Indices:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(joining), np.int8), (joining.left, joining.right)), shape=(rows, rows))
    label: Indices = connected_components(graph, directed=False)[1].astype(np.int64)
    return label


def _not_complete(joining: Links, component: Indices) -> NDArray[np.bool_]:
    """Components in which some pair of rows is not joined directly; in all others there is nothing to decide."""
    size = np.bincount(component)
    joined = np.bincount(component[joining.left], minlength=len(size))
    return joined < size * (size - 1) // 2


def _smallest_member(label: Indices) -> Indices:
    smallest = np.full(int(label.max(initial=0)) + 1, len(label))
    np.minimum.at(smallest, label, np.arange(len(label)))
    return smallest[label].astype(np.int64)


def _split(disputed: Links, component: Indices, *, lowest: float, rulings: Rulings) -> Indices:
    """New labels: components as they are, except that those with disputed links are taken apart and rebuilt."""
    label = component.copy()
    free = int(component.max(initial=0)) + 1
    home = component[disputed.left]
    order = np.argsort(home, kind="stable")
    bounds = np.flatnonzero(np.diff(home[order], prepend=-1))
    weight = _log_odds(disputed.score, lowest=lowest)
    accepted, rejected = (_by_component(pairs, component) for pairs in (rulings.accepted, rulings.rejected))
    for part in np.split(order, bounds[1:]) if len(order) else []:
        here = int(home[part[0]])
        decided = Rulings(accepted.get(here, ()), rejected.get(here, ()))
        for members in _agglomerate(disputed.where(part), weight[part], lowest=lowest, rulings=decided):
            label[members] = free
            free += 1
    return label


def _by_component(pairs: tuple[tuple[int, int], ...], component: Indices) -> dict[int, tuple[tuple[int, int], ...]]:
    """The decided pairs that lie within one component, by component."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for left, right in pairs:
        if component[left] == component[right]:
            here = int(component[left])
            found[here] = (*found.get(here, ()), (left, right))
    return found


def _log_odds(score: Floats, *, lowest: float) -> Floats:
    """Log-odds of the scores, such that the lowest that joins is never against its own group."""
    share = np.clip(score / 100, 1e-4, 1 - 1e-4)
    shift = max(0.0, float(np.log((100 - lowest) / lowest))) if 0 < lowest < 50 else 0.0
    return np.clip(np.log(share / (1 - share)) + shift, -MOST_LOG_ODDS, MOST_LOG_ODDS)


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


def _agglomerate(links: Links, weight: Floats, *, lowest: float, rulings: Rulings) -> list[list[int]]:
    """The groups of one component: the two groups that agree best are joined, until none agree on average."""
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
