"""The type of one column: what its name says, weighed against what its values say."""

from collections.abc import Mapping
from dataclasses import dataclass

from listmatch.domain.columns import ColumnType as T
from listmatch.profiling.agreement import agreement, distinction
from listmatch.profiling.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Guess:
    """A column type and how sure it is (0-1)."""

    type: T
    confidence: float


_TOLERATED = 0.4
"""share of fitting values from which a clear header is believed: real columns hold up to half rubbish, rarely more"""

_NONE = 0.05
"""share of fitting values below which a header is plainly wrong about a type that has a form"""

_ENOUGH = 3
"""values from which they may say so"""

_MEASURED = frozenset({T.NUMBER, T.DATE, T.BIRTH_DATE, T.URL, T.DOMAIN, T.EMAIL, T.PHONE, T.US_ZIP, T.POSTCODE})
"""types that have a form: what does not have it is something else"""

_CLEAR = 0.85
"""clearness of a header that stands by itself; below, it was found inside a longer one (``Caller no``)"""

_NO_CODE = 1.5
"""words per value from which values without figures are not identifiers"""

_NAMES = frozenset({T.FULL_NAME, T.FIRST_NAME, T.LAST_NAME, T.COMPANY, T.STATE, T.COUNTRY, T.CITY, T.JOB_TITLE})
"""types that answers and forms of address (Yes, Mr, active) are none of"""

_PEOPLE = frozenset({T.FULL_NAME, T.FIRST_NAME, T.MIDDLE_NAME, T.LAST_NAME})

_FIGURES = 0.9
"""share of figures alone from which values are nobody's name (the last four digits of a card)"""

_FEW = 4
"""distinct values up to which a column of words is a code list, not names or streets (``Booth iPad 1``)"""

_DATES = frozenset({T.DATE, T.BIRTH_DATE})
"""types that a day without its year (a birthday to congratulate on) says too little for"""

_CRISP = frozenset({T.EMAIL, T.PHONE, T.URL, T.DOMAIN, T.LINKEDIN_URL, T.DATE, T.BIRTH_DATE})
"""types whose values can hardly be mistaken; they overrule a header that says otherwise"""


def detect(named: Mapping[T, float], evidence: Evidence) -> Guess:
    """The type of a column whose header says *named* (``headers.read_header``) and whose values say *evidence*."""
    if not named:
        return by_values(evidence)
    if evidence.size == 0:
        kind, confidence = max(named.items(), key=lambda item: item[1])
        return Guess(kind, round(0.7 * confidence, 2))
    scored = {kind: confidence * agreement(kind, evidence) for kind, confidence in named.items()}
    kind = max(scored, key=lambda key: (scored[key] * (distinction(key, evidence) if len(scored) > 1 else 1), key))
    seen = by_values(evidence)
    if named[kind] < _CLEAR and kind in (T.ID, T.NUMBER, T.TEXT) and _is_dialled(evidence):
        return seen
    if named[kind] < _CLEAR and kind is T.ID and evidence.numbered < 0.1 and evidence.mean_words > _NO_CODE:
        return seen
    if kind in _DATES and evidence.yearless >= 0.8:
        return Guess(T.TEXT, 0.7)
    if kind in _NAMES | {T.ID} and evidence.plain >= 0.8 and evidence.numbered < 0.1:
        return Guess(T.TEXT, 0.7)
    if kind in _MEASURED and agreement(kind, evidence) < _NONE and evidence.size >= _ENOUGH:
        return seen
    if kind in _PEOPLE and evidence.digits_only >= _FIGURES:
        return seen if seen.type is T.ID else Guess(T.NUMBER, 0.6)
    if kind is T.COUNTRY and named[kind] < _CLEAR and max(evidence.fits[T.COUNTRY], evidence.fits[T.STATE]) < _NONE:
        return seen
    if (
        agreement(kind, evidence) < _TOLERATED
        and (seen.type in _CRISP or seen.confidence >= 0.7)
        and seen.type is not T.TEXT
    ):
        return seen
    return _refined(kind, named[kind], evidence)


def _is_dialled(evidence: Evidence) -> bool:
    """Phone numbers, nearly all in a form that nothing else has."""
    return evidence.fits[T.PHONE] >= 0.8 and evidence.dialled >= 0.8


