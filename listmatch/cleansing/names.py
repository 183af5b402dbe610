"""Names of people: titles and degrees off, "Last, First" turned, one column split into first, middle and last."""

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.recipe import Recipe, Step, count_of, first_of
from listmatch.domain.columns import Field
from listmatch.lexicon.folding import ascii_sql, squeeze_sql
from listmatch.lexicon.words import any_of, folded_forms, folded_words

_NOTES = r"""\([^)]*\)|\[[^\]]*\]|"[^"]*"|\s''[^'']+''(?:\s|$)"""
"""bracketed or quoted nicknames and remarks"""


def name_recipe(cells: Cells) -> Recipe:
    """``first``, ``middle``, ``last``, ``generation`` from the name columns of whatever layout."""
    steps: list[Step] = [
        {part: ascii_sql(first_of(cells.get(field, ()))) for part, field in _PARTS.items()},
        {
            "name_turned": "coalesce(name_whole, case when name_given is null and contains(name_family, "
            "',') then name_family "
            "when name_family is null and contains(name_given, ',') then name_given end)",
        },
        {
            "name_split": "name_turned is null or ((name_given is not null or name_family is not null) and "
            "name_whole is not null)"
        },
        {
            part: f"case when regexp_full_match(name_{source}, '[a-z]+') then name_{source} else "
            f"{_without_notes(f'name_{source}')} end"
            for part, source in _CLEAN.items()
        },
        _whole_parts(),
        {
            "name_front": f"case when name_split then {squeeze_sql('clean_given')} else "
            f"{squeeze_sql('turned_given')} end",
            "name_back": f"case when name_split then {squeeze_sql('clean_family')} else "
            f"{squeeze_sql('turned_family')} end",
        },
        {
            "front_bare": _without_title("name_front"),
            "back_bare": _without_title("name_back"),
        },
        {"front_body": _without_tail("front_bare"), "back_body": _without_tail("back_bare")},
        _split_whole(),
    ]
    steps += _parts(has_middle=bool(cells.get(Field.MIDDLE_NAME)))
    given = "name_given is not null or name_family is not null or name_whole is not null"
    rules = {
        "removedTitles": "front_bare <> name_front or back_bare <> name_back",
        "removedDegrees": count_of(
            f"case when contains({bare}, ' ') then regexp_matches({bare}, '{_degree_tail()}') end"
            for bare in ("front_bare", "back_bare")
        ),
        "turnedNames": f"not name_split and is_turned and ({given})",
        "transliteratedNames": _transliterated(cells),
    }
    columns = {"first": "name_first", "middle": "name_middle", "last": "name_last", "generation": "name_generation"}
    return Recipe(steps=steps, columns=columns, rules=rules)


_PARTS = {
    "name_whole": Field.FULL_NAME, "name_given": Field.FIRST_NAME, "name_between": Field.MIDDLE_NAME,
    "name_family": Field.LAST_NAME, "name_suffix": Field.NAME_SUFFIX,
}  # fmt: skip
_CLEAN = {"clean_whole": "turned", "clean_given": "given", "clean_family": "family", "clean_between": "between"}


def _without_notes(text: str) -> str:
    """Notes out, apostrophes closed (O'Brien = OBrien)."""
    return f"replace(regexp_replace({text}, '{_NOTES}', ' ', 'g'), '''', '')"


def _whole_parts() -> Step:
    """A full name as given and family text: the family stands before a comma, unless a degree follows it."""
    tail = f"(?:{_degree()}|{_generation()})"
    kept = f"regexp_replace(clean_whole, '(?:\\s*,\\s*{tail}\\.?)+\\s*$', '')"
    return {
        "is_turned": f"contains({kept}, ',')",
        "turned_given": f"case when contains({kept}, ',') then substr({kept}, position(',' in {kept}) + 1) "
        f"else {kept} end",
        "turned_family": f"case when contains({kept}, ',') then split_part({kept}, ',', 1) end",
        "whole_generation": f"regexp_extract(clean_whole, '[\\s,]({_generation()})\\.?\\s*(?:,.*)?$', 1)",
    }


def _without_title(text: str) -> str:
    titles = any_of(folded_words("titles"))
    return (
        f"case when not contains({text}, ' ') then case when regexp_full_match({text}, '{titles}') then null "
        f"else {text} end "
        f"else regexp_replace({text}, '^(?:{titles} )+', '') end"
    )


def _without_tail(text: str) -> str:
    return f"case when contains({text}, ' ') then regexp_replace({text}, '{_tail()}', '') else {text} end"


def _tail() -> str:
    return f"(?: (?:{_degree()}|{_generation()}))+$"


def _degree_tail() -> str:
    return f" {_degree()}(?: {_generation()})?$"


def _degree() -> str:
    return any_of(folded_words("degrees"))


def _generation() -> str:
    return any_of(word for word in folded_forms("generations") if word.isalpha() or len(word) > 1)


def _split_whole() -> Step:
    """An unturned full name: surname particles go with the last word ("ludwig van beethoven")."""
    particles = any_of(folded_words("particles"))
    shape = f"^(.+?) ((?:{particles} )*[a-z0-9]+)$"
    return {
        "whole_front": f"case when not name_split and not is_turned then regexp_extract(front_body, '{shape}', 1) end",
        "whole_back": f"case when not name_split and not is_turned then regexp_extract(front_body, '{shape}', 2) end",
    }


def _parts(*, has_middle: bool) -> list[Step]:
    whole = "not name_split and not is_turned"
    return [
        {
            "given_words": f"case when {whole} then coalesce(nullif(whole_front, ''), case when front_bare = "
            "name_front then front_body end) else front_body end",
            "family_words": f"nullif(case when {whole} then coalesce(nullif(whole_back, ''), case when "
            "front_bare <> name_front then front_body end) else back_body end, '')",
        },
        {
            "one_given": "case when not contains(given_words, ' ') then given_words "
            "when name_split then nullif(regexp_replace(given_words, '(.) [a-z]$', '\\1'), '') else "
            "split_part(given_words, ' ', 1) end",
            "typed_middle": squeeze_sql("clean_between") if has_middle else "null::varchar",
        },
        {
            "spare_middle": "case when length(given_words) > length(one_given) then "
            "nullif(trim(substr(given_words, length(one_given) + 2)), '') end"
        },
        {
            "name_first": "nullif(one_given, '')",
            "name_middle": "coalesce(nullif(typed_middle, ''), spare_middle)",
            "name_last": "family_words",
            **_generation_of(),
        },
    ]


def _generation_of() -> dict[str, str]:
    forms = " ".join(f"when '{word}' then '{form}'" for word, form in folded_forms("generations").items())
    tails = [
        f"case when contains({text}, ' ') then nullif(regexp_extract({text}, ' ({_generation()})$', 1), '') end"
        for text in ("back_bare", "front_bare")
    ]
    suffix = "nullif(regexp_replace(name_suffix, '[^a-z0-9]', '', 'g'), '')"
    return {
        "generation_word": f"coalesce({suffix}, {', '.join(tails)}, nullif(whole_generation, ''))",
        "name_generation": f"case generation_word {forms} end",
    }


def _transliterated(cells: Cells) -> str:
    fields = (Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME)
    names = [cell for field in fields for cell in cells.get(field, ())]
    return count_of(f"not regexp_full_match({cell}, '[ -~]*')" for cell in names) if names else "false"
