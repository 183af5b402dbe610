"""Company names: legal form, trading-as part and notes off, "&" as "and", common abbreviations in one form.

Who has no employer says so in the column for it ("Self-employed", "Retired"): a cell that says nothing else is empty.
"""

from collections.abc import Sequence

from listmatch.cleansing.forms import in_one_form
from listmatch.cleansing.recipe import Recipe, Step
from listmatch.lexicon.folding import ascii_sql, squeeze_sql
from listmatch.lexicon.words import any_of, folded_words, read_words

_TRADING_AS = r"\b(?:d[./ ]?b[./ ]?a\.?|t/a|a\.?k\.?a\.?|doing business as|trading as|operating as|o/a)[:\s]\s*"


def company_recipe(cells: Sequence[str]) -> Recipe:
    """``company`` and ``company_full`` from the raw company columns."""
    if not cells:
        return Recipe(columns={"company": "null", "company_full": "null"})
    nobody = any_of(folded_words("no_company"))
    joined = folded_words("joined_legal_forms")
    legal, opening = (any_of((*folded_words(name), *joined)) for name in ("legal_forms", "company_openings"))
    steps: list[Step] = [
        {"company_given": f"coalesce({', '.join(cells)})"},
        {"company_text": ascii_sql(_with_blanks("company_given"))},
        {"company_trades": f"regexp_matches(company_text, '.{_TRADING_AS}')"},
        {"company_is_plain": "regexp_full_match(company_text, '[a-z0-9 ]*')"},
        {"company_joined": f"case when company_is_plain then company_text else {_joined('company_text')} end"},
        {"company_typed": squeeze_sql("company_joined"), "company_noted": _without_notes()},
        {"company_whole": f"case when not regexp_full_match(company_typed, '{nobody}') then company_typed end"},
        {
            "company_words": "case when company_whole is null or company_is_plain and not company_trades "
            f"then company_whole else {squeeze_sql('company_noted')} end"
        },
        {
            "company_bare": f"regexp_replace(regexp_replace(company_words, '(?: and)?(?: {legal})+$', ''), "
            f"'^{opening} ', '')"
        },
        {"company_core": "case when company_bare = '' then company_words else company_bare end"},
        *in_one_form("company_core", "company_words", result="company_name"),
    ]
    rules = {
        "noEmployers": "company_whole is null and company_typed is not null",
        "removedLegalForms": f"regexp_matches(company_words, ' {legal}$')",
        "removedTradingNames": "company_trades",
        "removedCompanyNotes": "not company_is_plain and company_noted <> company_joined",
    }
    columns = {"company": "company_name", "company_full": "company_whole"}
    return Recipe(steps=steps, columns=columns, rules=rules)


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
    noted = r"regexp_replace(company_joined, '\([^)]*\)|\[[^\]]*\]', ' ', 'g')"
    bare = f"case when company_is_plain then company_joined else {noted} end"
    return f"case when company_trades then regexp_replace({bare}, '^.*{_TRADING_AS}', '') else {bare} end"
