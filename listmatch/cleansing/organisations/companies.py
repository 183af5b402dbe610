"""Company names: legal form, trading-as part and notes off, "&" as "and", common abbreviations in one form.

Who has no employer says so in the column for it ("Self-employed", "Retired"): a cell that says nothing else is empty.
A second name in the same cell ("dba", "formerly") is the business of ``company_aliases``.
"""

from collections.abc import Sequence

from listmatch.cleansing.forms import in_one_form
from listmatch.cleansing.organisations.company_aliases import NAMED_TWICE, TRADING_AS, alias_steps, before_the_other
from listmatch.cleansing.recipe import Recipe, Step
from listmatch.lexicon.folding import ascii_sql, squeeze_sql
from listmatch.lexicon.words import any_of, folded_forms, folded_words, read_words


def company_recipe(cells: Sequence[str]) -> Recipe:
    """``company``, ``company_2`` and ``company_full`` from the raw company columns."""
    if not cells:
        return Recipe(columns={"company": "null", "company_2": "null", "company_full": "null"})
    nobody = any_of(folded_words("no_company"))
    steps: list[Step] = [
        {"company_given": f"coalesce({', '.join(cells)})"},
        {"company_text": ascii_sql(_with_blanks("company_given"))},
        {"company_is_plain": "regexp_full_match(company_text, '[a-z0-9 ]*')"},
        {"company_joined": f"case when company_is_plain then company_text else {_joined('company_text')} end"},
        {"company_is_double": f"regexp_matches(company_joined, '{NAMED_TWICE}')"},
        {"company_typed": squeeze_sql("company_joined"), "company_noted": _without_notes()},
        {"company_whole": f"case when not regexp_full_match(company_typed, '{nobody}') then company_typed end"},
        {
            "company_words": "case when company_whole is null or company_is_plain and not company_is_double "
            f"then company_whole else {squeeze_sql('company_noted')} end"
        },
        *bare_name("company_words", result="company_name"),
        *alias_steps(),
        *bare_name("company_alias", result="company_alias_name"),
    ]
    rules = {
        "noEmployers": "company_whole is null and company_typed is not null",
        "removedLegalForms": f"regexp_matches(company_words, ' {_forms('legal_forms')}$')",
        "removedTradingNames": "company_is_double",
        "removedCompanyNotes": "not company_is_plain and company_noted <> company_joined",
    }
    columns = {
        "company": "company_name",
        "company_2": "case when company_alias_name <> company_name then company_alias_name end",
        "company_full": "company_whole",
    }
    return Recipe(steps=steps, columns=columns, rules=rules)


def bare_name(words: str, *, result: str) -> list[Step]:
    """Steps from the folded *words* of a company to its name: no legal form, one "and", words in one form."""
    legal, opening = _forms("legal_forms"), _forms("company_openings")
    link = f" {any_of(folded_words('and_words'))} "
    linking = any_of(form for form in folded_words("legal_forms") if form.split(" ")[0] in folded_words("and_words"))
    return [
        {
            f"{words}_linked": f"case when regexp_matches({words}, '{link}') "
            f"then regexp_replace(regexp_replace({words}, ' {linking}$', ''), '{link}', ' and ', 'g') else {words} end"
        },
        {
            f"{words}_bare": f"regexp_replace(regexp_replace({words}_linked, '(?: and)?(?: {legal})+$', ''), "
            f"'^{opening} ', '')"
        },
        {f"{words}_core": f"case when {words}_bare = '' then {words} else {words}_bare end"},
        {f"{words}_turned": _turned(f"{words}_core")},
        {f"{words}_compound": _compounds(f"{words}_turned")},
        *in_one_form(f"{words}_compound", "company_words", result=result),
    ]


def _turned(text: str) -> str:
    """What a catalogue puts behind a name in front of it: Ashford, City of; Michigan, University of, The."""
    bare = f"regexp_replace({text}, ' the$', '')"
    turned = f"regexp_replace({bare}, '^(.+) ([a-z]+ of)$', '\\2 \\1')"
    return f"case when regexp_matches({text}, ' (?:of|the)$') then {turned} else {text} end"


def _compounds(text: str) -> str:
    """The parts of a compound word as one word: Masch.-Bau is not a Bau, but Maschinenbau."""
    forms = folded_forms("company_compounds")
    joined = f"' ' || {text} || ' '"
    for written, form in forms.items():
        joined = f"replace({joined}, ' {written} ', ' {form} ')"
    return f"case when regexp_matches({text}, '\\b{any_of(forms)}\\b') then trim({joined}) else {text} end"


def _forms(words: str) -> str:
    """A pattern of the folded *words*, and of the forms that scripts without blanks put on either side of a name."""
    return any_of((*folded_words(words), *folded_words("joined_legal_forms")))


def _with_blanks(text: str) -> str:
    """Blanks around a legal form that has none: 株式会社山田商事."""
    form = any_of(read_words("joined_legal_forms"))
    spaced = f"regexp_replace({text}, '({form})', ' \\1 ', 'g')"
    return f"case when strlen({text}) = length({text}) then {text} else {spaced} end"


def _joined(text: str) -> str:
    """ "&" and "+" read as "and", apostrophes closed, dots of acronyms dropped (L.L.C. = LLC, S.p.A. = SpA)."""
    worded = f"replace(replace(replace({text}, '&', ' and '), '+', ' and '), '''', '')"
    return f"regexp_replace({worded}, '\\b([a-z0-9])\\.', '\\1', 'g')"


def _without_notes() -> str:
    """The name without what stands in brackets and without its other name; a legal form in front of a comma or dash
    goes too: what follows it is not part of the form (Annos AG - Augsburg)."""
    noted = r"regexp_replace(company_joined, '\([^)]*\)|\[[^\]]*\]', ' ', 'g')"
    link = any_of(("and", *folded_words("and_words")))
    legal = any_of(folded_words("legal_forms")).replace(" and ", f" {link} ").replace(" ", "[. ]+")
    placed = f"regexp_replace({noted}, '([a-z0-9]) *,? {legal}\\.?( *[,;] *| +- +)', '\\1\\2', 'g')"
    bare = "case when company_is_plain then company_joined when regexp_matches(company_joined, '[,;]| - ') "
    bare += f"then {placed} else {noted} end"
    return f"""case when not company_is_double then {bare}
        when regexp_matches(company_joined, '.{TRADING_AS}') then regexp_replace({bare}, '^.*{TRADING_AS}', '')
        else {before_the_other(bare)} end"""
