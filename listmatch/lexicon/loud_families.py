"""Families in capitals: "DUPONT Jean" has the family in front, whatever the names around it look like."""

from listmatch.lexicon.folding import fold
from listmatch.lexicon.name_kinds import name_kind
from listmatch.lexicon.words import folded_forms, folded_words

_SHORTEST = 3
"""letters of a family: two are a title, or initials run together (JR Smith)"""


def family_by_comma(name: str | None) -> str | None:
    """The typed whole *name* with a comma behind a family in capitals ("DUPONT, Jean"); any other as it is.

    Degrees and generations behind a name in capitals are not given names (JOHN SMITH Jr), and where lists of names know
    the loud word as a given name alone, it is one (DEBORAH Smith).
    """
    words = (name or "").split()
    loud = next((n for n, word in enumerate(words) if not _is_loud(word)), len(words))
    front, back = words[:loud], words[loud:]
    if not front or not back or not _may_be_family(front) or not all(map(_may_be_given, back)):
        return name
    if all(len(word.strip(".")) == 1 for word in back) or (_is_given(front[0]) and not _is_given(back[0])):
        return name
    return f"{' '.join(front)}, {' '.join(back)}"


def _is_loud(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.replace("-", "").replace("'", "").isalpha()


def _may_be_family(words: list[str]) -> bool:
    return max(map(len, words)) >= _SHORTEST and not any(fold(word) in folded_words("titles") for word in words)


def _may_be_given(word: str) -> bool:
    """One that has small letters, or is an initial."""
    letters = word.replace("-", "").replace("'", "").removesuffix(".")
    if not letters.isalpha() or (len(letters) > 1 and (letters.isupper() or not letters[0].isupper())):
        return False
    known = (folded_words("titles"), folded_words("degrees"), folded_forms("generations"))
    return not any(fold(word) in words for words in known)


def _is_given(word: str) -> bool:
    return name_kind(fold(word)) == "given"
