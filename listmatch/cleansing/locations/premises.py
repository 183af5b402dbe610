"""What stands in front of the number of a street: a flat (``Flat 2/1, 45 Byres Road``), the name of a house.

Texts are in lower-case ASCII with their commas, as a list writes them, unless they are called keys: those are folded.
"""

from listmatch.cleansing.recipe import Step
from listmatch.duck import literal
from listmatch.lexicon.folding import squeeze_sql
from listmatch.lexicon.words import any_of, folded_forms

_NUMBERED = "[0-9]+[a-z]? [a-z]{2}.*"
"""a house number and a name"""

_BY_SLASH = ("AU", "NZ")
_BY_HYPHEN = ("CA",)
"""where 5/12 Smith St and 5-12 King St are door 5 of house 12; elsewhere 12-14 is two houses, 12/3 one"""


def front_steps(text: str) -> list[Step]:
    """Steps that make ``front_street`` (the folded street from its number on) and ``front_door`` of the raw *text*.

    Both are NULL where nothing stands in front.
    """
    door = _doors()
    return [
        {"front_found": _behind(text)},
        {"front_street": f"case when front_found <> '' then {squeeze_sql('front_found')} end"},
        {
            "front_whole": "case when front_street is not null then "
            f"{squeeze_sql(f'left({text}, length({text}) - length(front_found))')} end"
        },
        {
            "front_key": f"case when {_by_slash()} then regexp_replace(front_whole, '^u ?([0-9])', '\\1') "
            "else front_whole end"
        },
        {
            "front_door": f"nullif(regexp_extract(front_key, '^((?:{door} )?[a-z]?[0-9]{{1,5}}[a-z]?[0-9]?"
            f"(?: [0-9]{{1,2}})?|{door} [a-z]{{1,2}})(?: |$)', 1), '')"
        },
    ]


def is_door(key: str) -> str:
    """SQL for "the folded *key* is a flat, perhaps with its building, and no more": ``flat 9 tudor lodge``, ``3f1``."""
    flat = f"{_doors()} [a-z0-9]{{1,5}}(?: [0-9]{{1,2}})?(?: [a-z]+)*"
    return f"regexp_full_match({key}, '{flat}|[0-9]{{1,2}}(?:f| )[0-9]{{1,2}}')"


def door_of(key: str) -> str:
    """SQL for the door alone of a folded *key* that ``is_door``: its building is where the street is."""
    return f"regexp_replace({key}, '^([a-z]+ [a-z0-9]{{1,5}}(?: [0-9]{{1,2}})?) [a-z ]+$', '\\1')"


def but_no_place(key: str) -> str:
    """SQL for the folded second line *key* unless it is words alone: a village, a building, who it is for."""
    are_words = f"regexp_full_match({key}, '[a-z]{{3,}}(?: [a-z]+)*')"
    return f"case when {are_words} and not regexp_matches({key}, '\\b{_doors()}\\b') then null else {key} end"


def _behind(text: str) -> str:
    """The street from its number on, '' where nothing stands in front of it."""
    flat = f"{_doors()}[.]? ?[a-z0-9/-]{{1,5}}(?:,? | ?- )(?:[^,0-9]*[, ]+|[0-9]{{1,2}}[, ]+){{0,3}}?"
    sliced = f"{_doors()}[.]? ?[0-9]{{1,4}}[a-z]? ?/ ?({_NUMBERED})"
    short = f"u ?[0-9]{{1,4}}[a-z]?(?: ?/ ?|,? )({_NUMBERED})"  # U10/12 Smith St
    house = f"[a-z][^0-9,]*, ?({_NUMBERED} {_street_words()}(?:[. ,].*)?)"
    return (
        f"case when ascii({text}) between 48 and 57 then {_behind_a_number(text)} "
        f"when not regexp_matches({text}, '[0-9]') then '' "
        f"else coalesce(nullif(regexp_extract({text}, '^{flat}({_NUMBERED})$', 1), ''), "
        f"case when contains({text}, '/') and {_by_slash()} "
        f"then nullif(regexp_extract({text}, '^{sliced}$', 1), '') end, "
        f"case when {_by_slash()} then nullif(regexp_extract({text}, '^{short}$', 1), '') end, "
        f"case when contains({text}, ',') then regexp_extract({text}, '^{house}$', 1) end, '') end"
    )


def _behind_a_number(text: str) -> str:
    cases = (
        ("','", "true", "[0-9]{1,2}[f/][0-9]{1,2}, ?"),
        ("'/'", _by_slash(), "[0-9]{1,4}[a-z]? ?/ ?"),
        ("'-'", f"home_country in {_listed(_BY_HYPHEN)}", "[0-9]{1,4}[a-z]? ?- ?"),
    )
    found = (
        f"when contains({text}, {sign}) and {where} then regexp_extract({text}, '^{door}({_NUMBERED})$', 1)"
        for sign, where, door in cases
    )
    return f"case {' '.join(found)} else '' end"


def _by_slash() -> str:
    return f"home_country in {_listed(_BY_SLASH)}"


def _doors() -> str:
    return any_of(folded_forms("unit_words"))


def _street_words() -> str:
    """Without one a number behind a name and a comma is that of a house in the street: ``Calle Mayor, 12 bajo``."""
    return any_of(word for word in folded_forms("street_words") if len(word) > 1)


def _listed(countries: tuple[str, ...]) -> str:
    return f"({', '.join(map(literal, countries))})"
