"""Names of people: titles and degrees off, "Last, First" turned, one column split into first, middle and last.

A row is read in one of two ways: from a column each for given and family name, or from one text with the whole name.
Both readings are made cell by cell, so that a name that repeats is read once; the row only chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from listmatch.cleansing.cells import Cells, first_folded, is_empty
from listmatch.cleansing.recipe import Recipe, Step, count_of
from listmatch.domain.columns import Field
from listmatch.lexicon.folding import squeeze_sql
from listmatch.lexicon.words import any_of, folded_forms, folded_set, folded_words

_NOTES = r"""\([^)]*\)|\[[^\]]*\]|"[^"]*"|\s''[^'']+''(?:\s|$)"""
"""bracketed or quoted nicknames and remarks"""

_PARTS = {
    "name_whole": Field.FULL_NAME, "name_given": Field.FIRST_NAME, "name_between": Field.MIDDLE_NAME,
    "name_family": Field.LAST_NAME, "name_suffix": Field.NAME_SUFFIX,
}  # fmt: skip
_CLEAN = {"clean_whole": "turned", "clean_given": "given", "clean_family": "family", "clean_between": "between"}
_OF_COUPLES = frozenset({"turned", "given"})
"""texts in which "&" stands between two people; in a surname it does not"""


def may_be_turned(given: Sequence[str], family: Sequence[str]) -> list[str]:
    """SQL conditions, one of which is true where a row may have its whole name in a *given* or *family* column.

    Such a cell has a comma, or a sign beyond Latin letters that may become one, and the columns of the other kind are
    empty: "Leonard, PhD" beside "Jennie" is no whole name.
    """
    sides = ((given, family, Field.LAST_NAME), (family, given, Field.FIRST_NAME))
    return [
        " and ".join([_may_have_comma(cell), *(is_empty(other, kind) for other in others)])
        for cells, others, kind in sides
        for cell in cells
    ]


def _may_have_comma(cell: str) -> str:
    return (
        f"case when strlen({cell}) = length({cell}) then contains({cell}, ',') "
        f"else regexp_matches({cell}, '[,\\x{{80}}-\\x{{bf}}]|[^\\x{{0}}-\\x{{24f}}]') end"
    )


def name_recipe(cells: Cells, *, is_family_first: bool, has_turned: bool) -> Recipe:
    """``first``, ``middle``, ``last``, ``generation`` from the name columns of whatever layout.

    *is_family_first* is about whole names without a comma, *has_turned* says whether a column of given or family names
    may hold "Last, First" (`may_be_turned`): only then, or where there is a column of whole names, are names read
    as a whole. Of a couple in one cell the first is read, and the other's given name goes into ``middle`` behind an
    "and".
    """
    of = _Readings(
        columns=bool(cells.get(Field.FIRST_NAME) or cells.get(Field.LAST_NAME)),
        whole=bool(cells.get(Field.FULL_NAME)) or has_turned,
    )
    steps: list[Step] = [
        {part: first_folded(cells, field) for part, field in _PARTS.items()},
        {
            "name_turned": "coalesce(name_whole, case when name_given is null and contains(name_family, "
            "',') then name_family "
            "when name_family is null and contains(name_given, ',') then name_given end)",
        },
        {
            "name_split": "name_turned is null or ((name_given is not null or name_family is not null) and "
            "name_whole is not null)"
            if of.columns
            else "false"
        },
        {
            part: f"case when regexp_full_match(name_{source}, '[a-z]+') then name_{source} else "
            f"{_without_notes(_and_written(f'name_{source}') if source in _OF_COUPLES else f'name_{source}')} end"
            for part, source in _CLEAN.items()
        },
        *_from_columns(),
        *_from_whole(is_family_first=is_family_first),
        *_chosen(of, has_middle=bool(cells.get(Field.MIDDLE_NAME))),
        {f"{cell}_is_foreign": f"not regexp_full_match({cell}, '[ -~]*')" for cell in _name_cells(cells)},
    ]
    given = "name_given is not null or name_family is not null or name_whole is not null"
    turned = "(is_turned or front_family is not null)" if is_family_first else "is_turned"
    rules = {
        "removedTitles": of.join("had_title", " or "),
        "removedDegrees": of.join("degrees", " + "),
        "turnedNames": f"not name_split and {turned} and ({given})" if of.whole else "false",
        "transliteratedNames": count_of(f"{cell}_is_foreign" for cell in _name_cells(cells)) or "false",
    }
    columns = {"first": "name_first", "middle": "name_middle", "last": "name_last", "generation": "name_generation"}
    return Recipe(steps=steps, columns=columns, rules=rules)


