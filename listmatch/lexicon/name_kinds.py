"""Which of given name and surname a word is, by the lists of both."""

from typing import Literal

from listmatch.lexicon.words import folded_set

NameKind = Literal["given", "family", "both"]


def name_kind(word: str | None) -> NameKind | None:
    """What the folded *word* is known as; None where neither list has it."""
    is_given, is_family = word in folded_set("first_names"), word in folded_set("last_names")
    if is_given and is_family:
        return "both"
    return "given" if is_given else "family" if is_family else None
