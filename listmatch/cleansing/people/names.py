"""Names of people: titles and degrees off, "Last, First" turned, one column split into first, middle and last.

A row is read in one of two ways: from a column each for given and family name, or from one text with the whole name.
Both readings are made cell by cell, so that a name that repeats is read once; the row only chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from listmatch.cleansing.cells import Cells, first_folded, is_empty
from listmatch.cleansing.people.business_names import without_legal_form
from listmatch.cleansing.people.couples import and_written, couple_steps
from listmatch.cleansing.people.husbands import husband_steps
from listmatch.cleansing.people.initials import apart_initials, is_loud
from listmatch.cleansing.people.name_forms import in_one_form, with_article, without_parents
from listmatch.cleansing.people.name_notes import family_named, other_family, without_notes
from listmatch.cleansing.people.name_order import NameOrder
from listmatch.cleansing.people.name_words import bared
from listmatch.cleansing.people.romanised import romanised_steps
from listmatch.cleansing.people.whole_names import after_first, whole_name_steps
from listmatch.cleansing.recipe import Recipe, Step, count_of, first_of
from listmatch.domain.columns import Field
from listmatch.duck import literal
from listmatch.lexicon.folding import ascii_sql, squeeze_sql
from listmatch.lexicon.native_names import LETTERS
from listmatch.lexicon.words import any_of, folded_forms, folded_words

_PARTS = {
    "name_whole": Field.FULL_NAME, "name_given": Field.FIRST_NAME, "name_between": Field.MIDDLE_NAME,
    "name_family": Field.LAST_NAME, "name_suffix": Field.NAME_SUFFIX,
}  # fmt: skip
_CLEAN = {"clean_whole": "turned", "clean_given": "given", "clean_family": "family", "clean_between": "between"}
_OF_COUPLES = frozenset({"turned", "given"})
"""texts in which "&" stands between two people; in a surname it does not"""
_OF_FAMILIES = frozenset({"turned", "family"})
"""texts that may call a family as a whole"""


def may_be_turned(given: Sequence[str], family: Sequence[str]) -> list[str]:
    """SQL conditions, one of which is true where a row may have its whole name in a *given* or *family* column.

    Such a cell has a comma, or a sign beyond Latin letters that may become one, and the columns of the other kind are
    empty: "Leonard, PhD" beside "Jennie" is not a whole name. Address books have "Amy Williams" in the first of them.
    """
    sides = ((given, family, Field.LAST_NAME), (family, given, Field.FIRST_NAME))
    turned = [
        " and ".join([_may_have_comma(cell), *(is_empty(other, kind) for other in others)])
        for cells, others, kind in sides
        for cell in cells
    ]
    unsplit = [
        " and ".join([f"contains(trim({cell}), ' ')", *(is_empty(other, Field.LAST_NAME) for other in family)])
        for cell in given
        if family
    ]
    return turned + unsplit


def _may_have_comma(cell: str) -> str:
    return (
        f"case when strlen({cell}) = length({cell}) then contains({cell}, ',') "
        f"else regexp_matches({cell}, '[,\\x{{80}}-\\x{{bf}}]|[^\\x{{0}}-\\x{{24f}}]') end"
    )


def may_be_native(cells: Sequence[str]) -> list[str]:
    """SQL conditions, one of which is true where a row of *cells* has a name in letters that tell its family."""
    return [
        f"case when strlen({c}) = length({c}) then false else regexp_matches({c}, '[{LETTERS}]') end" for c in cells
    ]


def name_recipe(
    cells: Cells,
    *,
    country: str,
    order: NameOrder,
    has_turned: bool,
    has_couples: bool,
    has_native: bool,
    has_businesses: bool = False,
) -> Recipe:
    """``first``, ``middle``, ``last``, ``generation``, ``last_2``, ``partner_last`` from whatever name columns.

    *country* is where the list comes from, *has_native* whether a name may be in letters that tell its family,
    *has_businesses* whether a whole name may be a company's.
    *order* is about whole names without a comma, *has_turned* says whether a column of given or family names
    may hold "Last, First" (`may_be_turned`): only then, or where there is a column of whole names, are names read
    as a whole. Of a couple in one cell (*has_couples*: there may be one) the first is read, and the other's given name
    goes into ``middle`` behind an "and", a surname of their own into ``partner_last``; so does his of "Mrs John Smith",
    who has no ``first``. A further column of surnames (maiden names) is read into ``last_2``.
    """
    of = _Readings(
        columns=bool(cells.get(Field.FIRST_NAME) or cells.get(Field.LAST_NAME)),
        whole=bool(cells.get(Field.FULL_NAME)) or has_turned,
        couples=has_couples,
    )
    typed = {part: first_folded(cells, field) for part, field in _PARTS.items()}
    typed |= {"name_whole": ascii_sql("whole_typed")} if cells.get(Field.FULL_NAME) else {}
    typed |= _spelt(cells, country=country) if has_native else {}
    if has_businesses:
        typed = {**typed, "name_whole": "name_without_form", "name_with_form": typed["name_whole"]}
    steps: list[Step] = [
        {"whole_typed": _loud_apart(first_of(cells.get(Field.FULL_NAME, ())), order=order)},
        {"name_without_form": without_legal_form("name_with_form")} if has_businesses else {},
        typed,
        *_cleaned(of),
        *_from_columns(),
        *_from_whole(of, order=order),
        {"second_family": squeeze_sql(ascii_sql(first_of(cells.get(Field.LAST_NAME, ())[1:])))},
        *_chosen(of, has_middle=bool(cells.get(Field.MIDDLE_NAME)), loud=is_loud(cells)),
        *romanised_steps(),
        *husband_steps(),
        {f"{cell}_is_foreign": f"not regexp_full_match({cell}, '[ -~]*')" for cell in _name_cells(cells)},
    ]
    given = "name_given is not null or name_family is not null or name_whole is not null"
    turned = (
        "(whole_is_turned or whole_front_family is not null)"
        if order is not NameOrder.GIVEN_FIRST
        else "whole_is_turned"
    )
    rules = {
        "removedTitles": of.join("had_title", " or "),
        "removedDegrees": of.join("degrees", " + "),
        "turnedNames": f"not name_split and {turned} and ({given})" if of.whole else "false",
        "transliteratedNames": count_of(f"{cell}_is_foreign" for cell in _name_cells(cells)) or "false",
    }
    columns = {"first": "own_first", "middle": "own_middle", "last": "spelt_last", "generation": "name_generation",
               "last_2": "name_other", "partner_last": "name_partner_last"}  # fmt: skip
    return Recipe(steps=steps, columns=columns, rules=rules)


def _spelt(cells: Cells, *, country: str) -> dict[str, str]:
    """The cells of whole names and of families, where their letters tell (`native_names`) the family first."""
    family = first_of(cells.get(Field.LAST_NAME, ()))
    return {
        "name_whole": ascii_sql(_unless_ascii("whole_typed", f"lmg_family_first(whole_typed, {literal(country)})")),
        "name_family": ascii_sql(_unless_ascii(family, f"lmg_family_reading({family})")),
    }


def _loud_apart(text: str, *, order: NameOrder) -> str:
    """SQL for the whole name *text* with a comma behind a family in capitals ("DUPONT Jean", in any list).

    A Vietnamese list has given names behind what stands between them and the family, which a comma would not tell.
    """
    if order is NameOrder.VIETNAMESE:
        return text
    may_be = f"{text} <> upper({text}) and left({text}, 2) = upper(left({text}, 2)) and not contains({text}, ',')"
    return f"case when {may_be} then lmg_family_by_comma({text}) else {text} end"


def _unless_ascii(text: str, read: str) -> str:
    return f"case when strlen({text}) = length({text}) then {text} else {read} end"


def _name_cells(cells: Cells) -> list[str]:
    fields = (Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME)
    return [cell for field in fields for cell in cells.get(field, ())]


@dataclass(frozen=True, slots=True)
class _Readings:
    """The readings that the list can need."""

    columns: bool
    whole: bool
    couples: bool

    def choose(self, split: str, whole: str) -> str:
        """SQL for *split* or *whole*, by the reading that fits the row."""
        if self.columns and self.whole:
            return f"case when name_split then {split} else {whole} end"
        return split if self.columns else whole if self.whole else "null::varchar"

    def join(self, what: str, joined: str) -> str:
        """SQL for what was found in both cells of the reading that fits the row."""
        pairs = (("forename", "surname"), ("whole_front", "whole_back"))
        split, whole = (joined.join(f"{cell}_{what}" for cell in cells) for cells in pairs)
        return self.choose(split, whole)

    def titles(self) -> str:
        """SQL for the titles before the names of the reading that fits the row; NULL where there are none."""
        split, whole = (
            f"nullif(concat_ws(' ', {front}_title, {back}_title), '')"
            for front, back in (("forename", "surname"), ("whole_front", "whole_back"))
        )
        return self.choose(split, whole)


def _cleaned(of: _Readings) -> list[Step]:
    """Which reading fits the row (``name_split``), and the texts to read without what is not a name."""
    return [
        {
            "name_turned": "coalesce(name_whole, case when name_given is null and contains(name_family, "
            "',') then name_family "
            "when name_family is null and contains(name_given, ',') then name_given "
            f"when name_family is null and {_is_unsplit('name_given')} then name_given end)"
            if of.columns
            else "name_whole",
        },
        {
            "name_split": "name_turned is null or ((name_given is not null or name_family is not null) and "
            "name_whole is not null)"
            if of.columns
            else "false"
        },
        {f"noted_{source}": _clean(source, of) for source in _CLEAN.values()},
        {f"own_{source}": without_parents(f"noted_{source}") for source in _CLEAN.values()},
        {part: in_one_form(f"own_{source}") for part, source in _CLEAN.items()},
        {f"{source}_other": _other(f"name_{source}") for source in ("turned", "family")},
    ]


def _is_unsplit(text: str) -> str:
    """Several words that are not two people's, the last of them no initial."""
    pair = any_of(("and", "&", "+", *folded_words("and_words")))
    return f"regexp_matches({text}, ' [^ ]{{2,}}$') and not regexp_matches({text}, ' {pair} ')"


