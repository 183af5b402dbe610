"""A second address of the rows: shipping beside billing, the owner's beside the property's."""

from collections.abc import Sequence

from listmatch.domain.columns import SECOND_OF, Field, FieldMap
from listmatch.domain.columns import ColumnType as T
from listmatch.domain.files import ColumnProfile
from listmatch.profiling.address_groups import addresses, group_of
from listmatch.profiling.headers import read_header
from listmatch.profiling.lists import folded_lines

_PART_OF = {
    T.STREET: Field.SECOND_STREET,
    T.STREET_NUMBER: Field.SECOND_STREET_NUMBER,
    T.UNIT: Field.SECOND_UNIT,
    T.CITY: Field.SECOND_CITY,
    T.STATE: Field.SECOND_STATE,
    T.POSTCODE: Field.SECOND_POSTCODE,
    T.US_ZIP: Field.SECOND_POSTCODE,
}

_TELLING = {Field.SECOND_STREET, Field.SECOND_CITY, Field.SECOND_POSTCODE}
"""parts of which an address has two at least: a city beside the city of birth is none"""


def second_address(columns: Sequence[ColumnProfile], fields: FieldMap) -> FieldMap:
    """The parts of the best known address besides the main one, that *fields* has; empty where there is none.

    Parts that the main one has from it are empty, as they are its own.

    Only addresses that are the row's own by the words of their headers: a venue's or a dealer's is that of many.
    """
    if not {Field.STREET, Field.CITY, Field.POSTCODE} & set(fields):
        return {}
    for group in addresses(columns)[1:]:
        if group <= folded_lines("address_uses"):
            parts = _parts([column for column in columns if group_of(column) == group])
            if len(_TELLING & set(parts)) > 1:
                return {**_without(fields, parts), **parts}
    return {}


def _without(fields: FieldMap, second: FieldMap) -> FieldMap:
    """The parts of the main address without columns of the *second*, which it borrows where it lacks them."""
    return {first: () for first, other in SECOND_OF.items() if other in second and fields.get(first) == second[other]}


def _parts(columns: Sequence[ColumnProfile]) -> FieldMap:
    """Of each part the fullest column; of streets a second line is the unit."""
    ranked: dict[Field, list[ColumnProfile]] = {}
    for column in columns:
        if column.type in _PART_OF:
            ranked.setdefault(_part_of(column, columns), []).append(column)
    return {field: (min(found, key=lambda column: column.null_count).name,) for field, found in ranked.items()}


def _part_of(column: ColumnProfile, columns: Sequence[ColumnProfile]) -> Field:
    is_street = column.type is T.STREET
    if is_street and T.UNIT in read_header(column.original_name):
        first = [each for each in columns if each.type is T.STREET and T.UNIT not in read_header(each.original_name)]
        return Field.SECOND_UNIT if first else Field.SECOND_STREET
    return _PART_OF[column.type]
