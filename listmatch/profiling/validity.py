"""Which values of a column are valid for its type: stricter than what detection needs, no word list involved."""

from collections.abc import Callable, Mapping, Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.lexicon.folding import fold
from listmatch.lexicon.scientific import is_whole
from listmatch.profiling import places, shapes


def valid_share(kind: T, values: Sequence[str]) -> float:
    """0-1, share of the non-empty *values* that are valid as *kind*; 1 where there are none."""
    test = _TESTS.get(kind)
    if test is None or not values:
        return 1.0
    return sum(test(value) for value in values) / len(values)


def _has_letter(value: str) -> bool:
    return value[:1].isalpha() or any(map(str.isalpha, value))


_TESTS: Mapping[T, Callable[[str], bool]] = {
    T.EMAIL: shapes.is_email,
    T.PHONE: lambda value: shapes.is_phone(value) or is_whole(value),
    T.URL: lambda value: shapes.is_url(value) or shapes.is_domain(value),
    T.DOMAIN: lambda value: shapes.is_domain(value) or shapes.is_url(value),
    T.LINKEDIN_URL: shapes.is_linkedin,
    T.US_ZIP: lambda value: shapes.is_us_zip(value),
    T.POSTCODE: lambda value: shapes.is_postcode(value) or shapes.is_plain_postcode(value),
    T.COUNTRY: lambda value: places.is_country(value, fold(value)),
    T.STATE: lambda value: _has_letter(value) and len(value) <= 40,
    T.DATE: lambda value: shapes.is_date(value) or shapes.is_day_number(value),
    T.BIRTH_DATE: lambda value: shapes.is_date(value) or shapes.is_day_number(value),
    T.NUMBER: shapes.is_number,
    T.STREET_NUMBER: shapes.has_figure,
    T.STREET: _has_letter,
    T.CITY: lambda value: _has_letter(value) and not shapes.has_figure(value),
    T.FULL_NAME: lambda value: _has_letter(value) and not shapes.has_figure(value),
    T.FIRST_NAME: lambda value: _has_letter(value) and not shapes.has_figure(value),
    T.MIDDLE_NAME: lambda value: _has_letter(value) and not shapes.has_figure(value),
    T.LAST_NAME: lambda value: _has_letter(value) and not shapes.has_figure(value),
    T.COMPANY: lambda value: _has_letter(value) or len(value) <= 6,
    T.JOB_TITLE: _has_letter,
}
