"""Countries, states, cities and postcodes."""

from collections.abc import Sequence

from listmatch.cleansing.cells import Cells, first_folded, without_point_zero
from listmatch.cleansing.recipe import Lookup, Recipe, Step, first_of
from listmatch.domain.columns import Field
from listmatch.duck import literal
from listmatch.lexicon.folding import squeeze_sql
from listmatch.lexicon.words import any_of, read_table

_NANP_COUNTRIES = ("US", "CA", "PR", "VI", "GU", "AS", "MP", "BS", "BB", "JM", "TT", "DO", "BM", "KY", "LC", "GD")


def country_recipe(cells: Cells, *, home: str) -> Recipe:
    """``country``, and for the recipes after it ``home_country`` (the row's, else *home*) and ``home_is_nanp``."""
    nanp = ", ".join(literal(code) for code in _NANP_COUNTRIES)
    steps: list[Step] = [
        {"country_text": first_folded(cells, Field.COUNTRY)},
        {"country_key": f"case when length(country_text) = 2 then country_text else {squeeze_sql('country_text')} end"},
        Lookup("countries", {"name": "country_key"}, {"country_code": "code"}),
        {"home_country": f"coalesce(country_code, {literal(home)})"},
        {
            "home_is_nanp": f"case when home_country = '' then null else home_country in ({nanp}) end",
            "home_has_zips": "home_country in ('US', 'PR', 'VI', 'GU', 'AS', 'MP')",
            "home_pads_to_five": "home_country in ('DE', 'FR', 'ES', 'IT', 'FI', 'MX')",
        },
    ]
    rules = (
        {"normalizedCountries": f"country_code <> {first_of(cells.get(Field.COUNTRY, ()))}"}
        if cells.get(Field.COUNTRY)
        else {}
    )
    return Recipe(steps=steps, columns={"country": "country_code"}, rules=rules)


def place_recipe(cells: Cells) -> Recipe:
    """``city``, ``state`` and ``zip``; needs ``home_country`` and what follows from it."""
    state = first_of(cells.get(Field.STATE, ()))
    steps: list[Step] = [
        {"state_text": first_folded(cells, Field.STATE), "city_text": first_folded(cells, Field.CITY)},
        {"city_plain": _without_region("replace(city_text, '''', '')")},
        {"state_key": squeeze_sql("state_text"), "city_key": squeeze_sql("city_plain")},
        {"city_bare": _without_codes("city_key", typed=first_of(cells.get(Field.CITY, ())))},
        {"city_short": _shortened("city_bare")},
        Lookup("city_names", {"name": "city_short"}, {"city_known": "city"}),
        Lookup("states", {"country": "home_country", "name": "state_key"}, {"state_here": "code"}),
        {"nowhere": "''"},
        Lookup("states", {"country": "nowhere", "name": "state_key"}, {"state_anywhere": "code"}),
        {
            "state_code": "case when state_here is not null then state_here "
            "when home_country = '' then coalesce(state_anywhere, state_key) else state_key end",
            "city_name": "coalesce(city_known, city_short)",
        },
        *_postcode(cells.get(Field.POSTCODE, ())),
    ]
    rules = {"normalizedStates": f"state_here is not null and state_here <> {state}"}
    if cells.get(Field.POSTCODE):
        rules["restoredZips"] = "zip_is_us and length(zip_first) between 3 and 4"
        rules["trimmedZips"] = "zip_is_us and length(zip_digits) > 5"
    columns = {"city": "city_name", "state": "state_code", "zip": _if_code("zip_code")}
    return Recipe(steps=steps, columns=columns, rules=rules)


def _without_region(text: str) -> str:
    """What a comma sets off, or a code in brackets, says where the city is: "Boston, MA", "Milano (MI)"."""
    region = "^([^,(]*[a-z]{3}[^,(]*)(?:,.*|\\([a-z]{2,3}\\) *)$"
    return f"case when regexp_matches({text}, '[,(]') then regexp_replace({text}, '{region}', '\\1') else {text} end"


def _without_codes(text: str, *, typed: str) -> str:
    """The folded city without postcode or district ("75015 Paris", "Paris 15") and without the code of a state.

    A code is told from a word by its capitals, in a cell that has small letters too.
    """
    codes = any_of(sorted({code for country, _, code in read_table("states") if country in ("US", "CA")}))
    numbered = f"regexp_replace({text}, '^[0-9]{{4,6}} | [0-9]{{1,6}}$', '', 'g')"
    return (
        f"case when regexp_matches({typed}, '[a-z].* {codes}$') then regexp_replace({text}, ' [a-z]{{2}}$', '') "
        f"when regexp_matches({text}, '[0-9]') then {numbered} else {text} end"
    )


def _shortened(text: str) -> str:
    """Saint, Fort and Mount in one form."""
    short = (
        f"regexp_replace(regexp_replace(regexp_replace({text}, '\\b(?:saint|sankt|sainte|ste)\\b', 'st', "
        "'g'), '\\bfort\\b', 'ft'), '\\bmount\\b', 'mt')"
    )
    return (
        f"case when regexp_matches({text}, '\\b(?:saint|sankt|sainte|ste|fort|mount)\\b') then {short} else {text} end"
    )


def _if_code(code: str) -> str:
    """A code with a figure; zeros alone are typed to get past a form, and only Bermuda writes letters alone (HM CX)."""
    return f"case when regexp_matches({code}, '[1-9]|^[A-Z]{{4}}$') then {code} end"


def _postcode(cells: Sequence[str]) -> list[Step]:
    """Upper case without blanks; United States: five digits with their zeros, the +4 dropped."""
    return [
        {"zip_given": without_point_zero(first_of(cells))},
        {"zip_typed": "upper(regexp_replace(zip_given, '[^0-9A-Za-z-]+', '', 'g'))"},
        {"zip_text": "regexp_replace(zip_typed, '^(?:USA?|DE?|F|A|CH|I|NL|PL|B|L|E|P)-([0-9])', '\\1')"},
        {"zip_first": "split_part(zip_text, '-', 1)", "zip_digits": "replace(zip_text, '-', '')"},
        {
            "zip_may_be_us": "regexp_full_match(zip_text, '[0-9]{3,5}(-[0-9]{0,4})?|[0-9]{9}')",
            "zip_is_four": "regexp_full_match(zip_digits, '[0-9]{4}')",
            "zip_is_seven": "regexp_full_match(zip_digits, '[0-9]{7}')",
            "zip_is_long_us": "regexp_full_match(zip_text, '[0-9]{5}-[0-9]{4}')",
        },
        {
            "zip_as_us": "case when not zip_may_be_us then null when length(zip_first) = 9 then left(zip_first, 5) "
            "else lpad(zip_first, 5, '0') end",
            "zip_padded": "'0' || zip_digits",
        },
        {"zip_is_us": "home_has_zips and zip_may_be_us"},
        {
            "zip_code": "case when zip_is_us then zip_as_us when home_pads_to_five and zip_is_four then zip_padded "
            "when home_country = 'BR' and zip_is_seven then zip_padded "
            "when home_country = '' and zip_is_long_us then zip_first else zip_digits end"
        },
    ]
