"""Values recognised by the words in them: companies, job titles, and texts that are not names."""

from functools import lru_cache

from listmatch.lexicon.words import folded_words
from listmatch.profiling.lists import folded_lines


def is_company(folded: str) -> bool:
    """A legal form at the end, or words that companies are made of."""
    words = folded.split()
    return len(words) >= 2 and (
        has_legal_form(folded)
        or any(word in folded_lines("company_words") for word in words)
        or " and " in f" {folded} "
    )


def has_legal_form(folded: str) -> bool:
    """Ends in a legal form (Inc, GmbH, S.A.)."""
    words = folded.split()
    return any(" ".join(words[-n:]) in _legal_forms() for n in range(1, min(4, len(words) - 1) + 1))


@lru_cache
def _legal_forms() -> frozenset[str]:
    """Legal forms as folding leaves them, dots read as blanks or dropped."""
    joined = folded_words("legal_forms")
    return frozenset(joined) | frozenset(" ".join(word) for word in joined if word.isalpha() and len(word) <= 4)


def is_job_title(folded: str) -> bool:
    """Has a word that job titles are made of."""
    return any(word in folded_lines("job_words") for word in folded.split())


def is_plain(folded: str) -> bool:
    """No name of anything, though it may look like one: a title or legal form alone, a size, an answer, a measure."""
    words = folded.split()
    if not words:
        return False
    alone = folded in folded_words("titles") or folded in _legal_forms() or folded in folded_lines("sizes_and_answers")
    alone = alone or all(word in folded_lines("weekdays") for word in words)
    return alone or (
        len(words) <= 5 and words[0].isdigit() and any(word in folded_lines("measures") for word in words[1:])
    )
