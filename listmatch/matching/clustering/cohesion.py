"""Which rows belong together, given scored links between them: groups that hold, chains that are cut.

Pure arrays in, labels out. Matched links alone would chain: one wrong link joins two families of rows. So rows are
joined from the most agreeing pair of groups downwards (agglomeration by average link), and two groups are joined only
while what is known between *all* their rows speaks for it on average: a link counts with its log-odds, a pair of rows
that no pass brought together counts a little against. What a person decided comes first: accepted pairs are joined
before anything is weighed, and no two groups with a rejected pair between them are ever joined.
"""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from listmatch.domain.verdicts import reached_from
from listmatch.matching.clustering.agglomeration import agglomerate
from listmatch.matching.clustering.links import NOTHING_DECIDED, Floats, Indices, Links, Rulings

MOST_LOG_ODDS = 5.0
"""A single link may not outvote more than this, however extreme its score."""


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
        for members in agglomerate(disputed.where(part), weight[part], lowest=lowest, rulings=decided):
            label[members] = free
            free += 1
    return label


def _by_component(pairs: tuple[tuple[int, int], ...], component: Indices) -> dict[int, tuple[tuple[int, int], ...]]:
    """The decided pairs that lie within one component, by component."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in pairs:
        if component[left] == component[right]:
            found[int(component[left])].append((left, right))
    return {here: tuple(decided) for here, decided in found.items()}


def _log_odds(score: Floats, *, lowest: float) -> Floats:
    """Log-odds of the scores, such that the lowest that joins is never against its own group."""
    share = np.clip(score / 100, 1e-4, 1 - 1e-4)
    shift = max(0.0, float(np.log((100 - lowest) / lowest))) if 0 < lowest < 50 else 0.0
    return np.clip(np.log(share / (1 - share)) + shift, -MOST_LOG_ODDS, MOST_LOG_ODDS)
