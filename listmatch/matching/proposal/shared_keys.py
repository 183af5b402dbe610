"""Identifier columns: which of them two lists share, and which merely number the rows of their own list.

A shared customer number is the best evidence there is, a row number taken for one is the worst. So a pair of columns
counts as a key only if the names mean the same thing and the values look as if one system had given them out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile, FileProfile, ValueCount
from listmatch.matching.shipped import shipped_table

_LENGTH_SLACK = 2
"""characters by which the lengths of two lists' values may lie apart; a growing system adds a digit or two"""

_FEWEST_DISTINCT = 0.3
"""share of different values below which an identifier is that of a group; FEBRL3, with 2.5 rows a person, has .5"""

_USUAL = 0.05
"""share of a list's values that have a shape which is more than an oversight"""

_COPIES = 5
"""rows of one record: a contact may be in a list several times, an account has more of them"""

_SALESFORCE = re.compile(r"(?=.*[A-Za-z])[0a][0-9A-Za-z]{14}(?:[A-Z0-5]{3})?")
"""a record of Salesforce: 15 signs, with three more where capitals may get lost"""

_FRONT = re.compile(r"^(?:[Aa]+://[^/]*/)?(?:[Aa]+:)?")
"""in a pattern, what stands in front of an identifier: an address on the web, a label"""

_SPELT = re.compile(r"\b[a-z](?:[^a-z0-9][a-z]\b){2,}")
"""an abbreviation written letter by letter"""


@dataclass(frozen=True, slots=True)
class _Words:
    own: frozenset[str]
    public: frozenset[str]
    systems: frozenset[str]
    stands_for: Mapping[str, str]


@cache
def _words() -> _Words:
    data = shipped_table("identifiers")
    groups = data["same_thing"]
    return _Words(
        own=frozenset(data["own"]),
        public=frozenset(data["public"]),
        systems=frozenset(data["systems"]),
        stands_for={word: group[0] for group in groups for word in group},
    )


def meaning(column_name: str) -> frozenset[str]:
    """What a column of identifiers numbers (``customerId`` -> customer); empty when its name does not say.

    Letters that are spelt out are one word (D-U-N-S, V.A.T.).
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column_name)
    joined = _SPELT.sub(lambda spelt: re.sub("[^a-z]", "", spelt.group()), spaced.lower())
    words = re.findall(r"[a-z]+", joined)
    return frozenset(_words().stands_for.get(word, word) for word in words if word not in _words().own)


def shared_keys(source: FileProfile, master: FileProfile) -> tuple[str, str] | None:
    """The (source column, master column) of the identifier that both lists carry, or None.

    Of several, one that is given out for all to use (an EAN) before those that each list may have given out itself (a
    SKU), then the one with the most values in the source.
    """
    pairs = [
        (mine, theirs)
        for mine in _identifiers(source)
        for theirs in _identifiers(master)
        if (_same_meaning(meaning(mine.name), meaning(theirs.name)) and _one_system(mine, theirs))
        or _same_records(mine, theirs)
        if not (_counts_rows(mine, source.rows) and _counts_rows(theirs, master.rows))
    ]
    best = max(pairs, key=_rank, default=None)
    return (best[0].name, best[1].name) if best else None


def _same_meaning(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both number the same thing; ``DNI/CIF`` has tax numbers as ``N.I.F.`` has, besides others."""
    if not mine or not theirs or mine == theirs:
        return bool(mine) and mine == theirs
    common, words = mine & theirs, _words()
    is_told_by_system = bool(common) and mine ^ theirs <= words.systems
    return is_told_by_system or not common.isdisjoint(words.public)


def _same_records(mine: ColumnProfile, theirs: ColumnProfile) -> bool:
    """Whether both name records of one kind in Salesforce, where the first three signs of an id say which; an owner or
    an account, whom many rows share, is not what a row is about."""
    kinds = _record_kinds(mine)
    return len(kinds) == 1 and kinds == _record_kinds(theirs) and all(map(_hardly_repeats, (mine, theirs)))


def _record_kinds(column: ColumnProfile) -> frozenset[str]:
    values = [value for value in column.examples if value]
    return frozenset(value[:3] for value in values) if all(map(_SALESFORCE.fullmatch, values)) else frozenset()


def _hardly_repeats(column: ColumnProfile) -> bool:
    most = column.top_values[0].count if column.top_values else 1
    return most <= _COPIES


def _rank(pair: tuple[ColumnProfile, ColumnProfile]) -> tuple[bool, int, str, str]:
    mine, theirs = pair
    return not _words().public.isdisjoint(meaning(mine.name)), mine.distinct_count, mine.name, theirs.name


def repeating_key(records: FileProfile) -> str | None:
    """The identifier of one list that is worth comparing when it is deduplicated, or None.

    An identifier that no two rows share says nothing about duplicates, and would speak against every one of them; one
    that nearly all rows share with others numbers something larger (the company of a person). Here only the columns
    that profiling took for identifiers count, as there is no second list to confirm another.
    """
    named = [column for column in _identifiers(records) if column.name in records.fields.get(Field.KEY, ())]
    found = [column for column in named if meaning(column.name) and _repeats(column, records.rows)]
    best = max(found, key=lambda column: (column.distinct_count, column.name), default=None)
    return best.name if best else None


def _identifiers(profile: FileProfile) -> Iterator[ColumnProfile]:
    named = profile.fields.get(Field.KEY, ())
    return (column for column in profile.columns if column.type is ColumnType.ID or column.name in named)


def _repeats(column: ColumnProfile, rows: int) -> bool:
    filled = rows - column.null_count
    return _FEWEST_DISTINCT * filled <= column.distinct_count < filled


def _one_system(mine: ColumnProfile, theirs: ColumnProfile) -> bool:
    near = mine.min_length <= theirs.max_length + _LENGTH_SLACK and theirs.min_length <= mine.max_length + _LENGTH_SLACK
    here, there = _shapes(mine), _shapes(theirs)
    return near and (_commonest(here) in there or _commonest(there) in here)


def _shapes(column: ColumnProfile) -> Mapping[str, float]:
    """The usual shapes of a column's values, with the share that has each.

    Where profiling kept no shapes (a column that it took for numbers), the commonest has to do.
    """
    bins = column.distribution.bins if column.distribution.scheme == "shape" else ()
    counted: Counter[str] = Counter()
    for each in bins or (ValueCount(column.pattern, 1),):
        counted[_shape(each.value)] += each.count
    total = counted.total()
    return {shape: count / total for shape, count in counted.items() if count >= _USUAL * total}


def _commonest(shapes: Mapping[str, float]) -> str:
    return max(sorted(shapes), key=lambda shape: shapes[shape], default="")


def _shape(pattern: str) -> str:
    """A pattern with runs squeezed, without punctuation and what cleansing takes off in front (an address, a label):
    what remains when ``12-345`` is typed ``12345`` and ``doi:10.1/a`` as ``https://doi.org/10.1/a``."""
    bare = _FRONT.sub("", pattern)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^Aa9]", "", bare).upper())


def _counts_rows(column: ColumnProfile, rows: int) -> bool:
    """Whether the values look like 1, 2, 3 ... of this very list: all different, no longer than its row count."""
    every_row = column.null_count == 0 and column.distinct_count == rows
    return every_row and _shape(column.pattern) in ("9", "") and column.max_length <= len(str(rows))
