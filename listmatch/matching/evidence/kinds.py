"""Kinds of evidence, their levels, and how likely each level is per relationship class: the tables, read from YAML.

Only reading and checking happens here. ``comparisons`` turns kinds into SQL, ``relationships`` into probabilities.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.shipped_kinds import shipped_kinds
from listmatch.matching.wording import FieldsOfLists, words_of

SPLITS_FROM = 4
"""with fewer kinds a job changer and a namesake look alike, so what is the same is one class"""

FIRST_SHARE = 0.002
"""right pairs per source row from which learning sets out, as many as it finds. It has to come from below: among
millions of pairs those of one city and similar names fit *same person, new employer* well enough to become that class
if they may begin as right (300,000 rows of which .4 % were duplicates: precision .35; from below .99)"""

FREE_FROM = 3
"""with fewer kinds the tables stay as shipped: a name and a city cannot teach how often people move"""

UNKNOWN = -1
"""level of a kind about which at least one side says nothing"""


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. ``when`` is SQL over <column>_l and <column>_r, empty for "everything else"."""

    name: str
    says: str
    """wording where the level speaks for the pair"""
    but: str
    """wording where it speaks against; empty: different, where it does not agree"""
    when: str
    p: tuple[float, ...]
    """P(level | class) per class, any scale"""
    at_most: tuple[str, ...] = ()
    """classes in which the level never becomes likelier than that, whatever the lists are like"""
    is_several: bool = False
    """a row speaks of several, each of whom is right"""
    is_told: bool = False
    """what speaks against a pair is said of a match too: whoever reads of one would want to know"""
    chance: str = ""
    """the column on which two rows may agree by chance, as often as the lists show"""
    kin: Mapping[str, float] = field(default_factory=dict)
    """per class of another entity its pairs that agree all the same, at most, per right pair; others: any"""
    kin_of_few: Mapping[str, float] = field(default_factory=dict)
    """the same, where lists speak of too little for the tables to be learned from them (``FREE_FROM``)"""
    shows_kin: bool = False
    """right pairs are hardly ever at this level: as many pairs as are may agree more often than ``kin`` says"""
    of_rows: str = ""
    """of which rows the right pairs that agree as well as this stand at this level: SQL over the columns of one row"""
    at_random: float | None = None
    """rows of the whole master, about, that agree with a source row at this level by chance; None: nobody knows"""
    is_of_lists: bool = False
    """how often it occurs is up to what lists leave out, not to what two rows are to each other: where it is frequent
    among right pairs, it is so among others too, by the odds of the tables"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of evidence. ``levels`` are in order of precedence: the first that holds is the level of a pair.

    The value of a level counts from the end, so the last one, "everything else", is 0: Splink numbers the same way.
    """

    name: str
    says: str
    about: str
    """kinds about the same thing count as one (an address with and without its street), those about nothing as none"""
    is_tied: bool
    """all classes of the same entity share one row of the table"""
    weighs: int
    """as how many kinds it counts: a birth date tells people apart as two others do"""
    is_name: bool
    """what rows are called: learned also from lists that say little else, as tied kinds are"""
    needs: tuple[tuple[str, ...], ...]
    """groups of columns; of each group both lists must fill one"""
    unknown: str
    levels: tuple[Level, ...]
    learns_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """finer kinds of the same thing, whose pairs tell how likely these levels are too, and in which classes: the chance
    that two branches share a city is the same where the street is not known"""

    implied_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """levels of other kinds beside which a reason does not name this one: an address that is the same has one domain"""

    in_order: int = 0
    """so many levels, from the first, are in the order of agreement: data cannot teach another (``ordered_levels``)"""

    seldom_in: tuple[str, ...] = ()
    """classes in which data may make a level as rare as they like"""

    seen: str = "{level}"
    """how the name of a level is put into words where a score is taken apart"""

    def level(self, value: int) -> Level:
        """The level of a ``gamma`` value. Raises IndexError for a value no level has."""
        if not 0 <= value < len(self.levels):
            raise IndexError(value)
        return self.levels[len(self.levels) - 1 - value]

    def value_of(self, level: Level) -> int:
        """The ``gamma`` value of one of the levels."""
        return len(self.levels) - 1 - self.levels.index(level)


