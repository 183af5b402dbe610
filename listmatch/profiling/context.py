"""Settles the types of columns by their neighbours: a "Name" beside a "Vorname" (given name) is a surname."""

from collections.abc import Callable, Iterable, Sequence
from math import tanh

from listmatch.domain.columns import ColumnType as T
from listmatch.profiling.bearers import speaks_for_people
from listmatch.profiling.candidate import Candidate, Columns
from listmatch.profiling.headers import header_words, says_only_number
from listmatch.profiling.headers_abroad import is_other_script

_ABROAD = 0.3
"""share of values of one column that Americans would not write, from which a list is none of theirs"""

_NEAR = 4
"""columns between a postcode and its street, town or state, at most"""

_WORDIEST_NAME = 7
"""words per value from which a column is none of names"""

_DOUBTED = 1.0
"""nats by which a list must speak against what a "Name" looks like by itself; mere words are nobody's name yet"""

_PERSON_NAMES = (T.FIRST_NAME, T.LAST_NAME, T.FULL_NAME)
_CONTACT = (T.STREET, T.CITY, T.PHONE, T.POSTCODE, T.US_ZIP)


def settle(candidates: Iterable[Candidate]) -> Columns:
    """All columns of a list with their final types, in the same order."""
    columns = Columns(candidates)
    for rule in _RULES:
        columns = Columns(rule(column, n, columns) for n, column in enumerate(columns))
    return columns


def _name_beside_part(column: Candidate, n: int, columns: Columns) -> Candidate:
    """An ambiguous "Name" is the other half of the first or last name that stands beside it."""
    is_single = column.evidence.mean_words < 1.3 and column.evidence.size > 0
    if T.FULL_NAME not in column.named or (len(column.named) < 2 and not is_single) or column.evidence.numbered > 0.5:
        return column
    others = {other.guess.type for k, other in enumerate(columns) if k != n and len(other.named) == 1}
    has_first, has_last = T.FIRST_NAME in others, T.LAST_NAME in others
    near = {other.guess.type for other in columns.around(n, before=2, behind=2)}
    wordy = column.evidence.mean_words < 1.8 and column.evidence.legal_forms < 0.2
    if has_first and wordy and (not has_last or (T.FIRST_NAME in near and not column.evidence.legal_forms)):
        return column.becomes(T.LAST_NAME, 0.9)
    if has_last and not has_first and wordy and (len(column.named) > 1 or column.evidence.fits[T.FIRST_NAME] > 0.5):
        return column.becomes(T.FIRST_NAME, 0.9)
    return column


