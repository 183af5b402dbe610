"""The words around a name that are not part of it: titles before it, degrees and generations behind it."""

from listmatch.cleansing.recipe import Step
from listmatch.lexicon.folding import squeeze_sql
from listmatch.lexicon.words import any_of, folded_forms, folded_set, folded_words

_NEVER_INITIALS = frozenset({"mr", "ms", "mx", "dr"})
"""titles of two letters that a cell may hold alone; the others stand before a name, and alone they are initials"""

_LONGEST_ABBREVIATION = 4
"""letters of a degree that people put dots between (M.D., L.C.S.W.)"""


def degrees() -> str:
    """A regular expression for a degree in folded text: "md" or "m d", as the dots leave it."""
    words = folded_words("degrees")
    spelt = (" ".join(word) for word in words if len(word) <= _LONGEST_ABBREVIATION and word.isalpha())
    return any_of({*words, *spelt})


def generations() -> str:
    """A regular expression for a generation in folded text."""
    return any_of(word for word in folded_forms("generations") if word.isalpha() or len(word) > 1)


def without_degrees(text: str) -> str:
    """SQL for the raw *text* without what follows its commas, as far as that is degrees and generations.

    Words that are names and states as well (MA, DO) are degrees behind a name of several words alone. What stands
    between two commas goes too ("Smith, Jr., John"), for a family is before the first.
    """
    sure = f"{_dotted(degrees())}|{generations()}"
    maybe = f"{sure}|{_dotted(any_of(folded_words('credentials')))}"
    behind = r"(?:\s*,\s*(?:{})\.?)+\s*$"
    whole = rf"^([^,]*[^,\s]\s+[^,\s][^,]*?){behind.format(maybe)}"
    inner = f"regexp_replace({text}, ',\\s*(?:{sure})\\.?\\s*,', ',')"
    return (
        f"case when contains({text}, ',') then regexp_replace(regexp_replace({inner}, '{whole}', '\\1'), "
        f"'{behind.format(sure)}', '') else {text} end"
    )


def bared(name: str, text: str, *, known: str) -> list[Step]:
    """*text* folded, without titles before it and degrees and generations after it; and what was found there.

    A title alone is not a name, unless it is one of the *known* (Dona; a family called Major or Lord) or two
    letters that are rather somebody's initials (SR, RA, LT).
    """
    key, bare = f"{name}_key", f"{name}_bare"
    titles = any_of(folded_words("titles"))
    initials = {word for word in folded_words("titles") if len(word) <= 2} - _NEVER_INITIALS
    alone = any_of(set(folded_words("titles")) - folded_set(known) - initials)
    return [
        {key: squeeze_sql(text)},
        {
            bare: f"case when not contains({key}, ' ') then case when regexp_full_match({key}, '{alone}') then null "
            f"else {key} end else regexp_replace({_second_untitled(key)}, '^(?:{titles} (?:and )?)+', '') end"
        },
        {
            f"{name}_had_title": f"{bare} <> {key}",
            f"{name}_title": f"case when {bare} is null or {bare} <> {key} then "
            f"regexp_extract({key}, '^(?:{titles}(?: and)?(?: |$))+') end",
            f"{name}_degrees": f"coalesce((case when contains({bare}, ' ') then regexp_matches({bare}, "
            f"' {degrees()}(?: {generations()})?$') end)::int, 0)",
            f"{name}_tail": f"case when contains({bare}, ' ') then "
            f"nullif(regexp_extract({bare}, ' ({generations()})$', 1), '') end",
            f"{name}_body": f"case when contains({bare}, ' ') then "
            f"regexp_replace({bare}, '(?: (?:{degrees()}|{generations()}))+$', '') else {bare} end",
        },
    ]


def _second_untitled(text: str) -> str:
    """john and mrs mary smith: john and mary smith."""
    untitled = f"regexp_replace({text}, ' and (?:{any_of(folded_words('titles'))} )+', ' and ')"
    return f"case when contains({text}, ' and ') then {untitled} else {text} end"


def _dotted(words: str) -> str:
    """The expression *words* with dots, hyphens, blanks or two of them where folded text has a blank."""
    return words.replace(" ", "[-. ]{1,2}")
