"""Evidence tables read from the shipped data, in the words that fit the lists, and checked for contradictions."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from listmatch.domain.columns import SECOND_OF
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.kinds import (
    FIRST_SHARE,
    FREE_FROM,
    SPLITS_FROM,
    EvidenceTables,
    Kind,
    Level,
    Prior,
    RelationshipClass,
)
from listmatch.matching.evidence.shipped_kinds import shipped_kinds
from listmatch.matching.wording import FieldsOfLists, words_of


@lru_cache(maxsize=64)
def evidence_tables(profile_type: ProfileType, lists: FieldsOfLists = ()) -> EvidenceTables:
    """The shipped tables of a profile type, in the words that fit *lists* (``MatchProfile.fields_of_lists``)."""
    data = shipped_kinds(profile_type.value)
    words, second = _defined(data["define"]), _sides_with_second_address(lists)
    tables = EvidenceTables(
        type=profile_type,
        same=tuple(_class(entry) for entry in data["classes"]["same"]),
        other=tuple(_class(entry) for entry in data["classes"]["other"]),
        same_shares=tuple(data["shares"]["same"]),
        other_shares=tuple(data["shares"]["other"]),
        matched=Prior(data["rows"]["matched"], data["rows"]["weight"]),
        copies=Prior(data["copies"]["further"], data["copies"]["weight"]),
        kinds=tuple(_kind(name, kind, words, lists, second) for name, kind in data["kinds"].items()),
        splits_from=data.get("splits_from", SPLITS_FROM),
        first_share=data.get("first_share", FIRST_SHARE),
        free_from=data.get("free_from", FREE_FROM),
    )
    _check(tables)
    return tables


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


def _sides_with_second_address(lists: FieldsOfLists) -> frozenset[str]:
    """Those of ``l`` and ``r`` whose list gives a second address of its rows."""
    sides = zip("lr", (lists * 2)[:2], strict=False)  # a list compared with itself is on both
    return frozenset(side for side, fields in sides if not fields.isdisjoint(SECOND_OF.values()))


def _of_any(condition: str, columns: Sequence[str], second: frozenset[str]) -> str:
    """*condition*, or the same with the second (``_2``) of the *columns* of the sides *second*, one or both of them."""
    if not (condition and columns and second):
        return condition

    def with_second(sides: str) -> str:
        return re.sub(rf"\b({'|'.join(columns)})_([{sides}])\b", r"\1_2_\2", condition)

    chosen = [sides for sides in ("l", "r", "lr") if second.issuperset(sides)]
    return " or ".join(f"({each})" for each in (condition, *map(with_second, chosen)))


def _kind(
    name: str, data: Mapping[str, Any], words: Mapping[str, str], lists: FieldsOfLists, second: frozenset[str]
) -> Kind:
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
        needs=tuple(tuple(group) for group in data.get("needs", ())),
        needs_of_other=data.get("needs_of_other", {}),
        unknown=data["unknown"].format_map(words),
        levels=tuple(
            Level(
                name=level["level"],
                says=level.get("says", called.says).format(says=called.says),
                but=level.get("but", "").format(says=called.says),
                when=_of_any(level.get("when", "").format_map(words), data.get("any_of", ()), second),
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
                is_silent=level.get("silent", False),
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
