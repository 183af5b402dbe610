"""Whose names the chosen columns hold: a given name and a surname that two people have are no name."""

from collections.abc import Mapping, Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.files import ColumnProfile
from listmatch.profiling.headers import header_words, read_header
from listmatch.profiling.lists import folded_lines

_PARTS = frozenset({T.FIRST_NAME, T.MIDDLE_NAME, T.LAST_NAME})


def names_of_one_bearer(fields: FieldMap, ranked: Mapping[Field, Sequence[ColumnProfile]]) -> FieldMap:
    """The columns of the name where those chosen are two people's (``Prénom payeur``, ``Nom adhérent``).

    *ranked* has all columns of a field; of the pairs of one bearer the first is taken. A given name that only its
    values tell goes where whole names stand beside it: such a column holds short forms, of companies too.
    """
    first, last = (_chosen_first(field, fields, ranked) for field in (Field.FIRST_NAME, Field.LAST_NAME))
    if first and not last and Field.FULL_NAME in fields and T.FIRST_NAME not in read_header(first[0].original_name):
        return {Field.FIRST_NAME: ()}
    pairs = [(given, family) for family in last for given in first if _bearer(given) == _bearer(family)]
    if not pairs or _bearer(first[0]) == _bearer(last[0]):
        return {}
    given, family = pairs[0]
    middle = [each for each in ranked.get(Field.MIDDLE_NAME, ()) if _bearer(each) == _bearer(given)]
    chosen: FieldMap = {Field.FIRST_NAME: (given.name,), Field.LAST_NAME: (family.name,)}
    return {**chosen, Field.MIDDLE_NAME: tuple(each.name for each in middle[:1])}


def further_surnames(fields: FieldMap, ranked: Mapping[Field, Sequence[ColumnProfile]]) -> FieldMap:
    """The surnames with those that the same people had before, or go by (``Maiden Name`` beside ``Last Name``)."""
    if not fields.get(Field.LAST_NAME):
        return {}
    main, *others = _chosen_first(Field.LAST_NAME, fields, ranked)
    further = [
        each for each in others if _own_bearer(each) == _own_bearer(main) and (_is_further(each) or _is_further(main))
    ]
    return {Field.LAST_NAME: (main.name, *(each.name for each in further[:1]))} if further else {}


def _is_further(column: ColumnProfile) -> bool:
    return not folded_lines("former_name_words").isdisjoint(header_words(column.original_name))


def _own_bearer(column: ColumnProfile) -> frozenset[str]:
    return _bearer(column) - folded_lines("former_name_words")


def _chosen_first(
    field: Field, fields: FieldMap, ranked: Mapping[Field, Sequence[ColumnProfile]]
) -> list[ColumnProfile]:
    return sorted(ranked.get(field, ()), key=lambda column: column.name not in fields[field])


def _bearer(column: ColumnProfile) -> frozenset[str]:
    """The words of a header besides those for the part of a name."""
    words = header_words(column.original_name)
    return frozenset(word for word in words if not word.isdigit() and _PARTS.isdisjoint(read_header(word)))
