"""How far the values of a column agree with the types that its name allows."""

from collections.abc import Callable, Mapping

from listmatch.domain.columns import ColumnType as T
from listmatch.profiling.evidence import Evidence


def agreement(kind: T, evidence: Evidence) -> float:
    """Share of the values that do not speak against *kind*."""
    fits = evidence.fits
    rules: Mapping[T, Callable[[], float]] = {
        T.URL: lambda: fits[T.URL] + fits[T.DOMAIN],
        T.DOMAIN: lambda: fits[T.URL] + fits[T.DOMAIN],
        T.LINKEDIN_URL: lambda: max(fits[T.LINKEDIN_URL], 0.5 * (evidence.mean_words <= 4)),
        T.POSTCODE: lambda: min(1.0, max(fits[T.POSTCODE], fits[T.US_ZIP])),
        T.STATE: lambda: max(
            fits[T.STATE], fits[T.COUNTRY], 0.6 * (evidence.numbered < 0.3), 0.6 * _are_short_codes(evidence)
        ),
        T.COUNTRY: lambda: max(fits[T.COUNTRY], fits[T.STATE], 0.5 * (evidence.numbered < 0.3)),
        T.BIRTH_DATE: lambda: max(
            fits[T.DATE], evidence.years, float(evidence.digits_only > 0.9 and 5 <= evidence.lengths[1] <= 8)
        ),
        T.DATE: lambda: max(
            fits[T.DATE], 0.5 * (evidence.numbered > 0.9) * (evidence.record_ids < 0.8) * (evidence.lengths[1] > 3)
        ),
        T.NUMBER: lambda: max(fits[T.NUMBER], 0.5 * evidence.numbered * (fits[T.DATE] < 0.8)),
        T.STREET_NUMBER: lambda: max(fits[T.STREET_NUMBER], 0.5 * evidence.numbered),
        T.CITY: lambda: max(evidence.place_lines, 1.0 - max(evidence.numbered, fits[T.EMAIL], fits[T.URL])),
        T.ID: lambda: (
            1.0
            - max(
                evidence.money,
                0.7 * max(fits[T.EMAIL], fits[T.DATE] * (evidence.digits_only < 0.9), fits[T.FULL_NAME]),
            )
        ),
        T.MIDDLE_NAME: lambda: 1.0 - evidence.numbered,
        T.NAME_SUFFIX: lambda: 1.0 if fits[T.NAME_SUFFIX] > 0 or evidence.mean_length < 6 else 0.0,
        T.STREET: lambda: 1.0 - max(fits[T.EMAIL], evidence.dialled, fits[T.URL], fits[T.DATE]),
        T.UNIT: lambda: 1.0 - max(fits[T.EMAIL], evidence.dialled, fits[T.URL], fits[T.DATE]),
        T.TEXT: lambda: (
            1.0
            - max(
                fits[T.EMAIL],
                evidence.dialled,
                fits[T.URL],
                fits[T.LINKEDIN_URL],
                fits[T.DATE] * (evidence.numbered > 0),
            )
        ),
        **dict.fromkeys(
            (T.FIRST_NAME, T.LAST_NAME, T.FULL_NAME),
            lambda: 1.0 - max(evidence.numbered - 0.5 * evidence.lettered, fits[T.EMAIL], fits[T.URL]),
        ),
        T.COMPANY: lambda: 1.0 - max(_unlike_words(evidence), _are_codes(evidence)),
        T.JOB_TITLE: lambda: 1.0 - _unlike_words(evidence),
    }
    rule = rules.get(kind)
    return rule() if rule else fits.get(kind, 0.0)


def _unlike_words(evidence: Evidence) -> float:
    """Share of values that are no words at all."""
    fits = evidence.fits
    return max(fits[T.EMAIL], fits[T.URL], evidence.dialled, fits[T.DATE], evidence.digits_only)


def _are_codes(evidence: Evidence) -> float:
    """Single words with figures in them, every one: account codes under the name of a company column."""
    return 0.9 * (evidence.fits[T.ID] >= 0.9 and evidence.numbered >= 0.9 and evidence.mean_words <= 1.2)


def _are_short_codes(evidence: Evidence) -> bool:
    """Figures of two or three digits, as statistics number departments (France: INSEE; Spain: INE)."""
    return evidence.digits_only > 0.8 and evidence.lengths[0] >= 2 and evidence.lengths[1] <= 3


def distinction(kind: T, evidence: Evidence) -> float:
    """How much the values look like *kind* rather than like another type with the same header."""
    fits = evidence.fits
    rules: Mapping[T, float] = {
        T.FULL_NAME: max(fits[T.FULL_NAME], 0.5 * evidence.has_first)
        * (evidence.legal_forms < max(0.15, fits[T.FULL_NAME] - 0.3)),
        T.LAST_NAME: fits[T.LAST_NAME] * (evidence.mean_words < 1.5),
        T.FIRST_NAME: fits[T.FIRST_NAME] * (evidence.mean_words < 1.6),
        T.COMPANY: max(min(1.0, 3 * evidence.legal_forms) * (fits[T.FULL_NAME] < 0.5), fits[T.COMPANY])
        * (evidence.mean_words < 6),
        T.CITY: max(fits[T.CITY], evidence.place_lines),
        T.JOB_TITLE: 1.5 * fits[T.JOB_TITLE],
        T.STATE: max(fits[T.STATE], 0.4 * _are_short_codes(evidence)),
        T.TEXT: 0.3,
        T.UNIT: fits[T.UNIT],
        T.STREET: max(fits[T.STREET], 0.2),
        T.NUMBER: fits[T.NUMBER] * (1 - 0.5 * evidence.is_sequence),
        T.ID: 0.6 * max(fits[T.ID], evidence.distinct_share),
        T.STREET_NUMBER: 0.5 * fits[T.STREET_NUMBER],
    }
    return rules.get(kind, fits.get(kind, 0.0))
