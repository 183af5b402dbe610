"""Street addresses: addressee removed, street words in one form, unit split off, house number joined."""

from collections.abc import Iterable

from listmatch.cleansing.cells import Cells, first_folded
from listmatch.cleansing.forms import in_one_form
from listmatch.cleansing.locations.iberian import iberian_steps
from listmatch.cleansing.locations.premises import but_no_place, door_of, front_steps, is_door
from listmatch.cleansing.recipe import Lookup, Recipe, Step
from listmatch.domain.columns import Field
from listmatch.duck import literal
from listmatch.lexicon.folding import squeeze_sql
from listmatch.lexicon.words import any_of, folded_forms, folded_words

_NUMBER_LAST = (
    "DE",
    "AT",
    "CH",
    "NL",
    "BE",
    "ES",
    "IT",
    "PL",
    "PT",
    "BR",
    "SE",
    "NO",
    "DK",
    "FI",
    "CZ",
    "SK",
    "HU",
    "MX",
    "AR",
)
"""countries that write the house number after the street (Universal Postal Union, addressing systems)"""


def street_recipe(cells: Cells) -> Recipe:
    """``street`` and ``unit``; needs ``home_country``."""
    if not cells.get(Field.STREET) and not cells.get(Field.UNIT):
        return Recipe(columns={"street": "null", "unit": "null"})
    steps: list[Step] = [
        *_read(cells),
        *front_steps("street_plain"),
        *_told_apart(),
        *_unit_split_off(),
        *_words_in_one_form(),
        {"street_done": _numbered()},
        *_unit_in_one_form(),
    ]
    rules = {
        "splitUnits": "street_door <> ''",
        "postBoxes": "starts_with(street_named, 'pobox ')",
        "normalizedStreets": "street_short <> street_german or street_german <> street_alone",
    }
    columns = {"street": "street_done", "unit": "unit_done"}
    return Recipe(steps=steps, columns=columns, rules=rules)


def _read(cells: Cells) -> list[Step]:
    """``street_key``, ``unit_key`` and ``house_key``: the cells as folding leaves them; # introduces a unit."""
    return [
        {
            "street_typed": first_folded(cells, Field.STREET),
            "unit_text": first_folded(cells, Field.UNIT),
            "house_text": first_folded(cells, Field.STREET_NUMBER),
        },
        *iberian_steps("street_typed", "street_text"),
        {
            "street_plain": "case when contains(street_text, '#') or contains(street_text, '''') then "
            "replace(replace(street_text, '#', ' unit '), '''', '') else street_text end",
            "unit_plain": "replace(replace(unit_text, '#', ' unit '), '''', '')",
        },
        {
            "street_key": squeeze_sql("street_plain"),
            "unit_key": squeeze_sql("unit_plain"),
            "house_key": f"nullif({squeeze_sql('house_text')}, '')",
        },
    ]


def _told_apart() -> list[Step]:
    """``street_named`` and ``unit_left``: which of the two lines is the street, and what the other one leaves for the
    unit."""
    return [
        {"unit_is_street": _is_street("unit_key"), "street_is_door": is_door("street_key")},
        {"street_sent": f"case when front_street is not null then front_street else {_sent()} end"},
        {
            "street_lot": _without_lot("street_sent"),
            "unit_left": "case when front_door is not null then front_door "
            f"when not coalesce(unit_is_street and street_sent = unit_key, false) then {but_no_place('unit_key')} "
            f"when street_is_door then {door_of('street_key')} end",
        },
        {"street_named": _boxed("street_lot")},
    ]


def _unit_split_off() -> list[Step]:
    """``street_door``, the unit behind the street, and ``street_alone``, the street without it."""
    door = any_of(folded_forms("unit_words"))
    return [
        {
            "street_door": f"case when street_named like '% % %' and regexp_matches(street_named, '. {door} ') then "
            f"regexp_extract(street_named, '^.+?( (?:unit )?{door} (?:{door} "
            f")?[a-z0-9]{{1,6}}(?: [a-z0-9]{{1,3}})?)$', 1) else '' end"
        },
        {
            "street_alone": "case when street_door = '' then street_named "
            "else trim(left(street_named, length(street_named) - length(street_door))) end"
        },
    ]


