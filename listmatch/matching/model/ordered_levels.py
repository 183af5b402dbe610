"""Levels that stand in order, the better agreement first: no list may teach that the worse one speaks more for a match.

A list in which branches are always written like their company, and the company itself now and then with a typing error,
would teach that of two rows of one domain the mistyped name is the better sign: true of that list as it was seen, but
nobody who corrects a name expects to lose the match. So how a name that agrees is written is one for all classes of the
same entity, and from level to level a class of another entity becomes no less likely beside it: whatever else is known
of a pair, a better level cannot lower its score. Where data say otherwise, levels are pooled, which is what the maximum
of likelihood under such an order comes to (isotonic regression: pool adjacent violators).
"""

import numpy as np

from listmatch.matching.evidence.kinds import Kind
from listmatch.matching.model.relationships import Floats


def in_order(table: Floats, kind: Kind, *, same_shares: Floats) -> Floats:
    """The *table* of a kind (classes x level values; classes of the same entity first) with its levels in order."""
    values = [kind.value_of(level) for level in kind.levels[: kind.in_order]]
    n_same = len(same_shares)
    reference = (same_shares @ table[:n_same])[values]
    ordered = table.copy()
    for row in ordered[:n_same]:
        row[values] = row[values].sum() * reference / reference.sum()
    for row in ordered[n_same:]:
        row[values] = _pooled(row[values], reference)
    return ordered


def _pooled(p: Floats, reference: Floats) -> Floats:
    """*p* with p / reference ascending: neighbours that descend share what they have in proportion to *reference*."""
    sums: list[tuple[float, float, int]] = []
    for mine, other in zip(p.tolist(), reference.tolist(), strict=True):
        block = mine, other, 1
        while sums and sums[-1][0] * block[1] > block[0] * sums[-1][1]:
            before = sums.pop()
            block = before[0] + block[0], before[1] + block[1], before[2] + block[2]
        sums.append(block)
    ratios = np.repeat([mine / other for mine, other, _ in sums], [length for _, _, length in sums])
    pooled: Floats = ratios * reference
    return pooled
