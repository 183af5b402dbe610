"""Passes: the keys under which candidate pairs are found, as data, and their SQL.

A pass has a name that users see and one or more keys; a key is a list of expressions over standard columns, hashed
together. Which pairs the passes reach is the business of ``candidates``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import ProfileInvalid
from listmatch.matching.profile import MatchProfile
from listmatch.matching.shipped import shipped_table
from listmatch.matching.wording import FieldsOfLists, words_of

MAX_PASSES = 64
"""bits of ``passes`` in candidate_pairs.parquet"""


HASH_BITS = 48
"""of a key, of which four bytes are written in an index (``key_table``). 5,000 rows that look for 13 keys each
among half a million meet one key of another row by chance in 700 matches: one more pair, of strangers by its score."""


_SQL_WORDS = frozenset({"case", "when", "then", "end", "like"})
_STRICT = frozenset({"left", "right", "split_part", "replace", "length"})
"""functions that know their value wherever their arguments are known, and nowhere else"""


def short_hash(parts: str) -> str:
    """SQL of the hash of *parts*, expressions with commas between."""
    return f"hash({parts}) >> {64 - HASH_BITS}"


@dataclass(frozen=True, slots=True)
class Key:
    """Expressions over standard columns that together make one key; all must be known. ``number`` is the key's own."""

    number: int
    expressions: tuple[str, ...]
    columns: frozenset[str]

    @property
    def hashed(self) -> str:
        """SQL of the key as a hash of 48 bits, NULL when a part is unknown."""
        parts = dict.fromkeys(told for part in self.expressions for told in _known_by(part))
        known = " and ".join(f"({part}) is not null" for part in parts)
        return f"case when {known} then {short_hash(f'{self.number}, ' + ', '.join(self.expressions))} end"


@dataclass(frozen=True, slots=True)
class Pass:
    """One way to bring rows together. The source side may read a key in further orders (swapped names).

    ``only_without`` is a column that one of the lists must lack for the pass to be worth its time, ``only_with`` one
    that one of them must fill. A key value that more than ``alone`` master rows carry brings no two rows together that
    share no other key; 0 is any number.
    """

    name: str
    says: str
    keys: tuple[Key, ...]
    source_keys: tuple[Key, ...]
    only_without: str = ""
    only_with: str = ""
    alone: int = 0

    def can_run(self, *, source: frozenset[str], master: frozenset[str]) -> bool:
        """Whether lists that fill these columns have a key of the pass in common, and the pass is worth its time."""
        if self.only_without in source & master or not self.is_for(source | master):
            return False
        return any(key.columns <= master for key in self.keys) and any(
            key.columns <= source for key in self.source_keys
        )

    def is_for(self, columns: frozenset[str]) -> bool:
        """Whether lists that fill these *columns*, the one or the other, have what the pass is about."""
        return not self.only_with or self.only_with in columns


@dataclass(frozen=True, slots=True)
class PassPlan:
    """The passes of a match in their order, and how values that too many rows carry are narrowed."""

    passes: tuple[Pass, ...]
    cap: int
    """more master rows than this behind one key value make it hot: it blocks only together with a further column"""
    narrow_by: tuple[str, ...]

    @property
    def narrowed(self) -> str:
        """SQL of the narrower keys of a hot key ``h``: one per column, NULL where the column is not known."""
        keys = [
            f"case when {column} is not null then {short_hash(f'h, {number}, {column}')} end"
            for number, column in enumerate(self.narrow_by)
        ]
        return ", ".join(keys) or "null::ubigint"


@cache
def _shipped() -> Mapping[str, Any]:
    data: Mapping[str, Any] = shipped_table("passes")
    return data


def pass_plan(profile_type: ProfileType, *, names: tuple[str, ...] = (), lists: FieldsOfLists = ()) -> PassPlan:
    """The shipped passes of a type, or those of *names* in the shipped order, in the words that fit *lists*.

    Raises ProfileInvalid when a name is not among them.
    """
    data = _shipped()[profile_type.value]
    known = [entry["name"] for entry in data["passes"]]
    for name in names:
        if name not in known:
            cure = f"Known passes of type {profile_type}: {', '.join(known)}."
            raise ProfileInvalid(f"there is no pass {name!r}.", place="profile: passes", cure=cure)
    chosen = [entry for entry in data["passes"] if not names or entry["name"] in names]
    return PassPlan(
        passes=tuple(_pass(entry, lists, first=16 * (1 + known.index(entry["name"]))) for entry in chosen),
        cap=_shipped()["cap"],
        narrow_by=tuple(data["narrow_by"]),
    )


def pass_names(profile: MatchProfile) -> tuple[str, ...]:
    """The names of the profile's passes; bit i of ``passes`` in candidate_pairs.parquet is the i-th."""
    return tuple(one.name for one in pass_plan(profile.type, names=profile.passes).passes)


def _pass(entry: Mapping[str, Any], lists: FieldsOfLists, *, first: int) -> Pass:
    """Numbers are given per pass, not per list, so that a key hashes alike whatever other passes run.

    First and second e-mail or address (expressions that differ only in a ``_2``) share a number, and so do keys in a
    list of their own; with ``one_key`` or source keys of their own all do: they are the same thing written in several
    ways.
    """
    one_key = entry.get("one_key", "source_keys" in entry)
    numbers: dict[tuple[str, ...], int] = {}

    def keys_of(name: str) -> Iterator[Key]:
        for each in entry.get(name, ()):
            written = each if isinstance(each[0], list) else [each]
            meaning = () if one_key else tuple(part.replace("_2", "") for part in written[0])
            number = numbers.setdefault(meaning, first + len(numbers))
            yield from (Key(number, tuple(parts), _columns(tuple(parts))) for parts in written)

    keys, source = tuple(keys_of("keys")), tuple(keys_of("source_keys"))
    return Pass(
        name=entry["name"],
        says=words_of(entry, lists).says,
        keys=keys,
        source_keys=source or keys,
        only_without=entry.get("only_without", ""),
        only_with=entry.get("only_with", ""),
        alone=entry.get("alone", 0),
    )


def _columns(parts: tuple[str, ...]) -> frozenset[str]:
    """The standard columns that expressions read: every word that is no word of SQL, no function and not quoted."""
    return frozenset(re.findall(r"\b[a-z][a-z0-9_]*\b(?!\s*\()", _unquoted(" ".join(parts)))) - _SQL_WORDS


def _known_by(part: str) -> tuple[str, ...]:
    """What must be known for the expression *part* to be: its columns where that is all, which spares making it twice
    (a third of the CPU of a master's keys)."""
    functions, words = (set(re.findall(pattern, _unquoted(part))) for pattern in (r"\b[a-z_]+(?=\()", r"\b[a-z]+\b"))
    is_strict = functions <= _STRICT and not words & _SQL_WORDS
    return tuple(sorted(_columns((part,)))) if is_strict else (part,)


def _unquoted(sql: str) -> str:
    return re.sub(r"'[^']*'", "", sql)