def _words_in_one_form() -> list[Step]:
    """``street_short``: street words and directions abbreviated. The last word, mostly a street word, is looked up
    on its own; the longer way through all words is for what stands before it."""
    return [
        {"street_german": _german("street_alone")},
        {"street_tail": "split_part(street_german, ' ', -1)"},
        Lookup("street_words", {"word": "street_tail"}, {"street_tail_form": "form"}),
        {"street_head": "left(street_german, length(street_german) - length(street_tail))"},
        *in_one_form("street_head", "street_words", result="street_begin"),
        {"street_short": "street_begin || coalesce(street_tail_form, street_tail)"},
    ]


def _numbered() -> str:
    """The street with a house number from a column of its own, where the country writes it; one that is there stays."""
    return (
        "case when house_key is null or coalesce(street_short, '') = '' or "
        "ascii(street_short) between 48 and 57 then street_short "
        f"when home_country in ({_in_sql(_NUMBER_LAST)}) then case when "
        "regexp_matches(street_short, ' [0-9]+ ?[a-z]?$') then street_short else street_short || ' ' || "
        "house_key end "
        "else house_key || ' ' || street_short end"
    )


def _unit_in_one_form() -> list[Step]:
    """``unit_done``: what was left for the unit, else what stood behind the street; the word "unit" says nothing."""
    return [
        {"unit_long": "coalesce(nullif(unit_left, ''), nullif(trim(street_door), ''))"},
        *in_one_form("unit_long", "unit_words", result="unit_short"),
        {"unit_done": "case when starts_with(unit_short, 'unit ') then substr(unit_short, 6) else unit_short end"},
    ]


def _in_sql(words: Iterable[str]) -> str:
    return ", ".join(map(literal, words))


def _is_street(text: str) -> str:
    """Whether what stands in the second line of an address is a street: a name with a number, and no door."""
    door = any_of(folded_forms("unit_words"))
    return (
        f"coalesce(house_key is null and (regexp_matches({text}, '^[0-9]+[a-z]? (?:[a-z]{{1,2}} )?[a-z]{{3}}') "
        f"or home_country in ({_in_sql(_NUMBER_LAST)}) and regexp_matches({text}, '^[a-z]{{3}}.* [0-9]+ ?[a-z]?$')) "
        f"and not regexp_matches({text}, '\\b{door}\\b'), false)"
    )


def _sent() -> str:
    """The street without who is to get the letter there; the second line where the first has no street."""
    care = f"^{any_of(folded_words('care_of'))} "
    behind = f"nullif(regexp_extract(street_key, '{care}[^0-9]*?([0-9]+[a-z]? [a-z]{{3}}.*)$', 1), '')"
    return (
        f"case when coalesce(regexp_matches(street_key, '[0-9]') and not regexp_matches(street_key, '{care}') "
        "and not (unit_is_street and street_is_door), false) "
        f"then street_key else coalesce({behind}, case when unit_is_street then unit_key end, "
        f"case when not regexp_matches(street_key, '{care}[^0-9]*$') then street_key end) end"
    )


def _without_lot(text: str) -> str:
    """Plot No 257 Ring Road as 257 Ring Road; what begins with a figure, as most do, is not looked into."""
    bare = f"regexp_replace({text}, '^{any_of(folded_words('lot_words'))} (?:no|nr|number|num) ([0-9])', '\\1')"
    return f"case when ascii({text}) between 48 and 57 then {text} else {bare} end"


def _boxed(text: str) -> str:
    """A post-office box in one spelling, whatever the country calls it: ``pobox 12``."""
    names = any_of(word for word, form in folded_forms("street_words").items() if form == "pobox")
    shape = f"^(?:{names}|p o b|pob)(?: de correos)? (?:no |nr |number |num )?([0-9]+)\\b"
    return (
        f"case when ascii({text}) between 48 and 57 then {text} else regexp_replace({text}, '{shape}', 'pobox \\1') end"
    )


def _german(text: str) -> str:
    """Hauptstraße 5, Hauptstr. 5 and Haupt Straße 5 as ``hauptstr 5``; Dutch straat likewise."""
    joined = (
        f"regexp_replace(regexp_replace({text}, ' ?(?:strasse|straat)\\b', 'str'), '([a-z]) str( [0-9]+ "
        "?[a-z]?)$', '\\1str\\2')"
    )
    hints = f"contains({text}, 'stra') or contains({text}, ' str ')"
    return f"case when {hints} then {joined} else {text} end"
