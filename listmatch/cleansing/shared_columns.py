"""Columns that feed several fields: each is read once, and what it holds besides is split off before the recipes."""

from listmatch.cleansing.cells import Cells, name_cells
from listmatch.cleansing.locations.whole_addresses import (
    address_recipe,
    feeds_street,
    whole_address,
    with_places,
    without_places,
)
from listmatch.cleansing.people.bracketed import bracket_recipe, has_bracketed_company, with_company, without_company
from listmatch.cleansing.recipe import Recipe
from listmatch.domain.columns import FieldMap


def own_fields(fields: FieldMap) -> FieldMap:
    """*fields* with every column under the one field whose cell it is: a whole address under street."""
    return without_company(without_places(fields))


def all_cells(fields: FieldMap) -> Cells:
    """The cells of each field as the recipes read them, split ones included."""
    cells = name_cells(own_fields(fields))
    cells = with_places(cells) if whole_address(fields) else cells
    return with_company(cells) if has_bracketed_company(fields) else cells


def split_recipes(fields: FieldMap) -> list[Recipe]:
    """What takes the shared columns apart."""
    cells = name_cells(own_fields(fields))
    recipes = [address_recipe(cells, has_street=feeds_street(fields))] if whole_address(fields) else []
    return [*recipes, bracket_recipe(cells)] if has_bracketed_company(fields) else recipes
