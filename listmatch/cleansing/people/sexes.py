"""``sex``: what a column of titles or sexes, a title before the name or the given name says about a person.

Two people of one household are often a woman and a man; one person practically never is both. A form that fills in "Mr"
where nobody chose says nothing, and is known by the names it stands beside.
"""

from collections.abc import Iterable

from listmatch.cleansing.cells import Cells, first_folded
from listmatch.cleansing.recipe import Recipe
from listmatch.domain.columns import Field
from listmatch.lexicon.folding import fold, squeeze_sql
from listmatch.lexicon.sexes import sex_sql, told_sex
from listmatch.lexicon.words import folded_forms

_DEFAULTED = 0.1
"""share of women among those whom a column calls men, from which it is believed of none (titles are wrong in one of a
hundred rows, and names that only one sex has in some more); and without names that of women whom it has to have"""

_ENOUGH = 20
"""people from whom that can be said"""


def sex_recipe(cells: Cells, *, is_believed: bool) -> Recipe:
    """``sex`` of the person that `name_recipe` reads (``sex_named``, ``name_titles``); ``both`` of Mr & Mrs Smith.

    A "Mr" before a woman's name is a default; a "Mrs" before a man's is his wife, as older lists write her.
    """
    column = first_folded(cells, Field.SEX) if is_believed else "null::varchar"
    return Recipe(
        steps=(
            {"sex_typed": column},
            {"sex_cell": squeeze_sql("regexp_replace(sex_typed, '[&+]', ' and ', 'g')")},
            {"sex_told": f"coalesce({sex_sql('sex_cell')}, {sex_sql('name_titles')})"},
        ),
        columns={
            "sex": "case when sex_told is null then sex_named "
            "when sex_told <> 'm' or sex_named is distinct from 'f' then sex_told end"
        },
    )


def is_sex_believed(told: Iterable[str | None], names: Iterable[str | None]) -> bool:
    """Whether a column of titles or sexes, *told*, is filled in by people, as far as the *names* beside it tell.

    They may be whole names or given ones; where they hardly tell (initials), nearly all men are nobody's choice.
    """
    read = [(told_sex(fold(title)), name) for title, name in zip(told, names, strict=True) if title]
    named = [sex for is_told, name in read if is_told == "m" and name and (sex := _named(name))]
    if len(named) >= _ENOUGH:
        return named.count("f") < _DEFAULTED * len(named)
    men, women = (sum(is_told == sex for is_told, _ in read) for sex in ("m", "f"))
    return men + women < _ENOUGH or women >= _DEFAULTED * (men + women)


def _named(name: str) -> str | None:
    """The sex that the first words of a name tell, if they agree: the given name may stand second."""
    given = folded_forms("given_sexes")
    sexes = {given[word] for word in fold(name).split()[:2] if word in given}
    return sexes.pop() if len(sexes) == 1 else None