def _other(text: str) -> str:
    plain = f"regexp_full_match({text}, '[a-z]+')"
    return f"case when not {plain} then {squeeze_sql(other_family(text))} end"


def _clean(source: str, of: _Readings) -> str:
    text = f"name_{source}"
    joined = and_written(text) if of.couples and source in _OF_COUPLES else text
    named = family_named(joined) if source in _OF_FAMILIES else joined
    noted = without_notes(named, least=2 if source == "turned" else 1)
    return f"case when regexp_full_match({text}, '[a-z]+') then {text} else {noted} end"


def _from_columns() -> list[Step]:
    """The reading of a column each: ``forename_first``, ``forename_spare`` and ``surname_last``."""
    return [
        *bared("forename", "clean_given", known="first_names"),
        *bared("surname", "clean_family", known="last_names"),
        {
            "forename_first": "case when not contains(forename_body, ' ') then forename_body "
            "else nullif(regexp_replace(split_part(forename_body, ' and ', 1), '(.) [a-z]$', '\\1'), '') end",
            "surname_last": "nullif(surname_body, '')",
        },
        {"forename_spare": after_first("forename_body", "forename_first")},
    ]


def _from_whole(of: _Readings, *, order: NameOrder) -> list[Step]:
    """The reading of one text: ``whole_*``; of couples with two surnames ``partner_*`` is the reading of the other."""
    if not of.couples:
        return whole_name_steps("whole", _unsplit("clean_whole"), order=order)
    return [
        {"whole_text": _unsplit("clean_whole")},
        *couple_steps("whole_text"),
        *whole_name_steps("whole", "own_name", order=order),
        *whole_name_steps("partner", "partner_name", order=order),
    ]


