"""Texts and numbers that need little: product titles, details, years, prices, keys, LinkedIn profiles."""

from collections.abc import Sequence

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.recipe import Recipe, first_of
from listmatch.domain.columns import Field
from listmatch.lexicon.folding import ascii_sql, squeeze_sql


def text_recipe(cells: Cells) -> Recipe:
    """``title``, ``detail``, ``year``, ``price``, ``key`` and ``linkedin``."""
    title, detail = _all_of(cells.get(Field.TITLE, ())), _all_of(cells.get(Field.DETAIL, ()))
    key, year = first_of(cells.get(Field.KEY, ())), first_of(cells.get(Field.YEAR, ()))
    price, profile = first_of(cells.get(Field.PRICE, ())), first_of(cells.get(Field.LINKEDIN_URL, ()))
    handle = r"(?:linkedin\.com/(?:in|pub|company|school)/)([^/?#\s]+)"
    steps = (
        {
            "title_text": ascii_sql(title),
            "detail_text": ascii_sql(detail),
            "price_text": f"regexp_replace({price}, '[^0-9.,]+', '', 'g')",
        },
        {
            "linkedin_found": f"case when regexp_full_match({profile}, '[A-Za-z0-9-]+') then "
            f"lower({profile}) else nullif(regexp_extract(lower({profile}), '{handle}', "
            "1), '') end"
        },
    )
    columns = {
        "linkedin": "linkedin_found",
        "key": f"nullif(upper(regexp_replace({key}, '[^0-9A-Za-z]+', '', 'g')), '')",
        "title": f"nullif({squeeze_sql('title_text')}, '')",
        "detail": f"nullif({squeeze_sql('detail_text')}, '')",
        "year": f"nullif(regexp_extract({year}, '\\b((?:1[5-9]|20)[0-9]{{2}})\\b', 1), '')",
        "price": _decimal("price_text"),
    }
    return Recipe(steps=steps, columns=columns)


def _all_of(cells: Sequence[str]) -> str:
    return f"nullif(concat_ws(' ', {', '.join(cells)}), '')" if cells else "null::varchar"


def _decimal(text: str) -> str:
    """1,234.50 and 1.234,50 as 1234.5: the last separator is the decimal one when one or two digits follow it."""
    plain = (
        f"case when regexp_matches({text}, ',[0-9]{{1,2}}$') then replace(replace({text}, '.', ''), ',', '.') "
        f"when regexp_matches({text}, '^[0-9]{{1,3}}(?:\\.[0-9]{{3}}){{2,}}$') then replace({text}, '.', '') "
        f"else replace({text}, ',', '') end"
    )
    number = f"try_cast({plain} as decimal(18, 2))"
    return f"regexp_replace(regexp_replace(({number})::varchar, '(\\.[0-9]*?)0+$', '\\1'), '\\.$', '')"
