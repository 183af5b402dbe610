"""Which way round a column writes whole names: "John A. Smith", or "SMITH JOHN A" without a comma.

Old registers, and lists from where the family comes first, say nothing about it: the names themselves vote.
"""

from collections.abc import Iterable

from listmatch.lexicon.folding import fold
from listmatch.lexicon.name_kinds import name_kind
from listmatch.lexicon.words import folded_forms, folded_words

_LEAST_VOTES = 3
"""names that have to speak for the family first"""
_MAJORITY = 3
"""times as many as speak against it: a list that mixes both is read as nearly all lists are, given name first"""


def is_family_first(names: Iterable[str | None]) -> bool:
    """Whether most of the whole *names* that tell begin with the family; those with a comma say it themselves."""
    votes = [_vote(name) for name in names if name and "," not in name]
    family, given = votes.count(1), votes.count(-1)
    return family >= _LEAST_VOTES and family > _MAJORITY * given


def _vote(name: str) -> int:
    """1 for the family first, -1 for the given name first, 0 where the name does not tell."""
    raw, words = name.split(), _bare(fold(name).split())
    if not 2 <= len(words) <= 4 or not all(word.isalpha() for word in words):
        return 0
    front, back = words[0], words[-1]
    clues = [
        _is_initial(back) - _is_initial(front),
        _only_given(back) - _only_given(front),
        _only_family(front) - _only_family(back),
        _is_loud(raw[0], beside=raw[-1]) - _is_loud(raw[-1], beside=raw[0]),
    ]
    total = sum(clues)
    return (total > 0) - (total < 0)


def _bare(words: list[str]) -> list[str]:
    """*words* without titles in front and degrees or generations behind."""
    titles, ends = folded_words("titles"), {*folded_words("degrees"), *folded_forms("generations")}
    while len(words) > 1 and words[0] in titles:
        words = words[1:]
    while len(words) > 2 and len(words[-1]) > 1 and words[-1] in ends:
        words = words[:-1]
    return words


def _is_initial(word: str) -> bool:
    return len(word) == 1


def _only_given(word: str) -> bool:
    return name_kind(word) == "given"


def _only_family(word: str) -> bool:
    return name_kind(word) == "family"


def _is_loud(word: str, *, beside: str) -> bool:
    """In capitals beside a word that is not: DUPONT Jean."""
    return len(word) > 2 and word.isupper() and not beside.isupper()
