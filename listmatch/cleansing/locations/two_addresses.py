"""The addresses of a row: one, or two (billing and shipping, the owner's and the property's) of the same columns."""

from collections.abc import Mapping, Sequence

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.locations.addresses import street_recipe
from listmatch.cleansing.locations.places import place_recipe
from listmatch.cleansing.recipe import Recipe, Step, again, count_of
from listmatch.domain.columns import SECOND_OF

_PARTS = ("street", "unit", "city", "state", "zip")
_SECOND = "second_"


def address_recipes(cells: Cells) -> list[Recipe]:
    """``street``, ``unit``, ``city``, ``state`` and ``zip``, and the same with ``_2`` of a second address.

    Needs ``home_country`` and what follows from it.
    """
    first = [street_recipe(cells), place_recipe(cells)]
    if not any(cells.get(field) for field in SECOND_OF.values()):
        return [*first, Recipe(columns=dict.fromkeys((f"{part}_2" for part in _PARTS), "null"))]
    others = {field: cells.get(second, ()) for field, second in SECOND_OF.items()}
    second = [again(recipe, prefix=_SECOND) for recipe in (street_recipe(others), place_recipe(others))]
    return [_both(first, second)]


def _both(first: Sequence[Recipe], second: Sequence[Recipe]) -> Recipe:
    """Of two addresses the one that tells more comes first, and one that is written twice is one.

    An order without a billing address has that of its delivery alone, and a house says more than a post-office box.
    """
    mine, others = (_columns(recipes, name) for recipes, name in ((first, "address_one_"), (second, "address_two_")))
    steps: list[Step] = [
        *(step for recipe in (*first, *second) for step in recipe.steps),
        mine,
        others,
        {
            "address_is_turned": "case when address_one_street is null then address_two_street is not null "
            "or coalesce(address_one_zip, address_one_city) is null "
            "else starts_with(address_one_street, 'pobox ') and not starts_with(address_two_street, 'pobox ') end",
            "address_is_one": " and ".join(
                f"address_one_{part} is not distinct from address_two_{part}" for part in ("street", "zip", "city")
            ),
        },
    ]
    columns = {
        part: f"case when address_is_turned then address_two_{part} else address_one_{part} end" for part in _PARTS
    }
    columns |= {
        f"{part}_2": f"case when address_is_one then null when address_is_turned then address_one_{part} "
        f"else address_two_{part} end"
        for part in _PARTS
    }
    rules = {
        rule: count_of(sql for recipe in (*first, *second) if (sql := recipe.rules.get(rule)))
        for rule in sorted({rule for recipe in (*first, *second) for rule in recipe.rules})
    }
    return Recipe(steps=steps, columns=columns, rules=rules)


def _columns(recipes: Sequence[Recipe], name: str) -> Mapping[str, str]:
    """The standard columns of *recipes* as steps called *name* and the part, NULL where they say nothing."""
    return {f"{name}{part}": f"nullif({sql}, '')" for recipe in recipes for part, sql in recipe.columns.items()}
