"""Why a pair got its score, in words: what speaks for it, what against it, what the two rows are to each other.

Contributions are measured in nats of log-odds; evidence that moves the odds by less than ``WORTH_SAYING`` is not named.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind, Level, RelationshipClass
from listmatch.matching.model.relationships import ClassModel, Floats, Patterns, log_ratios, shipped_model

WORTH_SAYING = 0.4
MOST_NAMED = 4
_LAST = 1e6
"""nats that put a class behind all others: no evidence weighs as much"""


def contributions(model: ClassModel, patterns: Patterns) -> Floats:
    """What each kind adds to the log-odds of "same entity": patterns x kinds.

    Kinds depend on each other (within a class they do not, across classes they do), so a kind counts as the mean of
    what it adds alone and what it adds last.
    """
    full = log_ratios(model, patterns)
    nothing = log_ratios(model, np.full((1, patterns.shape[1]), UNKNOWN, dtype=np.int8))
    result = np.zeros(patterns.shape)
    for column in range(patterns.shape[1]):
        without, alone = patterns.copy(), np.full_like(patterns, UNKNOWN)
        without[:, column], alone[:, column] = UNKNOWN, patterns[:, column]
        result[:, column] = (full - log_ratios(model, without) + log_ratios(model, alone) - nothing) / 2
    return result


def agreements(tables: EvidenceTables, model: ClassModel, patterns: Patterns) -> Floats:
    """How much likelier each level is for the same entity than for no relation, in nats, by the shipped tables."""
    chosen = shipped_model(tables, model.kinds)
    result = np.zeros(patterns.shape)
    for column, table in enumerate(chosen.tables):
        weights = np.log(chosen.same_shares @ table[: chosen.n_same]) - np.log(table[-1])
        result[:, column] = np.append(weights, 0.0)[patterns[:, column]]
    return result


def reasons(tables: EvidenceTables, model: ClassModel, patterns: Patterns) -> tuple[list[str], list[str]]:
    """Per pattern the reason for a match, which tells objections only of levels that are always told, and the reason
    that says all that speaks against it.

    What agrees may weigh against a match (one name where all else differs is a namesake's). It is not called different
    then: it is an objection only where the tables have words of their own for that, and named once, as that.
    """
    agreeing = agreements(tables, model, patterns)
    against = np.minimum(contributions(model, patterns), agreeing)
    kinds = [kind for kind in tables.kinds if kind.name in model.kinds]
    own = [[level.but for level in reversed(kind.levels)] for kind in kinds]
    differing = [[_words_against(kind, level) for level in reversed(kind.levels)] for kind in kinds]
    said = [[level.says for level in reversed(kind.levels)] for kind in kinds]
    speaking_for = _named(said, patterns, np.where(_implied(kinds, patterns), 0.0, agreeing))
    is_agreed = (agreeing >= WORTH_SAYING) & ~_has_words(own, patterns)
    objections = np.where(is_agreed, 0.0, -against)
    but, told = (_named(words, patterns, objections) for words in (differing, _told(kinds, differing)))
    plain = [
        _with_but(said or ["weak evidence only"], objection) for said, objection in zip(speaking_for, told, strict=True)
    ]
    as_agreed = {word: says for pair in zip(own, said, strict=True) for word, says in zip(*pair, strict=True) if word}
    return plain, [
        _with_but([says for says in agreed if says not in {as_agreed.get(word) for word in objection}], objection)
        for agreed, objection in zip(speaking_for, but, strict=True)
    ]


def _words_against(kind: Kind, level: Level) -> str:
    return "" if level.is_silent else level.but or f"different {kind.says}"


def relationships(tables: EvidenceTables, model: ClassModel, patterns: Patterns) -> tuple[list[str], list[str]]:
    """Per pattern the likeliest class in words if the pair is the same entity, and if it is not.

    By the shipped tables, since what lists teach a class may be far from what it is called (no relation becomes those
    of one telephone at one company). A class is passed over where the pattern does not show what it asks for; the last
    of each side asks for nothing.
    """
    agreeing = agreements(tables, model, patterns)
    model = shipped_model(tables, model.kinds)
    allowed = np.column_stack([_shown(one, tables, model.kinds, patterns, agreeing) for one in tables.classes])
    same, other = model.log_likelihoods(patterns)
    barred = np.column_stack([_barred(one, tables, model.kinds, patterns) for one in tables.classes])
    said = np.where(barred, np.hstack([same, other]) - _LAST, np.hstack([same, other]))
    said = np.where(allowed, said, -np.inf)
    likely_same, likely_other = said[:, : model.n_same].argmax(axis=1), said[:, model.n_same :].argmax(axis=1)
    return [tables.same[i].name for i in likely_same], [tables.other[i].name for i in likely_other]


def _shown(
    one: RelationshipClass, tables: EvidenceTables, kinds: Sequence[str], patterns: Patterns, agreeing: Floats
) -> NDArray[np.bool_]:
    """Which patterns show what the class *one* asks for."""
    does_agree: NDArray[np.bool_] = np.full(len(patterns), not one.agrees)
    does_differ: NDArray[np.bool_] = np.full(len(patterns), not one.differs)
    for kind in tables.kinds:
        if kind.name not in kinds:
            continue
        column = kinds.index(kind.name)
        if kind.name in one.agrees:
            levels = one.agrees[kind.name]
            is_one = np.array([*(level.name in levels for level in reversed(kind.levels)), False])
            does_agree |= is_one[patterns[:, column]] if levels else agreeing[:, column] >= WORTH_SAYING
        if kind.name in one.differs:
            does_differ |= agreeing[:, column] <= -WORTH_SAYING
    shown: NDArray[np.bool_] = does_agree & does_differ
    return shown


def _barred(
    one: RelationshipClass, tables: EvidenceTables, kinds: Sequence[str], patterns: Patterns
) -> NDArray[np.bool_]:
    """Which patterns show what keeps the class *one* from being said."""
    result: NDArray[np.bool_] = np.zeros(len(patterns), dtype=bool)
    for kind in tables.kinds:
        if kind.name in kinds and kind.name in one.unless:
            is_one = np.array([*(level.name in one.unless[kind.name] for level in reversed(kind.levels)), False])
            result |= is_one[patterns[:, kinds.index(kind.name)]]
    return result


def _told(kinds: Sequence[Kind], words: Sequence[Sequence[str]]) -> list[list[str]]:
    """The *words* of the levels that are told of a match too, nothing for the others."""
    return [
        [word if level.is_told else "" for word, level in zip(of_kind, reversed(kind.levels), strict=True)]
        for of_kind, kind in zip(words, kinds, strict=True)
    ]


def _implied(kinds: Sequence[Kind], patterns: Patterns) -> NDArray[np.bool_]:
    """Which levels of the patterns go without saying beside the level of another kind: patterns x kinds."""
    result = np.zeros(patterns.shape, dtype=bool)
    places = {kind.name: place for place, kind in enumerate(kinds)}
    for column, kind in enumerate(kinds):
        for other in kind.implied_by.keys() & places.keys():
            implying = kinds[places[other]]
            is_one = np.array([*(level.name in kind.implied_by[other] for level in reversed(implying.levels)), False])
            result[:, column] |= is_one[patterns[:, places[other]]]
    return result


def _has_words(words: Sequence[Sequence[str]], patterns: Patterns) -> NDArray[np.bool_]:
    """Which levels of the patterns have any of *words*, by level value of each kind: patterns x kinds."""
    result = np.zeros(patterns.shape, dtype=bool)
    for column, of_kind in enumerate(words):
        result[:, column] = np.array([*map(bool, of_kind), False])[patterns[:, column]]
    return result


def _named(words: Sequence[Sequence[str]], patterns: Patterns, weights: Floats) -> list[list[str]]:
    """Per pattern the words of its weightiest kinds, in the order of the kinds, each once.

    *words* are those of each kind by level value; what a side does not say has none.
    """
    by_level = [[*of_kind, ""] for of_kind in words]
    weightiest = np.argsort(-weights, axis=1, kind="stable").tolist()
    named = []
    for levels, is_heavy, order in zip(patterns.tolist(), (weights >= WORTH_SAYING).tolist(), weightiest, strict=True):
        said = [of_kind[level] for of_kind, level in zip(by_level, levels, strict=True)]
        heavy = [kind for kind in order if is_heavy[kind] and said[kind]][:MOST_NAMED]
        named.append(list(dict.fromkeys(said[kind] for kind in sorted(heavy))))
    return named


def _with_but(speaking_for: Sequence[str], against: Sequence[str]) -> str:
    if not against:
        return " + ".join(speaking_for)
    head = f"{' + '.join(speaking_for)}, but " if speaking_for else ""
    return head + " and ".join(against)