def _unsplit(text: str) -> str:
    return f"case when not name_split then {text} end"


def _chosen(of: _Readings, *, has_middle: bool, loud: str) -> list[Step]:
    """The parts of the name, from the reading that fits the row."""
    forms = " ".join(f"when '{word}' then '{form}'" for word, form in folded_forms("generations").items())
    suffix = "nullif(regexp_replace(name_suffix, '[^a-z0-9]', '', 'g'), '')"
    tails = of.choose("coalesce(surname_tail, forename_tail)", "coalesce(whole_back_tail, whole_front_tail)")
    before_comma = ", nullif(whole_generation, '')" if of.whole else ""
    spare = "nullif(concat_ws(' ', whole_spare, 'and ' || nullif(partner_first, '')), '')"
    return [
        {
            "read_first": f"nullif({of.choose('forename_first', 'whole_first')}, '')",
            "read_spare": of.choose("forename_spare", spare if of.couples else "whole_spare"),
            "name_last": of.choose(with_article("surname_last"), with_article("whole_last")),
            "typed_middle": f"nullif({squeeze_sql('clean_between')}, '')" if has_middle else "null::varchar",
            "generation_word": f"coalesce({suffix}, {tails}{before_comma})",
            "name_titles": of.titles(),
            "other_last": of.choose("family_other", "turned_other"),
            "partner_surname": of.choose("null", "partner_last") if of.couples else "null::varchar",
        },
        *apart_initials("read_first", "read_spare", loud=loud),
        {
            "name_middle": "coalesce(typed_middle, spare_middle)",
            "name_generation": f"case generation_word {forms} end",
            "name_other": "coalesce(nullif(other_last, name_last), nullif(nullif(second_family, ''), name_last))",
            "name_partner_last": "nullif(partner_surname, name_last)",
        },
    ]
