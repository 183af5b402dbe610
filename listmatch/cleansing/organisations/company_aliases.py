"""The other name in a company's cell: who trades under another name, was called otherwise, or is known by its initials.

Robinson & Sons Inc. dba Lewis's Salon        Lewis's Salon, and Robinson & Sons
Weimer GmbH (formerly Skycast)                Weimer, and Skycast
Info Coast Systems (ICS)                      Info Coast Systems, and ICS
"""

from listmatch.cleansing.recipe import Step
from listmatch.lexicon.folding import squeeze_sql
from listmatch.lexicon.words import any_of, folded_words

TRADING_AS = r"\b(?:d[./ ]?b[./ ]?a\.?|t/as?|a\.?k\.?a\.?|doing business as|trading as|operating as|o/a)[:\s]\s*"
"""what stands between the name in the register and the one over the door, which is the better known"""


def _former() -> str:
    """What stands between the name of today and an earlier one (or, of "now", the other way round)."""
    spaced = any_of(folded_words("former_names")).replace(" ", "[./ ]+").replace("fka", r"f[./]?k[./]?a\.?")
    return rf"(?:\b{spaced}|[(\[,;-] *{any_of(folded_words('noted_names'))}\.?)[:\s-]\s*"


_FORMER = _former()
NAMED_TWICE = f".(?:{TRADING_AS}|{_FORMER})"
"""a name, and words that announce another one"""


def before_the_other(text: str) -> str:
    """SQL of *text* without its other name and the words that announce it."""
    return f"regexp_replace({text}, '(.)(?:{_FORMER}).*$', '\\1')"


def alias_steps() -> list[Step]:
    """Steps to ``company_alias``, the words of the other name: NULL for nearly everybody, so its cost is small.

    They need ``company_joined``, ``company_is_double`` and ``company_words``. What stands in
    brackets is another name where a legal form says so, or where one is the other's initials; else it is a note.
    """
    legal = any_of(folded_words("legal_forms"))
    return [
        {
            "company_other": f"""case
                when company_is_double and regexp_matches(company_joined, '.{TRADING_AS}')
                then regexp_replace(company_joined, '(.)[ (,;-]*{TRADING_AS}.*$', '\\1')
                when company_is_double then regexp_extract(company_joined, '.{_FORMER}([^)\\]]*)', 1) end""",
            "company_inside": r"case when not company_is_double and contains(company_joined, '(') "
            r"then nullif(regexp_extract(company_joined, '[^(] *\(([^()]{3,})\)', 1), '') end",
        },
        {"company_inside_words": squeeze_sql("company_inside")},
        {
            "company_is_alias": "case when company_inside_words is not null then "
            f"regexp_matches(company_inside_words, '[a-z0-9] {legal}$') "
            f"or {_initials('company_inside_words')} = split_part(company_words, ' ', 1) "
            f"or starts_with({_initials('company_words')}, company_inside_words) end"
        },
        {
            "company_alias": f"case when company_other is not null then nullif({squeeze_sql('company_other')}, '') "
            "when company_is_alias then company_inside_words end"
        },
    ]


def _initials(words: str) -> str:
    """SQL of the first letters of *words*, three at least."""
    letters = f"array_to_string(list_transform(string_split({words}, ' '), lambda w: left(w, 1)), '')"
    return f"nullif({letters}, left({letters}, 2))"
