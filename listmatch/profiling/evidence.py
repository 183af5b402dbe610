"""What the values of one column say: for each type the share of values that fit it, from a sample."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from listmatch.domain.columns import ColumnType
from listmatch.lexicon.folding import fold
from listmatch.profiling import shapes, vocabulary

_WEIGHED = 500
"""distinct values put to every test: a share of 50 % is then known to 4.5 points (95 %), and types are further apart"""

_PROBED = 100
"""values looked at first: when none of them fits a type, at most 3 % do (95 %), and no type is given for so few"""

_WIDEST_STEP = 1_000
"""mean distance, from row to row, of the numbers of a list that counts its rows; in a short list sorted postcodes are
further apart, in a long one nearer than 1"""

_LONG_NUMBER = 6
"""digits from which a number is no postcode, however far apart"""


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
    house_numbers: float
    numbered: float
    """share of values with a digit in them"""
    street_words: float
    addressed: float
    """share with a house number before or after words"""
    plain: float
    """share of titles, legal forms, sizes, answers and measures: words that are no name"""
    place_lines: float
    """share of towns with their postcode, state or country in the same cell"""
    particles: float
    """share of surname particles alone (van, de la)"""
    money: float
    """share of amounts with their currency"""
    rounded: float
    """share of numbers that end in two zeros"""
    abroad: float
    """share that the United States would hardly write: letters with accents, addresses under another country"""
    lettered: float
    """share that begins with three letters or more, whatever follows (``Anna17``)"""
    small: float
    """share that begins with a small letter, as names do not"""
    years: float
    """share of four-digit years"""
    is_sequence: bool
    """whole numbers that rise from row to row: the list counts its rows"""


def weigh(values: Sequence[str], *, apart: int = 1) -> Evidence:
    """The evidence of a sample of non-empty values, in row order, from every *apart*-th row."""
    distinct = list(dict.fromkeys(values))
    seen = distinct[:: max(1, len(distinct) // _WEIGHED)]
    folded = [fold(value) for value in seen]
    pairs = list(zip(seen, folded, strict=True))
    years = [year for value in seen if (year := shapes.date_year(value))]

    probes = pairs[:: max(1, len(pairs) // _PROBED)]

    def share(test: Callable[[str, str], bool]) -> float:
        return sum(test(value, word) for value, word in pairs) / len(pairs) if pairs else 0.0

    def fit(test: Callable[[str, str], bool]) -> float:
        return share(test) if any(test(value, word) for value, word in probes) else 0.0

    return Evidence(
        fits={kind: fit(test) for kind, test in _TESTS.items()},
        size=len(values),
        distinct=len(distinct),
        distinct_share=len(distinct) / len(values) if values else 0.0,
        mean_words=sum(len(word.split()) for word in folded) / max(1, len(seen)),
        mean_length=sum(map(len, seen)) / max(1, len(seen)),
        single_letters=share(lambda value, _: bool(re.fullmatch(r"[^\W\d_]\.?|(?:[^\W\d_]\. ?){2,4}", value))),
        dialled=share(lambda value, _: shapes.looks_dialled(value)),
        trunk_phones=share(lambda value, _: bool(re.match(r"\(?0\d|\+(?!1\b)[2-9]", value)) and shapes.is_phone(value)),
        has_first=share(lambda _, word: vocabulary.has_first_name(word)),
        legal_forms=share(lambda _, word: vocabulary.has_legal_form(word)),
        birth_years=sum(1900 <= year <= 2008 for year in years) / len(years) if years else 0.0,
        us_states=share(lambda _, word: vocabulary.is_us_state(word)),
        damaged_zips=share(lambda value, _: shapes.is_damaged_zip(value)),
        special_postcodes=share(lambda value, _: shapes.is_postcode(value)),
        record_ids=share(lambda value, _: shapes.is_record_id(value)),
        digits_only=share(lambda value, _: value.isdigit()),
        lengths=(min(map(len, distinct), default=0), max(map(len, distinct), default=0)),
        house_numbers=share(lambda value, _: shapes.is_house_number(value)),
        numbered=share(lambda value, _: shapes.has_figure(value)),
        street_words=share(lambda _, word: vocabulary.has_street_word(word)),
        addressed=share(vocabulary.is_addressed),
        plain=share(lambda _, word: vocabulary.is_plain(word)),
        place_lines=share(lambda value, _: vocabulary.is_place_line(value)),
        particles=share(lambda _, word: vocabulary.is_particle(word)),
        money=share(lambda value, _: shapes.is_money(value)),
        rounded=share(lambda value, _: value.isdigit() and value.endswith("00")),
        abroad=share(lambda value, _: shapes.is_abroad(value)),
        lettered=share(lambda value, _: value[:3].isalpha() and len(value) > 2),
        small=share(lambda value, _: value[:1].islower()),
        years=share(lambda value, _: bool(re.fullmatch(r"(?:19|20)\d\d", value))),
        is_sequence=_rises(values, apart=apart),
    )


def _rises(values: Sequence[str], *, apart: int) -> bool:
    if len(values) < 3 or not all(value.isdigit() and len(value) < 18 for value in values):
        return False
    numbers = [int(value) for value in values]
    step = (numbers[-1] - numbers[0]) / (apart * (len(numbers) - 1))
    are_near = len(values[0]) > _LONG_NUMBER or 1 <= step <= _WIDEST_STEP
    return are_near and all(one < two for one, two in pairwise(numbers))


_TESTS: Mapping[ColumnType, Callable[[str, str], bool]] = {
    ColumnType.EMAIL: lambda value, _: shapes.is_email(value),
    ColumnType.LINKEDIN_URL: lambda value, _: shapes.is_linkedin(value),
    ColumnType.URL: lambda value, _: shapes.is_url(value),
    ColumnType.DOMAIN: lambda value, _: shapes.is_domain(value),
    ColumnType.PHONE: lambda value, _: shapes.is_phone(value),
    ColumnType.DATE: lambda value, _: shapes.is_date(value),
    ColumnType.BIRTH_DATE: lambda value, _: shapes.is_date(value),
    ColumnType.US_ZIP: lambda value, _: shapes.is_us_zip(value) or shapes.is_damaged_zip(value),
    ColumnType.POSTCODE: lambda value, _: shapes.is_postcode(value) or shapes.is_plain_postcode(value),
    ColumnType.COUNTRY: vocabulary.is_country,
    ColumnType.STATE: lambda _, word: vocabulary.is_state(word),
    ColumnType.CITY: lambda value, word: shapes.is_wordy(value) and vocabulary.is_city(word),
    ColumnType.FIRST_NAME: lambda value, word: shapes.is_wordy(value) and vocabulary.is_first_name(word),
    ColumnType.LAST_NAME: lambda value, word: shapes.is_wordy(value) and vocabulary.is_last_name(word),
    ColumnType.FULL_NAME: vocabulary.is_full_name,
    ColumnType.MIDDLE_NAME: lambda value, word: (
        len(word) == 1 or (shapes.is_wordy(value) and vocabulary.is_first_name(word))
    ),
    ColumnType.NAME_SUFFIX: lambda _, word: vocabulary.is_generation(word),
    ColumnType.COMPANY: lambda _, word: vocabulary.is_company(word),
    ColumnType.STREET: lambda value, word: bool(re.search(r"[^\W\d_]{3}| ", value)) and vocabulary.is_street(word),
    ColumnType.STREET_NUMBER: lambda value, _: shapes.is_house_number(value),
    ColumnType.UNIT: lambda _, word: vocabulary.is_unit(word),
    ColumnType.JOB_TITLE: lambda _, word: vocabulary.is_job_title(word),
    ColumnType.NUMBER: lambda value, _: shapes.is_number(value),
    ColumnType.ID: lambda value, _: shapes.is_code(value),
}
