"""Texts and numbers that need little: titles and their attributes, details, years, prices, LinkedIn profiles."""

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.recipe import Recipe, Step, first_of
from listmatch.cleansing.values.keys import key_sql
from listmatch.domain.columns import Field
from listmatch.lexicon.folding import ascii_sql, squeeze_sql
from listmatch.lexicon.words import any_of, read_words


def text_recipe(cells: Cells) -> Recipe:
    """``title``, its ``attributes``, ``detail``, ``year``, ``price``, ``key`` and ``linkedin``."""
    steps: list[Step] = []
    columns = dict.fromkeys(("linkedin", "key", "title", "attributes", "detail", "year", "price"), "null")
    for name, field in (("title", Field.TITLE), ("detail", Field.DETAIL)):
        if found := cells.get(field):
            steps.append({f"{name}_text": ascii_sql(f"nullif(concat_ws(' ', {', '.join(found)}), '')")})
            columns[name] = squeeze_sql(f"{name}_text")
    if cells.get(Field.TITLE):
        columns["attributes"] = "case when title_text is not null then lmg_read_attributes(title_text) end"
    for name, field, sql in (
        ("key", Field.KEY, key_sql),
        ("year", Field.YEAR, _year),
        ("linkedin", Field.LINKEDIN_URL, _handle),
        ("price", Field.PRICE, _decimal),
    ):
        if found := cells.get(field):
            text = first_of(found)
            steps.append({f"{name}_text": _figures(text) if field is Field.PRICE else text})
            columns[name] = sql(f"{name}_text")
    return Recipe(steps=steps, columns=columns)


def _year(text: str) -> str:
    return f"regexp_extract({text}, '\\b((?:1[5-9]|20)[0-9]{{2}})\\b', 1)"


def _handle(text: str) -> str:
    """The part of a LinkedIn address that names the profile, however much of the address the cell has (``in/slug``).

    Fewer than three characters, figures alone and answers ("yes") are not profiles.
    """
    kind = "(?:in|pub|company|school)"
    page = rf"linkedin\.com/(?:mwlite/)?(?:profile/)?{kind}/([^/?#\s]+)"
    short = rf"^(?:/?(?:mwlite/)?{kind}/|/|@)?([a-z0-9-]{{3,100}})/?$"
    typed = f"lower({text})"
    return (
        f"case when contains({typed}, 'linkedin.com') then regexp_extract({typed}, '{page}', 1) "
        f"when not regexp_full_match({typed}, '{any_of(read_words('answers'))}|[0-9-]+') "
        f"then regexp_extract({typed}, '{short}', 1) end"
    )


def _figures(text: str) -> str:
    return f"regexp_replace({text}, '[^0-9.,]+', '', 'g')"


def _decimal(text: str) -> str:
    """1,234.50 and 1.234,50 as 1234.5: the last separator is the decimal one when one or two digits follow it."""
    plain = (
        f"case when regexp_matches({text}, ',[0-9]{{1,2}}$') then replace(replace({text}, '.', ''), ',', '.') "
        f"when regexp_matches({text}, '^[0-9]{{1,3}}(?:\\.[0-9]{{3}}){{2,}}$') then replace({text}, '.', '') "
        f"else replace({text}, ',', '') end"
    )
    number = f"try_cast({plain} as decimal(18, 2))"
    return f"regexp_replace(regexp_replace(({number})::varchar, '(\\.[0-9]*?)0+$', '\\1'), '\\.$', '')"
