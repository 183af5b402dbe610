"""What a kind of evidence learns from a finer one about the same thing (``Kind.learns_from``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables
from listmatch.matching.model.relationships import ClassModel, Floats, Patterns


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a kind learns from a finer one about the same thing."""

    kind: str
    finer: str
    levels: Floats
    """finer x own levels, by level value: 1 where a finer level lies within an own one"""
    classes: Floats
    """1 for the classes in which it holds, else 0: one column"""


def lessons_among(tables: EvidenceTables, kinds: Sequence[str]) -> Sequence[Lesson]:
    """The lessons among *kinds*. A level of a kind holds the finer levels down to the one of its name."""
    known = {kind.name: kind for kind in tables.kinds if kind.name in kinds}
    lessons = []
    for kind in known.values():
        for finer in (known[name] for name in kind.learns_from if name in known):
            levels = np.zeros((len(finer.levels), len(kind.levels)))
            ends = [[level.name for level in finer.levels].index(level.name) for level in kind.levels]
            for place, level in enumerate(finer.levels):
                own = kind.levels[int(np.searchsorted(ends, place))]
                levels[finer.value_of(level), kind.value_of(own)] = 1.0
            classes = [[float(each.name in kind.learns_from[finer.name])] for each in tables.classes]
            lessons.append(Lesson(kind.name, finer.name, levels, np.array(classes)))
    return lessons


def count_kinds(
    prior: ClassModel, patterns: Patterns, mass: Floats, lessons: Sequence[Lesson], *, most: float
) -> Mapping[str, Floats]:
    """Expected pairs per class and level of every kind, with at most so many per class from finer kinds."""
    seen = {
        name: count_levels(values, mass, levels=table.shape[1])
        for name, table, values in zip(prior.kinds, prior.tables, patterns.T, strict=True)
    }
    counted = dict(seen)
    for lesson in lessons:
        learned = seen[lesson.finer] @ lesson.levels * lesson.classes
        share = most / np.maximum(learned.sum(axis=1, keepdims=True), most)
        counted[lesson.kind] = counted[lesson.kind] + learned * share
    return counted


def count_levels(values: NDArray[np.int8], mass: Floats, *, levels: int) -> Floats:
    """Expected pairs per class and level of one kind; what is unknown is not counted."""
    known = values != UNKNOWN
    return np.stack([np.bincount(values[known], mass[known, c], levels) for c in range(mass.shape[1])])
