"""Whole addresses in one column, or towns with their postcodes (``80331 München``): the cell that feeds several parts
of an address is split before any of them is read."""

from collections import Counter
from collections.abc import Mapping

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.recipe import Recipe, Step
from listmatch.domain.columns import PLACE_FIELDS, Field, FieldMap
from listmatch.lexicon.addresses import AddressParts, split_address, split_town

_BETWEEN = "\x1f"
"""ASCII's unit separator, which no cell has (intake takes control characters out)"""


def whole_address(fields: FieldMap) -> str:
    """The column that holds whole addresses or places, the one that feeds more than one part; else empty."""
    parts = Counter(name for field in (Field.STREET, *PLACE_FIELDS) for name in fields.get(field, ()))
    return next((name for name, count in parts.items() if count > 1), "")


def feeds_street(fields: FieldMap) -> bool:
    """Whether the column of whole addresses is compared as a street; else it may be one of towns and postcodes."""
    return whole_address(fields) in fields.get(Field.STREET, ())


def without_places(fields: FieldMap) -> FieldMap:
    """*fields* with the column of whole addresses as the last one of the street alone: its cell is read once."""
    column = whole_address(fields)
    if not column:
        return fields
    others = {field: tuple(name for name in names if name != column) for field, names in fields.items()}
    return {
        **{field: names for field, names in others.items() if names},
        Field.STREET: (*others.get(Field.STREET, ()), column),
    }


def with_places(cells: Cells) -> Cells:
    """The cells that the recipes read: a part's own, and behind it that of the address."""
    parts = {field: (*cells.get(field, ()), f"address_{field.value}") for field in PLACE_FIELDS}
    return {**cells, Field.STREET: (*cells[Field.STREET][:-1], "address_street"), **parts}


def address_recipe(cells: Cells, *, has_street: bool) -> Recipe:
    """``address_*`` from the last cell of the street; *cells* are those of the list.

    *has_street* says whether the cell that is no whole address is a street, or else a town.
    """
    read, is_split = "lmg_read_place", "address_postcode <> ''"
    if has_street:
        read, is_split = "lmg_read_address", f"address_city <> '' or {is_split}"
    steps: list[Step] = [
        {"address_read": f"{read}({cells[Field.STREET][-1]})"},
        dict(_parts("address_read")),
    ]
    return Recipe(steps=steps, rules={"splitAddresses": is_split})


def _parts(text: str) -> Mapping[str, str]:
    names = ("street", *(field.value for field in PLACE_FIELDS))
    return {f"address_{name}": f"nullif(split_part({text}, chr(31), {n}), '')" for n, name in enumerate(names, 1)}


def read_address(text: str | None) -> str | None:
    """Street, then ``PLACE_FIELDS`` of *text*, one behind the other; a street if it says no more."""
    return None if text is None else _packed(split_address(text) or AddressParts(text))


def read_place(text: str | None) -> str | None:
    """The same of *text* that may be a town and its postcode; a city if it says no more."""
    return None if text is None else _packed(split_place(text) or AddressParts("", text))


def split_place(text: str) -> AddressParts | None:
    """The parts of a town with its postcode, or of a whole address; None of what has no form of either."""
    return split_town(text) or split_address(text)


def _packed(parts: AddressParts) -> str:
    return _BETWEEN.join((parts.street, parts.city, parts.state, parts.postcode, parts.country))
