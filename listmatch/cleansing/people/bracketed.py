"""Names with the company in brackets behind them, as badges have them: ``Hill, Maria (Acme Ltd)``."""

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.recipe import Recipe
from listmatch.domain.columns import Field, FieldMap
from listmatch.duck import literal
from listmatch.lexicon.brackets import BRACKETED


def has_bracketed_company(fields: FieldMap) -> bool:
    """Whether the column of the whole name feeds the company too."""
    return bool(set(fields.get(Field.FULL_NAME, ())[:1]) & set(fields.get(Field.COMPANY, ())))


def without_company(fields: FieldMap) -> FieldMap:
    """*fields* with the column of names and companies as the name alone: its cell is read once."""
    if not has_bracketed_company(fields):
        return fields
    column = fields[Field.FULL_NAME][0]
    own = tuple(name for name in fields[Field.COMPANY] if name != column)
    return {
        field: own if field is Field.COMPANY else names
        for field, names in fields.items()
        if own or field is not Field.COMPANY
    }


def with_company(cells: Cells) -> Cells:
    """The cells that the recipes read: the company's own, and behind it what the brackets hold."""
    return {**cells, Field.COMPANY: (*cells.get(Field.COMPANY, ()), "bracketed_company")}


def bracket_recipe(cells: Cells) -> Recipe:
    """``bracketed_company`` from the first cell of the whole name; *cells* are those of the list."""
    inside = f"nullif(trim(regexp_extract({cells[Field.FULL_NAME][0]}, {literal(BRACKETED)}, 1)), '')"
    return Recipe(steps=[{"bracketed_company": inside}], rules={"bracketedCompanies": "bracketed_company is not null"})
