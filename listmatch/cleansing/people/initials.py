"""Initials that are run together where a given name should stand: ``MB Carter`` is M. B. Carter."""

from functools import lru_cache

from listmatch.cleansing.cells import Cells
from listmatch.cleansing.recipe import Step
from listmatch.domain.columns import Field
from listmatch.lexicon.words import any_of, folded_set, folded_words

_MOST = 3
"""letters; of four some are abbreviations of the name itself (Chas, Wm.)"""


def is_loud(cells: Cells) -> str:
    """SQL for "a given name of two capitals beside a surname that has small letters": JE Smith, where Jo is Jo.

    Whole names do not say so here, and neither does a list in capitals.
    """
    given, family = (cells.get(field, ()) for field in (Field.FIRST_NAME, Field.LAST_NAME))
    if not given or not family:
        return "false"
    return (
        f"coalesce(strlen({given[0]}) = 2 and regexp_full_match({given[0]}, '[A-Z]{{2}}') "
        f"and {family[0]} <> upper({family[0]}), false)"
    )


def apart_initials(first: str, rest: str, *, loud: str) -> list[Step]:
    """Steps that make ``name_first`` and ``spare_middle`` of a given name and what follows it.

    Letters that nobody can speak are initials; two that can be (AC, JE) where the list is *loud* about them.
    """
    silent = f"not regexp_matches({first}, '[aeiouy]') and not regexp_full_match({first}, '{_spoken()}')"
    return [
        {
            "is_joined": f"case when strlen({first}) between 2 and {_MOST} and not contains({first}, ' ') "
            f"and not regexp_matches({first}, '[0-9]') then {silent} or {loud} else false end"
        },
        {
            "name_first": f"case when is_joined then left({first}, 1) else {first} end",
            "spare_middle": f"case when is_joined then concat_ws(' ', "
            f"nullif(trim(regexp_replace(substr({first}, 2), '(.)', '\\1 ', 'g')), ''), {rest}) else {rest} end",
        },
    ]


@lru_cache
def _spoken() -> str:
    """Names and titles without a vowel (Wm, Ng, Mrs)."""
    known = folded_set("first_names") | folded_set("last_names") | set(folded_words("titles"))
    return any_of(word for word in known if 1 < len(word) <= _MOST and word.isalpha() and not set(word) & set("aeiouy"))