def _refined(kind: T, named: float, evidence: Evidence) -> Guess:
    """Types that share a header are told apart by the values."""
    fits = evidence.fits
    if kind in (T.URL, T.DOMAIN):
        kind = T.LINKEDIN_URL if fits[T.LINKEDIN_URL] > 0.5 else T.DOMAIN if fits[T.DOMAIN] > fits[T.URL] else T.URL
    if kind in (T.TEXT, T.DATE) and evidence.years > 0.9:
        kind = T.NUMBER
    if kind is T.COUNTRY and fits[T.STATE] > fits[T.COUNTRY] + 0.3:
        kind = T.STATE
    if kind is T.STATE and fits[T.COUNTRY] > fits[T.STATE] + 0.3:
        kind = T.COUNTRY
    if kind is T.JOB_TITLE and fits[T.JOB_TITLE] < 0.1 and evidence.mean_words > 4:
        kind = T.TEXT
    if kind is T.FIRST_NAME and evidence.single_letters > 0.9:
        kind = T.MIDDLE_NAME
    if kind is T.UNIT and fits[T.UNIT] < 0.2 and max(fits[T.STREET], evidence.street_words) >= 0.4:
        kind = T.STREET
    if kind is T.STREET_NUMBER and fits[T.STREET] > 0.5:
        kind = T.STREET
    if kind is T.FULL_NAME and evidence.legal_forms > max(0.25, fits[T.FULL_NAME], evidence.has_first):
        kind = T.COMPANY
    return Guess(kind, round(named * (0.6 + 0.4 * agreement(kind, evidence)), 2))


def by_values(evidence: Evidence) -> Guess:
    """The type that the values alone speak for."""
    if evidence.size == 0:
        return Guess(T.TEXT, 0.0)
    return _by_form(evidence) or _by_figures(evidence) or _by_words(evidence) or Guess(T.TEXT, 0.4)


def _by_form(evidence: Evidence) -> Guess | None:
    """Types whose form nothing else has."""
    fits = evidence.fits
    web = fits[T.URL] + fits[T.DOMAIN]
    if fits[T.EMAIL] >= 0.5:
        return Guess(T.EMAIL, fits[T.EMAIL])
    if fits[T.LINKEDIN_URL] >= 0.5:
        return Guess(T.LINKEDIN_URL, fits[T.LINKEDIN_URL])
    if web >= 0.7:
        return Guess(T.DOMAIN if fits[T.DOMAIN] > fits[T.URL] else T.URL, web)
    if fits[T.DATE] >= 0.7:
        return Guess(T.BIRTH_DATE if evidence.birth_years >= 0.85 else T.DATE, 0.9 * fits[T.DATE])
    if evidence.place_lines >= 0.6:
        return Guess(T.CITY, evidence.place_lines)
    if evidence.special_postcodes >= 0.6 and evidence.digits_only < 0.5:
        return Guess(T.POSTCODE, evidence.special_postcodes)
    if fits[T.PHONE] >= 0.6 and evidence.dialled >= 0.35:
        return Guess(T.PHONE, fits[T.PHONE])
    if evidence.record_ids >= 0.8:
        return Guess(T.ID, evidence.record_ids)
    return None


def _by_figures(evidence: Evidence) -> Guess | None:
    """Columns of figures: phones, postcodes, identifiers, amounts."""
    fits, (shortest, longest) = evidence.fits, evidence.lengths
    if evidence.is_sequence and evidence.size > 3:
        return Guess(T.ID, 0.85)
    if fits[T.PHONE] >= 0.9 and 10 <= longest <= 14 and shortest >= 9:
        return Guess(T.PHONE, 0.75)
    if evidence.years > 0.9 or (evidence.rounded >= 0.8 and shortest < longest >= 5):
        return Guess(T.NUMBER, 0.6)
    if fits[T.NUMBER] == 1 and evidence.distinct <= 2 and longest == 1 and evidence.size >= _ENOUGH:
        return Guess(T.TEXT, 0.5)
    if fits[T.US_ZIP] >= 0.9 and shortest in (3, 4, 5, 10) and 5 <= longest <= 10 and evidence.distinct_share > 0.02:
        return Guess(T.US_ZIP, 0.75)
    if _are_postcodes(evidence):
        return Guess(T.POSTCODE, 0.6)
    if fits[T.NUMBER] >= 0.8:
        return Guess(T.ID, 0.6) if _are_given_out(evidence) else Guess(T.NUMBER, 0.7)
    if _are_codes(evidence):
        return Guess(T.STREET_NUMBER, 0.6) if fits[T.STREET_NUMBER] > 0.9 else Guess(T.ID, 0.7)
    return None


def _are_postcodes(evidence: Evidence) -> bool:
    """Short figures of much the same length, or some in a form that nothing but postcodes has."""
    shortest, longest = evidence.lengths
    if evidence.fits[T.POSTCODE] < 0.9 or shortest < 4:
        return False
    are_alike = longest - shortest <= 2 and longest <= 6 and not evidence.is_sequence
    return are_alike or (evidence.special_postcodes >= 0.15 and longest <= 9)


def _are_given_out(evidence: Evidence) -> bool:
    """Long numbers of one length of which hardly one repeats: somebody gave them out."""
    shortest, longest = evidence.lengths
    is_rare = evidence.digits_only > 0.95 and evidence.distinct_share > 0.95
    return is_rare and shortest == longest >= 5 and evidence.size > 3


