"""Whole addresses in one column: the cell that feeds the street and the place is split before either is read."""

from collections import Counter
from collections.abc import Mapping

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.recipe import Recipe, Step
from listmatch.domain.columns import PLACE_FIELDS, Field, FieldMap
from listmatch.lexicon.addresses import split_address

_BETWEEN = "\x1f"
"""ASCII's unit separator, which no cell has (intake takes control characters out)"""


def whole_address(fields: FieldMap) -> str:
    """The column that holds whole addresses, the one that feeds more than one part of an address; else empty."""
    parts = Counter(name for field in (Field.STREET, *PLACE_FIELDS) for name in fields.get(field, ()))
    return next((name for name, count in parts.items() if count > 1), "")


def without_places(fields: FieldMap) -> FieldMap:
    """*fields* with the column of whole addresses as the street alone: its cell is read once."""
    column = whole_address(fields)
    if not column:
        return fields
    others = {field: tuple(name for name in names if name != column) for field, names in fields.items()}
    return {**{field: names for field, names in others.items() if names}, Field.STREET: (column,)}


def with_places(cells: Cells) -> Cells:
    """The cells that the recipes read: a place's own, and behind it the part of the address."""
    parts = {field: (*cells.get(field, ()), f"address_{field.value}") for field in PLACE_FIELDS}
    return {**cells, Field.STREET: ("address_street",), **parts}


def address_recipe(cells: Cells) -> Recipe:
    """``address_*`` from the first cell of the street; *cells* are those of the list."""
    steps: list[Step] = [
        {"address_read": f"lmg_read_address({cells[Field.STREET][0]})"},
        dict(_parts("address_read")),
    ]
    return Recipe(steps=steps, rules={"splitAddresses": "address_city <> '' or address_postcode <> ''"})


def _parts(text: str) -> Mapping[str, str]:
    names = ("street", *(field.value for field in PLACE_FIELDS))
    return {f"address_{name}": f"nullif(split_part({text}, chr(31), {n}), '')" for n, name in enumerate(names, 1)}


def read_address(text: str | None) -> str | None:
    """Street, then ``PLACE_FIELDS`` of *text*, one behind the other; a street if it says no more."""
    if text is None:
        return None
    parts = split_address(text)
    found = (parts.street, parts.city, parts.state, parts.postcode, parts.country) if parts else (text, "", "", "", "")
    return _BETWEEN.join(found)
