"""Reading the word lists of ``data/`` and turning them into regular expressions."""

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from listmatch.lexicon.folding import fold, fold_lines


@lru_cache
def read_words(name: str) -> tuple[str, ...]:
    """The lines of ``data/<name>.txt`` without comments, in the order of the file."""
    text = resources.files("listmatch.lexicon").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("# "))


@lru_cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``data/<name>.csv`` below its header."""
    text = resources.files("listmatch.lexicon").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(tuple(row) for row in list(csv.reader(text.splitlines()))[1:])


@lru_cache
def folded_words(name: str) -> tuple[str, ...]:
    """The words of a list as folding leaves them, without duplicates."""
    return tuple(dict.fromkeys(filter(None, map(fold, read_words(name)))))


@lru_cache
def folded_set(name: str) -> frozenset[str]:
    """The words of a long list as folding leaves them: all folded at once."""
    return frozenset(filter(None, fold_lines(read_words(name))))


@lru_cache
def folded_forms(name: str) -> dict[str, str]:
    """A two-column table as folded word -> its one form, as the table has it."""
    return {fold(row[0]): row[1] for row in read_table(name)}


def any_of(words: Iterable[str], *, between: str = "") -> str:
    """A regular expression (RE2 and Python) for any of the words, the longest first; a blank matches one blank.

    *between* is what may stand between any two letters of a word, as a regular expression.
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    parts = (between.join(map(re.escape, word)) if between else re.escape(word) for word in longest_first)
    return "(?:" + "|".join(parts).replace("\\ ", " ") + ")"
