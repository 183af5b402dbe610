"""Whose names a list holds under a header like "Name", people's or companies', judged by all of its columns.

No word list knows the names of all peoples (Thai, Ethiopian, Tamil ones), so the sum of many small signs decides: what
the names are made of, whose mailboxes and websites stand beside them, what else is known of every row. Each sign
counts in nats, positive for people; the figures are estimates of how much oftener one kind of list shows it, and no
sign alone outvotes two others.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from listmatch.domain.columns import ColumnType as T
from listmatch.lexicon.folding import fold
from listmatch.lexicon.mail_providers import free_providers
from listmatch.lexicon.sexes import is_form_of_address, told_sex
from listmatch.lexicon.words import folded_words, read_table, read_words
from listmatch.profiling import people, vocabulary
from listmatch.profiling.candidate import Candidate, Columns
from listmatch.profiling.headers import header_words
from listmatch.profiling.lists import folded_lines
from listmatch.profiling.shapes import has_figure

_LOOKED_AT = 200
"""names and mailboxes that are looked at: a share is then known to 3.5 points, and signs are further apart"""

_NAMES_COUNTED = 10
"""names from which more of them say no more: what one list is made of is not independent from name to name"""

_MOST_OF_NAMES, _MOST_OF_MAIL = 5.0, 4.0
"""nats that all names and all mailboxes together are worth at most"""

_PERSONAL = (T.FIRST_NAME, T.LAST_NAME, T.FULL_NAME)


def speaks_for_people(column: Candidate, columns: Columns) -> float:
    """How much more the list looks like one of people than one of companies that *column* names, in nats."""
    others = [other for other in columns if other is not column]
    return _by_names(column.values) + _by_mail(column.values, others) + _by_columns(others)


def _by_names(values: Sequence[str]) -> float:
    """What the names are made of, and whether their words return: of people both given names and surnames do."""
    names = [_Name(value, fold(value)) for value in dict.fromkeys(values)]
    names = names[:: max(1, len(names) // _LOOKED_AT)]
    if not names:
        return 0.0
    each = sum(map(_sign_of, names)) / len(names)
    said = min(len(names), _NAMES_COUNTED) * each + 4 * _returning(names)
    return max(-_MOST_OF_NAMES, min(_MOST_OF_NAMES, said))


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    folded: str

    @property
    def words(self) -> list[str]:
        return self.folded.split()


def _sign_of(name: _Name) -> float:
    """What the first sign that a name shows is worth; of two to four words that nobody knows it is a little."""
    return next((weight for weight, shows in _SIGNS if shows(name)), _UNKNOWN)


def _has_firm_word(name: _Name) -> bool:
    """A legal form, a trade, "the" or "of"; the Smith Family is one of people all the same."""
    is_family = bool(name.words) and name.words[-1] in folded_words("family_words")
    has_word = vocabulary.has_legal_form(name.folded) or not _firm_words().isdisjoint(name.words)
    return not is_family and (has_word or _POSSESSED(name.text) is not None)


def _is_known(name: _Name) -> bool:
    return people.is_full_name(name.text, name.folded) or people.has_first_name(name.folded)


def _has_form_of_people(name: _Name) -> bool:
    """A title in front, or an initial."""
    words = name.words
    return len(words) > 1 and (is_form_of_address(words[0]) or any(len(w) == 1 and w.isalpha() for w in words))


_POSSESSED = re.compile(r"['’`]s\b", re.IGNORECASE).search

_SIGNS: tuple[tuple[float, Callable[[_Name], object]], ...] = (
    (-3.0, _has_firm_word),
    (-3.0, lambda name: has_figure(name.text)),
    (1.8, _is_known),
    (-3.0, lambda name: "and" in name.words and not is_form_of_address(name.words[0])),
    (2.0, _has_form_of_people),
    (-1.0, lambda name: len(name.words) <= 1),
    (-0.5, lambda name: len(name.words) > _LONGEST_NAME),
)
"""log(share of people's names / share of companies') that show it"""

_UNKNOWN = 0.4
_LONGEST_NAME = 4


@lru_cache
def _firm_words() -> frozenset[str]:
    trades = (word for row in read_table("trades") for word in row[2].split())
    return folded_lines("company_words").union(trades, folded_words("company_openings"), ("of", "the", "for"))


def _returning(names: Sequence[_Name]) -> float:
    """Share of names whose first and last word others have too; in names of companies one of them is their own."""
    seen = Counter(word for name in names for word in set(name.words))
    return sum(all(seen[word] > 1 for word in name.words[:1] + name.words[-1:]) for name in names) / len(names)


def _by_mail(values: Sequence[str], others: Sequence[Candidate]) -> float:
    """Mailboxes are called after people, or like a desk (info@); the names of companies stand behind the @."""
    boxes = [box for other in others if other.guess.type is T.EMAIL for box in _mailboxes(other.values)]
    if not boxes:
        return 0.0
    words = {word for name in values for word in fold(name).split() if len(word) >= _TELLING}
    in_front = sum(_holds(local, words) for local, _ in boxes) / len(boxes)
    behind = sum(_holds(host, words) for _, host in boxes if host not in free_providers()) / len(boxes)
    desks = sum(local in _desks() for local, _ in boxes) / len(boxes)
    free = sum(host in free_providers() for _, host in boxes) / len(boxes)
    return max(-_MOST_OF_MAIL, min(_MOST_OF_MAIL, 5 * (in_front - behind) + 2 * free - 4 * desks))


_TELLING = 4
"""letters from which a word within an address is hardly there by chance"""


def _mailboxes(values: Sequence[str]) -> Iterator[tuple[str, str]]:
    for value in values[:: max(1, len(values) // _LOOKED_AT)]:
        local, at, host = value.lower().partition("@")
        if at:
            yield local, host.strip()


def _holds(text: str, words: frozenset[str] | set[str]) -> bool:
    parts = fold(text).split()
    glued = "".join(parts)
    return any(part in words for part in parts) or any(word in glued for word in words)


@lru_cache
def _desks() -> frozenset[str]:
    return frozenset(read_words("role_words"))


def _by_columns(others: Sequence[Candidate]) -> float:
    """What else the list knows of its rows; a sign counts once, however many columns show it."""
    return sum(weight for weight, shows in _COLUMNS if any(map(shows, others)))


def _is_own_person(other: Candidate) -> bool:
    """The contact of a company; neither the spouse of a member nor the salesperson of either."""
    aside = folded_lines("staff_words") | folded_lines("other_people_words")
    is_person = other.guess.type in _PERSONAL and T.COMPANY not in other.named and bool(other.named)
    return is_person and aside.isdisjoint(header_words(other.header))


def _tells_sex(other: Candidate) -> bool:
    """Forms of address or sexes, both of them."""
    values = {fold(value) for value in other.values[:_LOOKED_AT]}
    return {"f", "m"} <= set(map(told_sex, values)) and all(map(is_form_of_address, values))


def _headed_of(bearer: str) -> Callable[[Candidate], bool]:
    return lambda other: not _bearers()[bearer].isdisjoint(header_words(other.header))


_COLUMNS: tuple[tuple[float, Callable[[Candidate], bool]], ...] = (
    (4.0, lambda other: other.guess.type is T.COMPANY and set(other.named) == {T.COMPANY}),
    (4.0, _tells_sex),
    (3.0, lambda other: other.guess.type is T.BIRTH_DATE),
    (2.0, lambda other: other.guess.type is T.JOB_TITLE and bool(other.named)),
    (2.5, _headed_of("person")),
    (-4.0, _is_own_person),
    (-3.0, lambda other: other.guess.type in (T.URL, T.DOMAIN)),
    (-4.0, _headed_of("company")),
)


@lru_cache
def _bearers() -> dict[str, frozenset[str]]:
    """Whose list it is -> words in headers of such lists."""
    text = resources.files("listmatch.profiling").joinpath("data", "bearer_headers.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    return {kind: frozenset(word for row in rows if row[0] == kind for word in row[1].split()) for kind, _ in rows}