def _name_cells(cells: Cells) -> list[str]:
    fields = (Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME)
    return [cell for field in fields for cell in cells.get(field, ())]


def _from_columns() -> list[Step]:
    """The reading of a column each: ``forename_first``, ``forename_spare`` and ``surname_last``."""
    return [
        *_bared("forename", "clean_given", known="first_names"),
        *_bared("surname", "clean_family", known="last_names"),
        {
            "forename_first": "case when not contains(forename_body, ' ') then forename_body "
            "else nullif(regexp_replace(split_part(forename_body, ' and ', 1), '(.) [a-z]$', '\\1'), '') end",
            "surname_last": "nullif(surname_body, '')",
        },
        {"forename_spare": _after_first("forename_body", "forename_first")},
    ]


def _from_whole(*, is_family_first: bool) -> list[Step]:
    """The reading of one text: ``whole_first``, ``whole_spare`` and ``whole_last``.

    The family stands before a comma, unless a degree follows it; without one, surname particles go with the last word
    ("ludwig van beethoven"), or with the first one of a list that has the family first.
    """
    tail = f"(?:{_degree()}|{_generation()})"
    particles = any_of(folded_words("particles"))
    family = f"((?:{particles} )*[a-z0-9_]+)"
    shape, given_part, family_part = (f"^{family} (.+)$", 2, 1) if is_family_first else (f"^(.+?) {family}$", 1, 2)
    return [
        {
            "whole_kept": f"case when not name_split then regexp_replace(clean_whole, "
            f"'(?:\\s*,\\s*{tail}\\.?)+\\s*$', '') end",
            "whole_generation": f"regexp_extract(clean_whole, '[\\s,]({_generation()})\\.?\\s*(?:,.*)?$', 1)",
        },
        {"is_turned": "contains(whole_kept, ',')"},
        {
            "turned_given": "case when is_turned then substr(whole_kept, position(',' in whole_kept) + 1) "
            "else whole_kept end",
            "turned_family": "case when is_turned then split_part(whole_kept, ',', 1) end",
        },
        *_bared("front", "turned_given", known="first_names"),
        *_bared("back", "turned_family", known="last_names"),
        {"front_double": squeeze_sql(_double_family("turned_given", is_family_first=is_family_first))},
        {
            "front_tied": "case when front_double = '' then front_body "
            "else replace(front_body, front_double, replace(front_double, ' ', '_')) end"
        },
        {
            part: f"case when not is_turned then "
            f"nullif(replace(regexp_extract(front_tied, '{shape}', {group}), '_', ' '), '') end"
            for part, group in (("front_given", given_part), ("front_family", family_part))
        },
        {
            "whole_given": "case when is_turned then front_body "
            "else coalesce(front_given, case when not front_had_title then front_body end) end",
            "whole_last": "nullif(case when is_turned then back_body "
            "else coalesce(front_family, case when front_had_title then front_body end) end, '')",
        },
        {"whole_first": "split_part(whole_given, ' ', 1)"},
        {"whole_spare": _after_first("whole_given", "whole_first")},
    ]


@dataclass(frozen=True, slots=True)
class _Readings:
    """The readings that the list can need."""

    columns: bool
    whole: bool

    def choose(self, split: str, whole: str) -> str:
        """SQL for *split* or *whole*, by the reading that fits the row."""
        if self.columns and self.whole:
            return f"case when name_split then {split} else {whole} end"
        return split if self.columns else whole if self.whole else "null::varchar"

    def join(self, what: str, joined: str) -> str:
        """SQL for what was found in both cells of the reading that fits the row."""
        pairs = (("forename", "surname"), ("front", "back"))
        split, whole = (joined.join(f"{cell}_{what}" for cell in cells) for cells in pairs)
        return self.choose(split, whole)


def _chosen(of: _Readings, *, has_middle: bool) -> list[Step]:
    """The parts of the name, from the reading that fits the row."""
    forms = " ".join(f"when '{word}' then '{form}'" for word, form in folded_forms("generations").items())
    suffix = "nullif(regexp_replace(name_suffix, '[^a-z0-9]', '', 'g'), '')"
    tails = of.choose("coalesce(surname_tail, forename_tail)", "coalesce(back_tail, front_tail)")
    before_comma = ", nullif(whole_generation, '')" if of.whole else ""
    return [
        {
            "name_first": f"nullif({of.choose('forename_first', 'whole_first')}, '')",
            "spare_middle": of.choose("forename_spare", "whole_spare"),
            "name_last": of.choose("surname_last", "whole_last"),
            "typed_middle": f"nullif({squeeze_sql('clean_between')}, '')" if has_middle else "null::varchar",
            "generation_word": f"coalesce({suffix}, {tails}{before_comma})",
        },
        {
            "name_middle": "coalesce(typed_middle, spare_middle)",
            "name_generation": f"case generation_word {forms} end",
        },
    ]


