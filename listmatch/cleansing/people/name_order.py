"""Which way round a column writes whole names: "John A. Smith", or "SMITH JOHN A" without a comma.

Old registers, and lists from where the family comes first, say nothing about it: the names themselves vote.
"""

from collections.abc import Iterable
from enum import StrEnum, auto

from listmatch.lexicon.folding import fold
from listmatch.lexicon.name_kinds import name_kind
from listmatch.lexicon.romanised_names import family_ahead
from listmatch.lexicon.words import folded_forms, folded_words

_LEAST_VOTES = 3
"""names that have to speak for the family first"""
_MAJORITY = 3
"""times as many as speak against it: a list that mixes both is read as nearly all lists are, given name first"""


class NameOrder(StrEnum):
    """How a list writes whole names that have no comma."""

    GIVEN_FIRST = auto()
    FAMILY_FIRST = auto()
    VIETNAMESE = auto()
    """the family first, and the given name last: Nguyen Van Hung is Hung"""


def name_order(names: Iterable[str | None]) -> NameOrder:
    """How most of the whole *names* that tell are written; those with a comma say it themselves."""
    told = {name: _vote(name) for name in names if name and "," not in name}
    family, given = list(told.values()).count(1), list(told.values()).count(-1)
    if family < _LEAST_VOTES or family <= _MAJORITY * given:
        return NameOrder.GIVEN_FIRST
    vietnamese = sum(_is_vietnamese(fold(name).split()[0]) for name, vote in told.items() if vote == 1)
    return NameOrder.VIETNAMESE if 2 * vietnamese > family else NameOrder.FAMILY_FIRST


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
        _is_patronymic(back) - any(map(_is_patronymic, words[1:-1])),
        _is_vietnamese(front) - _is_vietnamese(back),
        (family_ahead(" ".join(words)) is not None) - (family_ahead(" ".join([back, *words[:-1]])) is not None),
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


def _is_patronymic(word: str) -> bool:
    """Ivanovich, Petrovna: it stands behind the given name, wherever the family stands."""
    return len(word) > 5 and word.endswith(("ovich", "evich", "ovna", "evna", "ichna", "ovych", "ivna"))


def _is_vietnamese(word: str) -> bool:
    return word in folded_words("vietnamese_families")


def _is_loud(word: str, *, beside: str) -> bool:
    """In capitals beside a word that is not: DUPONT Jean."""
    return len(word) > 2 and word.isupper() and not beside.isupper()