def _halves_of_one_name(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Of two columns side by side that are both called "Name" and hold one word each, one has the given names."""
    if not _is_half(column):
        return column
    near = [other for other in columns.around(n) if _is_half(other)]
    if len(near) != 1 or columns.of_type(T.FIRST_NAME):
        return column
    own, other = (each.evidence.fits[T.FIRST_NAME] for each in (column, near[0]))
    return column.becomes(T.FIRST_NAME, 0.7) if own > max(other, 0.5) else column


def _is_half(column: Candidate) -> bool:
    """A "Name" that was taken for a surname because it is one word."""
    is_name = T.FULL_NAME in column.named and column.guess.type is T.LAST_NAME
    return is_name and 0 < column.evidence.mean_words < 1.3


def _whole_name_alone(column: Candidate, _: int, columns: Columns) -> Candidate:
    """Chinese and Korean names are one word, and one word is their name: a given name only beside the family."""
    is_either = {T.FULL_NAME, T.FIRST_NAME} <= set(column.named) and column.guess.type is T.FIRST_NAME
    if not is_either or not is_other_script(column.header):
        return column
    has_family = any(T.LAST_NAME in (*other.named, other.guess.type) for other in columns if other is not column)
    return column if has_family else column.becomes(T.FULL_NAME)


def _name_of_bearer(column: Candidate, _: int, columns: Columns) -> Candidate:
    """A "Name" that people and companies may have is what the whole list speaks for, where it is about either."""
    kinds = (T.COMPANY, T.FULL_NAME, T.LAST_NAME, T.TEXT)
    is_open = {T.COMPANY, T.FULL_NAME} <= set(column.named) and column.guess.type in kinds
    if not is_open or columns.of_type(T.FIRST_NAME) or not 0 < column.evidence.mean_words < _WORDIEST_NAME:
        return column
    others = [other.guess.type for other in columns if other is not column]
    says = speaks_for_people(column, columns)
    confidence = round(0.5 + 0.5 * tanh(abs(says) / 4), 2)
    is_weak = abs(says) < _DOUBTED and not (column.guess.type is T.TEXT and _knows_of_somebody(others) > 1)
    if column.guess.type is T.TEXT and (is_weak or not _knows_of_somebody(others)):
        return column
    if is_weak or (says > 0 and column.guess.type is T.LAST_NAME):
        return column.becomes(column.guess.type, confidence)
    return column.becomes(T.FULL_NAME if says > 0 else T.COMPANY, confidence)


def _knows_of_somebody(kinds: Sequence[T]) -> int:
    """How much a list with columns of these kinds knows of somebody, rather than of things."""
    return sum(kind in (*_CONTACT, T.EMAIL, T.BIRTH_DATE, T.COMPANY) for kind in kinds)


def _house_number(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Small numbers beside streets without numbers."""
    if (
        column.guess.type not in (T.NUMBER, T.ID, T.STREET_NUMBER, T.POSTCODE)
        or column.evidence.fits[T.STREET_NUMBER] < 0.8
    ):
        return column
    if column.named and T.STREET_NUMBER not in column.named and not says_only_number(column.header):
        return column
    streets = [other for other in columns.around(n) if other.guess.type is T.STREET and other.evidence.numbered < 0.5]
    if streets and not column.evidence.is_sequence:
        return column.becomes(T.STREET_NUMBER, 0.8)
    return column if column.named or column.guess.type is not T.STREET_NUMBER else column.becomes(T.ID, 0.5)


def _street_before_number(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Without headers: words before small numbers and a postcode are streets, though none is called a street."""
    if column.named or column.guess.type not in (T.TEXT, T.CITY, T.LAST_NAME, T.FULL_NAME) or n + 2 >= len(columns):
        return column
    numbers, *behind = columns.around(n, before=0, behind=3)
    are_houses = (
        numbers.evidence.fits[T.STREET_NUMBER] >= 0.8 and not numbers.evidence.is_sequence and not numbers.named
    )
    no_street = not columns.of_type(T.STREET)
    is_place = any(other.guess.type in (T.POSTCODE, T.US_ZIP) for other in behind) and column.evidence.numbered < 0.2
    return column.becomes(T.STREET, 0.6) if are_houses and no_street and is_place else column


def _zip(column: Candidate, _: int, columns: Columns) -> Candidate:
    """Five digits are a US ZIP where the header says ZIP or the states are American, else a postcode."""
    fits = column.evidence.fits
    if column.guess.type not in (T.POSTCODE, T.US_ZIP):
        return column
    if column.evidence.size == 0:
        says_zip = any(word.startswith("zip") for word in header_words(column.header))
        return column.becomes(T.US_ZIP if says_zip else T.POSTCODE)
    looks_us = fits[T.US_ZIP] >= 0.9 and column.evidence.lengths[1] >= 5
    full_length = 1 - column.evidence.damaged_zips
    if not looks_us or full_length < 0.5:
        return column.becomes(T.POSTCODE)
    states = columns.of_type(T.STATE)
    if states and max(other.evidence.us_states for other in states) > 0.6:
        return column.becomes(T.US_ZIP, max(column.guess.confidence, 0.9))
    says_zip = any(word.startswith("zip") or word == "zcta" for word in header_words(column.header))
    if states or _has_trunk_phones(columns) or (not says_zip and _is_abroad(columns)):
        return column.becomes(T.POSTCODE)
    return column.becomes(T.US_ZIP if says_zip or not column.named else T.POSTCODE)


def _postcode_needs_place(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Plain figures without a header are postcodes only near a place, and where no other column is the postcode."""
    is_plain = column.guess.type in (T.POSTCODE, T.US_ZIP) and column.evidence.special_postcodes < 0.1
    if column.named or not is_plain:
        return column
    near = [other.guess.type for other in columns.around(n, before=_NEAR, behind=_NEAR)]
    has_other = any(T.POSTCODE in other.named for kind in (T.POSTCODE, T.US_ZIP) for other in columns.of_type(kind))
    has_place = any(kind in (T.CITY, T.STATE, T.STREET, T.COUNTRY, T.UNIT) for kind in near)
    return column if has_place and not has_other else column.becomes(T.NUMBER, 0.5)


def _is_abroad(columns: Columns) -> bool:
    """Letters or web addresses that are not American."""
    return any(other.evidence.abroad >= _ABROAD for other in columns)


def _has_trunk_phones(columns: Columns) -> bool:
    """Phones that are not American."""
    return any(other.evidence.size and other.evidence.trunk_phones > 0.5 for other in columns.of_type(T.PHONE))


def _state_is_city(column: Candidate, _: int, columns: Columns) -> Candidate:
    """Without headers: names that provinces and their capitals share are towns where no column names towns."""
    seen = column.evidence
    if column.named or column.guess.type is not T.STATE or seen.mean_length <= 4 or seen.fits[T.CITY] < 0.6:
        return column
    has_city = bool(columns.of_type(T.CITY))
    has_codes = any(other.evidence.mean_length <= 4 for other in columns.of_type(T.STATE))
    return column if has_city and not has_codes else column.becomes(T.CITY, 0.6)


def _middle(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Given names between a first and a last name."""
    if column.named or column.guess.type not in (T.FIRST_NAME, T.MIDDLE_NAME):
        return column
    around = [other.guess.type for other in columns.around(n)]
    return column.becomes(T.MIDDLE_NAME, 0.7) if around == [T.FIRST_NAME, T.LAST_NAME] else column


def _last_after_first(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Without headers: one word that could be a surname, beside a first name and with no other surname about."""
    if column.named or column.guess.type not in (T.CITY, T.FIRST_NAME, T.TEXT) or not _may_be_surnames(column):
        return column
    if columns.of_type(T.LAST_NAME) or column.evidence.mean_words > 1.8:
        return column
    firsts = [
        other
        for other in columns.around(n, before=2)
        if (other.guess.type is T.MIDDLE_NAME and other.evidence.single_letters >= 0.5)
        or (
            other.guess.type is T.FIRST_NAME and other.evidence.fits[T.FIRST_NAME] >= column.evidence.fits[T.FIRST_NAME]
        )
    ]
    if not firsts or (column.guess.type is T.FIRST_NAME and len(columns.of_type(T.FIRST_NAME)) < 2):
        return column
    return column.becomes(T.LAST_NAME, 0.6)


def _may_be_surnames(column: Candidate) -> bool:
    """Some are known surnames, or all are single words of which hardly one repeats."""
    seen = column.evidence
    if seen.plain >= 0.5:  # Open, Gold and True are surnames too, and answers where most values are
        return False
    are_single = seen.mean_words <= 1.2 and seen.numbered == 0 and seen.distinct_share >= 0.8 and seen.plain == 0
    return seen.fits[T.LAST_NAME] >= 0.3 or (are_single and seen.mean_length >= 3)


def _city_by_place(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Without headers: words beside a state or postcode are towns, though surnames of the same sound exist."""
    if column.named or column.guess.type not in (T.LAST_NAME, T.TEXT, T.FIRST_NAME) or column.evidence.numbered > 0.2:
        return column
    is_place = any(other.guess.type in (T.STATE, T.US_ZIP, T.POSTCODE, T.STREET) for other in columns.around(n))
    no_city = not columns.of_type(T.CITY)
    has_name = any(other is not column for kind in (*_PERSON_NAMES, T.COMPANY) for other in columns.of_type(kind))
    if is_place and no_city and column.evidence.fits[T.CITY] > 0.1 and (has_name or column.guess.type is T.TEXT):
        return column.becomes(T.CITY, 0.6)
    return column


def _words_in_small_letters(column: Candidate, _: int, columns: Columns) -> Candidate:
    """Without headers: words in small letters are not names where the other columns write names in capitals."""
    seen, kinds = column.evidence, (*_PERSON_NAMES, T.CITY, T.COMPANY)
    if column.named or column.guess.type not in kinds or seen.small < 0.9 or seen.fits[T.FULL_NAME] >= 0.5:
        return column
    names = (other for kind in (*_PERSON_NAMES, T.CITY) for other in columns.of_type(kind))
    return column.becomes(T.TEXT, 0.5) if any(other.evidence.small < 0.2 for other in names) else column


def _initials_need_names(column: Candidate, n: int, columns: Columns) -> Candidate:
    """Single letters without a header are initials beside a name, and codes elsewhere."""
    if column.named or column.guess.type is not T.MIDDLE_NAME or column.evidence.single_letters < 0.5:
        return column
    is_beside_name = any(other.guess.type in (T.FIRST_NAME, T.LAST_NAME) for other in columns.around(n))
    return column if is_beside_name else column.becomes(T.TEXT, 0.6)


_Rule = Callable[[Candidate, int, Columns], Candidate]
_RULES: tuple[_Rule, ...] = (
    _name_beside_part,
    _halves_of_one_name,
    _whole_name_alone,
    _name_of_bearer,
    _street_before_number,
    _house_number,
    _postcode_needs_place,
    _zip,
    _state_is_city,
    _last_after_first,
    _city_by_place,
    _middle,
    _initials_need_names,
    _words_in_small_letters,
)