def _bared(name: str, text: str, *, known: str) -> list[Step]:
    """*text* folded, without titles before it and degrees and generations after it; and what was found there.

    A title that stands alone is no name, unless it is one of the *known* (Dona; a family called Major or Lord).
    """
    key, bare = f"{name}_key", f"{name}_bare"
    titles = any_of(folded_words("titles"))
    alone = any_of(set(folded_words("titles")) - folded_set(known))
    return [
        {key: squeeze_sql(text)},
        {
            bare: f"case when not contains({key}, ' ') then case when regexp_full_match({key}, '{alone}') then null "
            f"else {key} end else regexp_replace({_second_untitled(key)}, '^(?:{titles} (?:and )?)+', '') end"
        },
        {
            f"{name}_had_title": f"{bare} <> {key}",
            f"{name}_degrees": f"coalesce((case when contains({bare}, ' ') then regexp_matches({bare}, "
            f"' {_degree()}(?: {_generation()})?$') end)::int, 0)",
            f"{name}_tail": f"case when contains({bare}, ' ') then "
            f"nullif(regexp_extract({bare}, ' ({_generation()})$', 1), '') end",
            f"{name}_ended": f"case when contains({bare}, ' ') then "
            f"regexp_replace({bare}, '(?: (?:{_degree()}|{_generation()}))+$', '') else {bare} end",
        },
        {f"{name}_body": _surname_once(f"{name}_ended")},
    ]


def _after_first(text: str, first: str) -> str:
    return f"case when length({text}) > length({first}) then nullif(trim(substr({text}, length({first}) + 2)), '') end"


def _without_notes(text: str) -> str:
    """Notes out, apostrophes closed (O'Brien = OBrien)."""
    return f"replace(regexp_replace({_maiden_joined(text)}, '{_NOTES}', ' ', 'g'), '''', '')"


def _double_family(text: str, *, is_family_first: bool) -> str:
    """The surname with hyphens at the end of a whole name, or at its beginning ("anthony-jones"), else ''."""
    tail = f"(?:[\\s,]+(?:{_degree()}|{_generation()})\\.?)*"
    shape = r"^\s*([a-z]+(?:-[a-z]+)+)\s" if is_family_first else rf"\s([a-z]+(?:-[a-z]+)+){tail}\s*$"
    return f"case when contains({text}, '-') then regexp_extract({text}, '{shape}', 1) else '' end"


def _maiden_joined(text: str) -> str:
    """harding (nee marsh): harding-marsh, since either name may be in the other list."""
    born = r"[\s,(\[]+(?:nee|geb\.?|geborene|formerly)\s+([a-z]+)[)\]]?"
    hint = r"[\s(\[](?:nee|geb|formerly)"
    return f"case when regexp_matches({text}, '{hint}') then regexp_replace({text}, '{born}', '-\\1') else {text} end"


def _and_written(text: str) -> str:
    """What stands between the names of a couple as "and"."""
    for sign in ("&", " + ", " und ", " et "):
        text = f"replace({text}, '{sign}', ' and ')"
    return text


def _second_untitled(text: str) -> str:
    """john and mrs mary smith: john and mary smith."""
    titles = any_of(folded_words("titles"))
    untitled = f"regexp_replace({text}, ' and (?:{titles} )+', ' and ')"
    return f"case when contains({text}, ' and ') then {untitled} else {text} end"


def _surname_once(text: str) -> str:
    """john smith and mary smith: john and mary smith."""
    surnames = (f"regexp_extract({part}, ' ([a-z0-9]+)$', 1)" for part in (f"split_part({text}, ' and ', 1)", text))
    return (
        f"case when contains({text}, ' and ') and {' = '.join(surnames)} and {text} like '% % and %' "
        f"then regexp_replace({text}, ' [a-z0-9]+ and ', ' and ') else {text} end"
    )


def _degree() -> str:
    return any_of(folded_words("degrees"))


def _generation() -> str:
    return any_of(word for word in folded_forms("generations") if word.isalpha() or len(word) > 1)