def _are_codes(evidence: Evidence) -> bool:
    """Figures and letters that are not part of an address, and not a few values that repeat."""
    fits = evidence.fits
    is_list = evidence.distinct > _FEW or evidence.distinct == evidence.size >= _ENOUGH
    is_place = fits[T.STREET] >= 0.2 or fits[T.UNIT] >= 0.4 or evidence.addressed >= 0.4
    is_coded = fits[T.ID] >= 0.8 and evidence.numbered > 0.8 and evidence.mean_words < 4
    return is_coded and is_list and not is_place


def _by_words(evidence: Evidence) -> Guess | None:
    """Columns of words: places, people, companies, addresses, titles."""
    fits = evidence.fits
    if fits[T.NAME_SUFFIX] >= 0.7:
        return Guess(T.NAME_SUFFIX, fits[T.NAME_SUFFIX])
    if evidence.plain >= 0.6:
        return Guess(T.TEXT, 0.7)
    if evidence.particles >= 0.9:
        return Guess(T.MIDDLE_NAME, 0.6)
    if evidence.single_letters >= 0.5:
        return Guess(T.MIDDLE_NAME if evidence.distinct_share * evidence.size > 3 else T.TEXT, 0.7)
    are_codes = evidence.distinct <= _FEW and evidence.size >= 3 * evidence.distinct
    if not are_codes and (guess := _by_address(evidence)):
        return guess
    if max(fits[T.COUNTRY], fits[T.STATE]) >= 0.75 and not _are_cities(evidence):
        is_state = fits[T.STATE] > fits[T.COUNTRY] or (fits[T.STATE] == fits[T.COUNTRY] and evidence.us_states > 0.9)
        return Guess(T.STATE if is_state else T.COUNTRY, max(fits[T.COUNTRY], fits[T.STATE]))
    if are_codes:
        return None
    scores = _word_scores(evidence)
    kind = max(scores, key=lambda key: scores[key])
    return Guess(kind, min(1.0, scores[kind])) if scores[kind] >= 0.35 else None


def _by_address(evidence: Evidence) -> Guess | None:
    """Streets, and what is behind their doors."""
    fits = evidence.fits
    if fits[T.UNIT] >= 0.5 and evidence.mean_words < 5 and fits[T.STREET] < 0.4:
        return Guess(T.UNIT, fits[T.UNIT])
    if fits[T.STREET] >= 0.35 or (evidence.street_words >= 0.6 and fits[T.CITY] < 0.6) or _has_addresses(evidence):
        return Guess(T.STREET, min(1.0, 0.3 + fits[T.STREET]))
    return None


def _has_addresses(evidence: Evidence) -> bool:
    return evidence.addressed >= 0.6 and 1.8 <= evidence.mean_words <= 7 and evidence.distinct_share > 0.3


def _are_cities(evidence: Evidence) -> bool:
    """Provinces that are named after their towns, every one of them a town (Spain, Italy)."""
    fits = evidence.fits
    return (
        fits[T.CITY] >= 0.8
        and fits[T.CITY] >= max(fits[T.STATE], fits[T.COUNTRY])
        and evidence.us_states < 0.6
        and evidence.mean_length > 4
    )


def _word_scores(evidence: Evidence) -> dict[T, float]:
    fits, words = evidence.fits, evidence.mean_words
    few = words < 1.8
    is_company = evidence.legal_forms >= 0.12 and (fits[T.COMPANY] >= 0.3 or fits[T.FULL_NAME] < 0.5)
    are_few = evidence.distinct < 15
    is_category = evidence.legal_forms < 0.05 and evidence.distinct_share < 0.3 and are_few
    names_people = not (are_few and evidence.distinct_share < 0.1)  # branches are called Lincoln, Victoria and Martin
    return {
        T.COMPANY: (0.6 + evidence.legal_forms if is_company else 0.9 * fits[T.COMPANY] * (not is_category))
        * (words < 6),
        T.JOB_TITLE: 1.1 * fits[T.JOB_TITLE] * (not is_company) * (words < 8),
        T.FULL_NAME: max(1.2 * fits[T.FULL_NAME] + 0.2 * evidence.has_first, 0.7 * evidence.has_first)
        * (not is_company)
        * (1.7 <= words < 4.5)
        * (fits[T.JOB_TITLE] < 0.5)
        * (1 - evidence.numbered)
        * names_people,
        T.FIRST_NAME: fits[T.FIRST_NAME] * few * names_people,
        T.LAST_NAME: fits[T.LAST_NAME]
        * names_people
        * (1.0 if few else 0.8 * (words < 2.6) * (1 - evidence.has_first))
        * (fits[T.JOB_TITLE] < 0.5),
        T.CITY: fits[T.CITY] * (words < 2.5) * (1.0 if few else 1.1),
    }
