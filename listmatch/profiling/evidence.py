"""What the values of one column say: for each type the share of values that fit it, from a sample."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from listmatch.domain.columns import ColumnType
from listmatch.lexicon.folding import fold
from listmatch.lexicon.scientific import is_scientific
from listmatch.profiling import people, places, shapes, streets, vocabulary

_WEIGHED = 500
"""distinct values put to every test: a share of 50 % is then known to 4.5 points (95 %), and types are further apart"""

_PROBED = 100
"""values looked at first: when none of them fits a type, at most 3 % do (95 %), and no type is given for so few"""

_WIDEST_STEP = 1_000
"""mean distance, from row to row, of the numbers of a list that counts its rows; in a short list sorted postcodes are
further apart, in a long one nearer than 1"""

_MARKED = re.compile(r"'[+0-9]")
"""figures that a spreadsheet or a shop marks as text (``'02952``)"""

_LONG_NUMBER = 6
"""digits from which a number is not a postcode, however far apart"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One column's sample: ``fits`` is type -> share of values that could be it; the rest tells similar types apart."""

    fits: Mapping[ColumnType, float]
    size: int
    """values looked at, repeats included"""
    distinct: int
    distinct_share: float
    """distinct values per value"""
    mean_words: float
    mean_length: float
    single_letters: float
    """share of values of one letter, or of a few with a dot behind each"""
    dialled: float
    """share that could hardly be anything but a phone number"""
    trunk_phones: float
    """share of phones written with a trunk zero or a calling code other than +1"""
    has_first: float
    """share with a given name among several words"""
    legal_forms: float
    birth_years: float
    """share of the dates that lie before the newest adult's birth"""
    us_states: float
    damaged_zips: float
    special_postcodes: float
    """share of postcodes in a form that nothing else has"""
    record_ids: float
    digits_only: float
    lengths: tuple[int, int]
    """shortest and longest value"""
    numbered: float
    """share of values with a digit in them"""
    street_words: float
    addressed: float
    """share with a house number before or after words"""
    plain: float
    """share of titles, legal forms, sizes, answers and measures: words that are not names"""
    place_lines: float
    """share of towns with their postcode, state or country in the same cell"""
    particles: float
    """share of surname particles alone (van, de la)"""
    money: float
    """share of amounts with their currency"""
    rounded: float
    """share of numbers that end in two zeros"""
    scientific: float
    """share of long numbers as a spreadsheet shows them (``3.03555E+09``)"""
    abroad: float
    """share that the United States would hardly write: letters with accents, addresses under another country"""
    lettered: float
    """share that begins with three letters or more, whatever follows (``Anna17``)"""
    small: float
    """share that begins with a small letter, as names do not"""
    years: float
    """share of four-digit years"""
    yearless: float
    """share of days without a year (``12/31``)"""
    is_sequence: bool
    """whole numbers that rise from row to row: the list counts its rows"""


def weigh(values: Sequence[str], *, apart: int = 1) -> Evidence:
    """The evidence of a sample of non-empty values, in row order, from every *apart*-th row."""
    values = [value[1:] if _MARKED.match(value) else value for value in values]
    distinct = list(dict.fromkeys(values))
    seen = distinct[:: max(1, len(distinct) // _WEIGHED)]
    folded = [fold(value) for value in seen]
    figured = [value for value in seen if shapes.has_figure(value)]
    years = [year for value in figured if (year := shapes.date_year(value))]
    texts = {_Of.VALUE: (seen,), _Of.WORDS: (folded,), _Of.BOTH: (seen, folded)}
    probes = {of: tuple(some[:: max(1, len(seen) // _PROBED)] for some in all_) for of, all_ in texts.items()}

    def share(test: _Test, *some: Sequence[str]) -> float:
        return sum(map(bool, map(test, *some))) / len(seen) if seen else 0.0

    def fit(of: _Of, test: _Test) -> float:
        return share(test, *texts[of]) if any(map(test, *probes[of])) else 0.0

    return Evidence(
        fits={kind: fit(of, test) for kind, (of, test) in _TESTS.items()},
        size=len(values),
        distinct=len(distinct),
        distinct_share=len(distinct) / len(values) if values else 0.0,
        mean_words=sum(len(word.split()) for word in folded) / max(1, len(seen)),
        mean_length=sum(map(len, seen)) / max(1, len(seen)),
        single_letters=share(_SINGLE_LETTERS.fullmatch, seen),
        dialled=share(shapes.looks_dialled, figured),
        trunk_phones=share(lambda value: _TRUNK.match(value) and shapes.is_phone(value), figured),
        has_first=share(people.has_first_name, folded),
        legal_forms=share(vocabulary.has_legal_form, folded),
        birth_years=sum(1900 <= year <= 2008 for year in years) / len(years) if years else 0.0,
        us_states=share(places.is_us_state, folded),
        damaged_zips=share(shapes.is_damaged_zip, figured),
        special_postcodes=share(shapes.is_postcode, figured),
        record_ids=share(shapes.is_record_id, seen),
        digits_only=share(str.isdigit, figured),
        lengths=(min(map(len, distinct), default=0), max(map(len, distinct), default=0)),
        numbered=share(bool, figured),
        street_words=share(streets.has_street_word, folded),
        addressed=share(streets.is_addressed, seen, folded),
        plain=share(vocabulary.is_plain, folded),
        place_lines=share(places.is_place_line, seen),
        particles=share(people.is_particle, folded),
        money=share(shapes.is_money, seen),
        rounded=share(lambda value: value.isdigit() and value.endswith("00"), figured),
        scientific=share(is_scientific, figured),
        abroad=share(shapes.is_abroad, seen),
        lettered=share(lambda value: value[:3].isalpha() and len(value) > 2, seen),
        small=share(lambda value: value[:1].islower(), seen),
        years=share(_YEAR.fullmatch, figured),
        yearless=share(shapes.is_day_of_year, figured),
        is_sequence=_rises(values, apart=apart),
    )


def _rises(values: Sequence[str], *, apart: int) -> bool:
    if len(values) < 3 or not all(value.isdigit() and len(value) < 18 for value in values):
        return False
    numbers = [int(value) for value in values]
    step = (numbers[-1] - numbers[0]) / (apart * (len(numbers) - 1))
    are_near = len(values[0]) > _LONG_NUMBER or 1 <= step <= _WIDEST_STEP
    return are_near and all(one < two for one, two in pairwise(numbers))


_SINGLE_LETTERS = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\. ?){2,4}")
_TRUNK = re.compile(r"\(?0\d|\+(?!1\b)[2-9]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STREETLIKE = re.compile(r"[^\W\d_]{3}| ")


class _Of(Enum):
    """What a test looks at."""

    VALUE = auto()
    WORDS = auto()
    """the value, folded"""
    BOTH = auto()


_Test = Callable[..., object]

_TESTS: Mapping[ColumnType, tuple[_Of, _Test]] = {
    ColumnType.EMAIL: (_Of.VALUE, shapes.is_email),
    ColumnType.LINKEDIN_URL: (_Of.VALUE, shapes.is_linkedin),
    ColumnType.URL: (_Of.VALUE, shapes.is_url),
    ColumnType.DOMAIN: (_Of.VALUE, shapes.is_domain),
    ColumnType.PHONE: (_Of.VALUE, shapes.is_phone),
    ColumnType.DATE: (_Of.VALUE, shapes.is_date),
    ColumnType.BIRTH_DATE: (_Of.VALUE, shapes.is_date),
    ColumnType.US_ZIP: (_Of.VALUE, lambda value: shapes.is_us_zip(value) or shapes.is_damaged_zip(value)),
    ColumnType.POSTCODE: (_Of.VALUE, lambda value: shapes.is_postcode(value) or shapes.is_plain_postcode(value)),
    ColumnType.COUNTRY: (_Of.BOTH, places.is_country),
    ColumnType.STATE: (_Of.WORDS, places.is_state),
    ColumnType.CITY: (_Of.BOTH, lambda value, word: shapes.is_wordy(value) and places.is_city(word)),
    ColumnType.FIRST_NAME: (_Of.BOTH, lambda value, word: shapes.is_wordy(value) and people.is_first_name(word)),
    ColumnType.LAST_NAME: (_Of.BOTH, lambda value, word: shapes.is_wordy(value) and people.is_last_name(word)),
    ColumnType.FULL_NAME: (_Of.BOTH, people.is_full_name),
    ColumnType.MIDDLE_NAME: (
        _Of.BOTH,
        lambda value, word: len(word) == 1 or (shapes.is_wordy(value) and people.is_first_name(word)),
    ),
    ColumnType.NAME_SUFFIX: (_Of.WORDS, people.is_generation),
    ColumnType.COMPANY: (_Of.WORDS, vocabulary.is_company),
    ColumnType.STREET: (_Of.BOTH, lambda value, word: _STREETLIKE.search(value) and streets.is_street(word)),
    ColumnType.STREET_NUMBER: (_Of.VALUE, shapes.is_house_number),
    ColumnType.UNIT: (_Of.WORDS, streets.is_unit),
    ColumnType.JOB_TITLE: (_Of.WORDS, vocabulary.is_job_title),
    ColumnType.NUMBER: (_Of.VALUE, shapes.is_number),
    ColumnType.ID: (_Of.VALUE, shapes.is_code),
}
