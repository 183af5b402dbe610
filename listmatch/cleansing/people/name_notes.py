"""What people write into a name beside the name: nicknames and remarks, pronouns, slogans, a surname they had before.

Everything here reads raw text in lower-case ASCII, commas and brackets included.
"""

from listmatch.lexicon.words import any_of, folded_words, read_words

_NOTES = r"""\([^)]*\)|\[[^\]]*\]|"[^"]*"|\s''[^'']+''(?:\s|$)"""
"""bracketed or quoted nicknames and remarks"""

_PRONOUN = "(?:she|he|they|ze|xe|her|hers|him|his|them|theirs|elle|il|iel|ella|el|elle|sie|er|any)"
_PRONOUNS = rf"\b{_PRONOUN}(?:\s*/\s*{_PRONOUN})+\b"

_SLOGAN = r"\s*(?:\||#|//|\s[@.]\s).*$"
"""what no name goes on behind: "Jane Doe | Acme"; the dot was a bullet"""

_BORN = r"[\s,(\[]+(?:nee|geb\.?|geborene|formerly)\s+([a-z][a-z''-]+)[)\]]?"
_BRACKETED = r"\s[(\[]([a-z][a-z''-]+)[)\]]"


def without_notes(text: str, *, least: int = 1) -> str:
    """SQL for *text* as the name alone, apostrophes closed (O'Brien = OBrien).

    Behind a dash a slogan is told from the other half of a double surname by its several words; *least* is the number
    of words that stand before it.
    """
    bare = f"regexp_replace(regexp_replace({text}, '{_BORN}', ' ', 'g'), '{_NOTES}', ' ', 'g')"
    spoken = (
        f"case when regexp_matches({text}, '[^a-z .,-]|\\s[.-]|\\b(?:nee|geb|geborene|formerly)\\b') "
        f"then {_without_slogans(bare, least=least)} else {text} end"
    )
    return f"replace({_elided(spoken)}, '''', '')"


def family_named(text: str) -> str:
    """SQL for *text* with the word for a family in front, where a title is: "The Smith Family" as "family smith".

    Of "Smith/Jones Household" the two surnames are one with a hyphen, of which either half is compared.
    """
    words = any_of(folded_words("family_words"))
    turned = f"regexp_replace({text}, '^\\s*(?:the\\s+)?(\\S.*?)\\s+{words}\\s*$', 'family \\1')"
    hints = " or ".join(f"contains({text}, ' {word}')" for word in folded_words("family_words"))
    return f"case when {hints} then regexp_replace({turned}, '\\s*/\\s*', '-') else {text} end"


def other_family(text: str) -> str:
    """SQL for a second surname that *text* gives: "née Marsh", "Smith (Clayton)", "Mary (Friedman) Smith".

    A word in brackets that is a given name too is one between two names, and a surname behind them.
    """
    ended = f"regexp_extract({text}, '{_BRACKETED}\\s*$', 1)"
    within = f"regexp_extract({text}, '{_BRACKETED}', 1)"
    return (
        f"case when regexp_matches({text}, '[(\\[]|\\b(?:nee|geb|geborene|formerly)\\b') then coalesce("
        f"nullif(regexp_extract({text}, '{_BORN}', 1), ''), "
        f"case when lmg_name_kind({ended}) in ('family', 'both') then {ended} "
        f"when lmg_name_kind({within}) = 'family' then {within} end) end"
    )


def _without_slogans(text: str, *, least: int) -> str:
    words = r"\S+\s+" * (least - 1) + r"\S.*?"
    family = any_of(folded_words("particles"))
    dashed = (
        f"case when contains({text}, ' - ') and not regexp_matches({text}, '\\s-+\\s+{family}\\s') "
        f"then regexp_replace({text}, '^({words})\\s-+\\s+\\S+\\s+\\S.*$', '\\1') else {text} end"
    )
    named = f"regexp_replace(regexp_replace({dashed}, '{_PRONOUNS}', ' ', 'g'), '{_SLOGAN}', '')"
    return f"replace({named}, ' - ', '-')"


def _elided(text: str) -> str:
    """maria d angelo: maria dangelo; michael d campbell and michael d. angelo have an initial."""
    names = read_words("elided_names")
    rests = any_of({name[1:] for name in names})
    return (
        f"case when regexp_matches({text}, '\\b[do] ') then regexp_replace({text}, '\\b([do]) ({rests})\\b', "
        f"'\\1\\2', 'g') else {text} end"
    )