@dataclass(frozen=True, slots=True)
class RelationshipClass:
    """What two rows may be to each other, in words, and the evidence without which it would not be said.

    Of the kinds in ``agrees`` one must agree, at one of the levels that stand with it (none: at any); of those in
    ``differs`` one must differ; where there are none, nothing is asked. Beside the levels in ``unless`` it is not said
    as long as any other class of its side can be. Lists that compare none of the kinds in ``told_by`` cannot tell the
    class from others, and are not read as if they had it; where there are none, all lists may. Rows of a class
    ``by_chance`` have hardly another reason to agree at a level with a ``chance``. Lists have the class where
    they share ``fewer_than`` so many kinds.
    """

    name: str
    agrees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    differs: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told_by: tuple[str, ...] = ()
    by_chance: bool = False
    fewer_than: float = math.inf
    seen_by: str = ""
    """SQL of the name by which the rows of a master show what two of the class have in common; empty: they do not. Of
    a class ``by_chance`` it is asked where lists say too little else to be learned from"""
    most: float = 1.0
    """share of the same entity that the class has at most, whatever lists are like"""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected before any pair is seen, with the weight (in rows or pairs) it has against the data."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class EvidenceTables:
    """Everything shipped for one profile type. Classes are those of the same entity first, then the others."""

    type: ProfileType
    same: tuple[RelationshipClass, ...]
    other: tuple[RelationshipClass, ...]
    same_shares: tuple[float, ...]
    other_shares: tuple[float, ...]
    matched: Prior
    copies: Prior
    kinds: tuple[Kind, ...]
    splits_from: int = SPLITS_FROM
    """kinds of evidence that lists must share for the classes of the same entity to be told apart"""
    first_share: float = FIRST_SHARE
    free_from: int = FREE_FROM
    """kinds of evidence that lists must share for the tables to be learned from them"""

    @property
    def classes(self) -> tuple[RelationshipClass, ...]:
        """All relationship classes."""
        return self.same + self.other


@lru_cache(maxsize=64)
def evidence_tables(profile_type: ProfileType, lists: FieldsOfLists = ()) -> EvidenceTables:
    """The shipped tables of a profile type, in the words that fit *lists* (``MatchProfile.fields_of_lists``)."""
    data = shipped_kinds(profile_type.value)
    words = _defined(data["define"])
    tables = EvidenceTables(
        type=profile_type,
        same=tuple(_class(entry) for entry in data["classes"]["same"]),
        other=tuple(_class(entry) for entry in data["classes"]["other"]),
        same_shares=tuple(data["shares"]["same"]),
        other_shares=tuple(data["shares"]["other"]),
        matched=Prior(data["rows"]["matched"], data["rows"]["weight"]),
        copies=Prior(data["copies"]["further"], data["copies"]["weight"]),
        kinds=tuple(_kind(name, kind, words, lists) for name, kind in data["kinds"].items()),
        splits_from=data.get("splits_from", SPLITS_FROM),
        first_share=data.get("first_share", FIRST_SHARE),
        free_from=data.get("free_from", FREE_FROM),
    )
    _check(tables)
    return tables


def columns_read(tables: EvidenceTables) -> frozenset[str]:
    """The columns that kinds need and that the conditions of their levels read, without their side."""
    conditions = [kind.unknown for kind in tables.kinds]
    conditions += [level.when for kind in tables.kinds for level in kind.levels]
    needed = {column for kind in tables.kinds for group in kind.needs for column in group}
    return frozenset(needed.union(re.findall(r"\b(\w+)_[lr]\b", " ".join(conditions))))


def _class(entry: str | Mapping[str, Any]) -> RelationshipClass:
    """A class that asks for no evidence may be given by its name alone."""
    if isinstance(entry, str):
        return RelationshipClass(entry)
    asked = [each if isinstance(each, Mapping) else {each: ()} for each in entry.get("agrees", ())]
    agrees = {kind: tuple(levels) for each in asked for kind, levels in each.items()}
    unless = {kind: tuple(levels) for kind, levels in entry.get("unless", {}).items()}
    return RelationshipClass(
        name=entry["name"],
        agrees=agrees,
        differs=tuple(entry.get("differs", ())),
        unless=unless,
        told_by=tuple(entry.get("told_by", ())),
        by_chance=entry.get("by_chance", False),
        fewer_than=entry.get("fewer_than", math.inf),
        seen_by=entry.get("seen_by", ""),
        most=entry.get("most", 1.0),
    )


