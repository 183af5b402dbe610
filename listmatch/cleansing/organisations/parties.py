"""Names that may be a company's: what a ledger calls its customers, read as the other list's companies are.

Of whom a name is, nothing says for sure; a person's is no company of the other list, and so agrees with none.
"""

from collections.abc import Sequence

from listmatch.cleansing.organisations.companies import company_recipe
from listmatch.cleansing.recipe import Recipe, again


def party_recipe(cells: Sequence[str]) -> Recipe:
    """``party``: the name in the raw *cells* as ``company`` would be."""
    if not cells:
        return Recipe(columns={"party": "null"})
    read = again(company_recipe(cells), prefix="party_")
    return Recipe(steps=read.steps, columns={"party": read.columns["company"]})
