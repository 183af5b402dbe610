"""One form for parts of names that lists write in several ways: whose child somebody is, servants of God, María.

Everything here reads raw text in lower-case ASCII, as `name_notes` leaves it.
"""

from listmatch.lexicon.words import any_of, folded_words

_CHILD = r"[sdw]\s?/\s?o\b\.?"
_CHILD_BEHIND = rf"^(\S+\s+\S.*?)[\s,]+{_CHILD}.*$"
_CHILD_BETWEEN = rf"[\s,]+(?:{_CHILD}|a/[lp]\b)\s*"
"""son, daughter, wife of somebody, who is named behind a whole name; behind one name alone he stands for the family
("Ramesh s/o Suppiah", in Malaysia a/l and a/p)"""

_MARIA = r"(^|,)\s*ma\.\s*([a-z]{2})"
"""Ma. Elena, as is usual in Mexico and the Philippines; behind a name it is a degree"""


def without_parents(text: str) -> str:
    """SQL for the name *text* without whose child or wife it is, who stands for the family where nothing else does."""
    alone = f"regexp_replace(regexp_replace({text}, '{_CHILD_BEHIND}', '\\1'), '{_CHILD_BETWEEN}', ' ')"
    return f"case when contains({text}, '/') then {alone} else {text} end"


def in_one_form(text: str) -> str:
    """SQL for the name *text* with "abdel rahman", "abd al-rahman" and "abdurrahman" as abdulrahman, "ma." as maria."""
    names = any_of(folded_words("servant_names"))
    servant = rf"\babd(?:[aeiou][lrn])?[ -]?(?:[aeu][lr][ -])?({names})\b"
    written = f"regexp_replace(regexp_replace({text}, '{servant}', 'abdul\\1', 'g'), '{_MARIA}', '\\1 maria \\2')"
    return f"case when contains({text}, 'abd') or contains({text}, 'ma.') then {written} else {text} end"


def with_article(family: str) -> str:
    """SQL for the folded *family* with the Arabic article closed up: "al shamsi" is alshamsi."""
    closed = f"regexp_replace({family}, '\\b([ae]l) ', '\\1', 'g')"
    return f"case when contains({family}, 'l ') then {closed} else {family} end"
