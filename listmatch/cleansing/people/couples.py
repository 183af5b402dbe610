"""Two people in one name: "John and Mary Smith", "Nathan Butler and Tonya Vanderploeg".

The first of them is read. Where each has a surname, each is read alone; where they share one, what stands before the
"and" is a given name and all that follows goes with it.
"""

from collections.abc import Sequence

from listmatch.cleansing.people.name_words import bared
from listmatch.cleansing.recipe import Step
from listmatch.lexicon.words import any_of, folded_words

_COMPANIONS = r"\s*(?:,|\band\b)\s+(?:family|familie|famille|familia|famiglia|guests?|friends?|children|kids)\s*$"
"""whoever comes along without a name"""

_BETWEEN = r"&| \+ | (?:and|und|et|y|och|og) "


def may_be_couple(cells: Sequence[str]) -> list[str]:
    """SQL conditions, one of which is true where a row of *cells* may name two people.

    Cells of one word go first, at a fraction of the cost of the expression.
    """
    return [
        f"case when strlen({cell}) = length({cell}) and not (contains({cell}, ' ') or contains({cell}, '&')) "
        f"then false else regexp_matches({cell}, '(?i){_BETWEEN}|[^\\x{{0}}-\\x{{24f}}]') end"
        for cell in cells
    ]


def and_written(text: str) -> str:
    """SQL for the raw *text* with "and" between the names of a couple, in whatever language it is written.

    A Spanish surname may have a "y" of its own (Ramón y Cajal): between people several words follow, the first no
    particle.
    """
    particles = any_of(folded_words("particles"))
    spanish = (
        f"case when contains({text}, ' y ') and regexp_matches({text}, ' y \\S+ \\S') and not "
        f"regexp_matches({text}, ' y {particles} ') then replace({text}, ' y ', ' and ') else {text} end"
    )
    joined = f"regexp_replace({spanish}, '&| \\+ | (?:und|et|och|og) ', ' and ', 'g')"
    alone = (
        f"case when contains({joined}, ' and ') then regexp_replace({joined}, '{_COMPANIONS}', '') else {joined} end"
    )
    return f"case when regexp_matches({text}, '{_BETWEEN}') then {alone} else {text} end"


def couple_steps(text: str) -> list[Step]:
    """Steps that make ``own_name`` and ``partner_name`` of *text*, the latter only where both have a surname.

    An initial is not a surname, nor is a word known as a given name alone: "Mary Ann and John Smith" share one. Behind
    "Smith, John and" a given name alone may be a double one.
    """
    own, other = (f"split_part({text}, ' and ', {n})" for n in (1, 2))
    return [
        {"couple_own": f"case when contains({text}, ' and ') then {own} end"},
        {"couple_other": f"case when couple_own is not null then {other} end"},
        *bared("own", "couple_own", known="first_names"),
        *bared("other", "couple_other", known="first_names"),
        {f"{name}_ending": f"regexp_extract({name}_body, ' ([a-z0-9]{{2,}})$', 1)" for name in ("own", "other")},
        {
            "have_two_surnames": "own_ending <> '' and other_ending <> '' and case when contains(couple_own, ',') "
            "then contains(couple_other, ',') or coalesce(lmg_name_kind(other_ending), 'family') = 'family' "
            "else lmg_name_kind(own_ending) is distinct from 'given' end"
        },
        {
            "own_name": f"case when have_two_surnames then couple_own else {text} end",
            "partner_name": "case when have_two_surnames then couple_other end",
        },
    ]
