"""Kinds of evidence, their levels, and how likely each level is per relationship class.

``tables`` reads them from what is shipped, ``comparisons`` turns them into SQL, ``relationships`` into probabilities.
"""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from listmatch.domain.verdicts import ProfileType

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
    is_silent: bool = False
    """where it speaks against a pair, a reason does not say so: another kind does"""
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
    needs_of_other: Mapping[str, str]
    """column -> another: one list must fill the first, the other list the second"""
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

    @property
    def needed(self) -> frozenset[str]:
        """The columns by which it is known whether lists can be compared so."""
        groups = (*self.needs, *self.needs_of_other.items())
        return frozenset(column for group in groups for column in group)

    def can_compare(self, here: Collection[str], there: Collection[str]) -> bool:
        """Whether lists that fill these columns say enough of it."""
        both = all(any(column in side for column in group) for side in (here, there) for group in self.needs)
        return both and all(
            (one in here and other in there) or (one in there and other in here)
            for one, other in self.needs_of_other.items()
        )

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

    def kind(self, name: str) -> Kind:
        """The kind of evidence of that name. Raises KeyError where there is none."""
        found = next((kind for kind in self.kinds if kind.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def columns_read(tables: EvidenceTables) -> frozenset[str]:
    """The columns that kinds need and that the conditions of their levels read, without their side."""
    conditions = [kind.unknown for kind in tables.kinds]
    conditions += [level.when for kind in tables.kinds for level in kind.levels]
    needed = {column for kind in tables.kinds for column in kind.needed}
    return frozenset(needed.union(re.findall(r"\b(\w+)_[lr]\b", " ".join(conditions))))