def _defined(data: Mapping[str, str]) -> Mapping[str, str]:
    """Words of conditions, written out; each may use those before it."""
    words: dict[str, str] = {}
    for name, condition in data.items():
        words[name] = condition.format_map(words)
    return words


def _kind(name: str, data: Mapping[str, Any], words: Mapping[str, str], lists: FieldsOfLists) -> Kind:
    called = words_of(data, lists)
    names = [level["level"] for level in data["levels"]]
    return Kind(
        name=name,
        says=called.says,
        implied_by=called.implied_by,
        seen=data.get("seen", "{level}"),
        about=data.get("about", name),
        is_tied=data.get("tied", False),
        weighs=data.get("weighs", 1),
        is_name=data.get("is_name", False),
        needs=tuple(tuple(group) for group in data["needs"]),
        unknown=data["unknown"].format_map(words),
        levels=tuple(
            Level(
                name=level["level"],
                says=level.get("says", called.says).format(says=called.says),
                but=level.get("but", "").format(says=called.says),
                when=level.get("when", "").format_map(words),
                p=tuple(level["p"]),
                at_most=tuple(level.get("at_most", ())),
                is_several=level.get("several", False),
                is_told=level.get("told", False),
                chance=level.get("chance", ""),
                of_rows=level.get("of_rows", ""),
                kin=level.get("kin", {}),
                shows_kin=level.get("shows_kin", False),
                kin_of_few=level.get("kin_of_few", {}),
                at_random=level.get("at_random"),
                is_of_lists=level.get("of_lists", False),
            )
            for level in data["levels"]
        ),
        in_order=1 + names.index(data["in_order"]) if "in_order" in data else 0,
        learns_from={finer: tuple(classes) for finer, classes in data.get("learns_from", {}).items()},
        seldom_in=tuple(data.get("seldom_in", ())),
    )


def _check(tables: EvidenceTables) -> None:
    """Raise ValueError when shipped data contradicts itself: a fault of ours, found by the first test that loads it."""
    if len(tables.same) != len(tables.same_shares) or len(tables.other) != len(tables.other_shares):
        raise ValueError(f"{tables.type}: a share is needed per class")
    levels = {kind.name: {level.name for level in kind.levels} for kind in tables.kinds}
    names = {each.name for each in tables.classes}
    for each in tables.classes:
        named = [*each.agrees.items(), *each.unless.items()]
        if any(kind not in levels or set(asked) - levels[kind] for kind, asked in named):
            raise ValueError(f"{tables.type}: {each.name!r} asks for evidence that there is not")
        if set(each.told_by) - levels.keys():
            raise ValueError(f"{tables.type}: {each.name!r} is told by evidence that there is not")
    if len({each.seen_by for each in tables.classes} - {""}) > 1:
        raise ValueError(f"{tables.type}: classes are seen by more than one column")
    for kind in tables.kinds:
        if any(len(level.p) != len(tables.classes) for level in kind.levels):
            raise ValueError(f"{tables.type}.{kind.name}: a probability is needed per class and level")
        if [level.name for level in kind.levels if not level.when] != [kind.levels[-1].name]:
            raise ValueError(f"{tables.type}.{kind.name}: only the last level has no condition")
        if any(
            set(bounded) - names
            for bounded in (
                kind.seldom_in,
                *(each for level in kind.levels for each in (level.at_most, level.kin, level.kin_of_few)),
            )
        ):
            raise ValueError(f"{tables.type}.{kind.name}: a level is bounded for a class that there is not")
        if any(set(classes) - names for classes in kind.learns_from.values()):
            raise ValueError(f"{tables.type}.{kind.name}: something is learned for a class that there is not")
        if any(set(implying) - levels.get(other, set()) for other, implying in kind.implied_by.items()):
            raise ValueError(f"{tables.type}.{kind.name}: it is implied by evidence that there is not")
        if any(levels[kind.name] - levels.get(finer, set()) for finer in kind.learns_from):
            raise ValueError(f"{tables.type}.{kind.name}: what it learns from has not all of its levels")
