"""How far the values of a column agree with the types that its name allows."""

from collections.abc import Callable, Mapping

from listmatch.domain.columns import ColumnType as T
from listmatch.profiling.evidence import Evidence

_Rule = Callable[[Evidence], float]


def agreement(kind: T, evidence: Evidence) -> float:
    """Share of the values that do not speak against *kind*."""
    rule = _AGREEMENTS.get(kind)
    return rule(evidence) if rule else evidence.fits.get(kind, 0.0)


def _unlike_words(evidence: Evidence) -> float:
    """Share of values that are not words at all."""
    fits = evidence.fits
    return max(fits[T.EMAIL], fits[T.URL], evidence.dialled, fits[T.DATE], evidence.digits_only)


def _are_codes(evidence: Evidence) -> float:
    """Single words with figures in them, every one: account codes under the name of a company column."""
    return 0.9 * (evidence.fits[T.ID] >= 0.9 and evidence.numbered >= 0.9 and evidence.mean_words <= 1.2)


def _are_short_codes(evidence: Evidence) -> bool:
    """Figures of two or three digits, as statistics number departments (France: INSEE; Spain: INE)."""
    return evidence.digits_only > 0.8 and evidence.lengths[0] >= 2 and evidence.lengths[1] <= 3


def _are_eight_digits(evidence: Evidence) -> bool:
    """Brazilian postcodes without their hyphen."""
    return evidence.digits_only > 0.9 and evidence.lengths == (8, 8)


def distinction(kind: T, evidence: Evidence) -> float:
    """How much the values look like *kind* rather than like another type with the same header."""
    rule = _DISTINCTIONS.get(kind)
    return rule(evidence) if rule else evidence.fits.get(kind, 0.0)


_AGREEMENTS: Mapping[T, _Rule] = {
    T.URL: lambda of: of.fits[T.URL] + of.fits[T.DOMAIN],
    T.DOMAIN: lambda of: of.fits[T.URL] + of.fits[T.DOMAIN],
    T.LINKEDIN_URL: lambda of: max(of.fits[T.LINKEDIN_URL], 0.5 * (of.mean_words <= 4)),
    T.PHONE: lambda of: max(of.fits[T.PHONE], of.scientific),
    T.POSTCODE: lambda of: min(1.0, max(of.fits[T.POSTCODE], of.fits[T.US_ZIP], 0.9 * _are_eight_digits(of))),
    T.STATE: lambda of: max(
        of.fits[T.STATE], of.fits[T.COUNTRY], 0.6 * (of.numbered < 0.3), 0.6 * _are_short_codes(of)
    ),
    T.COUNTRY: lambda of: max(of.fits[T.COUNTRY], of.fits[T.STATE], 0.5 * (of.numbered < 0.3)),
    T.BIRTH_DATE: lambda of: max(of.fits[T.DATE], of.years, float(of.digits_only > 0.9 and 5 <= of.lengths[1] <= 8)),
    T.DATE: lambda of: max(of.fits[T.DATE], 0.5 * (of.numbered > 0.9) * (of.record_ids < 0.8) * (of.lengths[1] > 3)),
    T.NUMBER: lambda of: max(of.fits[T.NUMBER], 0.5 * of.numbered * (of.fits[T.DATE] < 0.8)),
    T.STREET_NUMBER: lambda of: max(of.fits[T.STREET_NUMBER], 0.5 * of.numbered),
    T.CITY: lambda of: max(of.place_lines, 1.0 - max(of.numbered, of.fits[T.EMAIL], of.fits[T.URL])),
    T.ID: lambda of: (
        1.0
        - max(
            of.money,
            0.7 * max(of.fits[T.EMAIL], of.fits[T.DATE] * (of.digits_only < 0.9), of.fits[T.FULL_NAME]),
        )
    ),
    T.MIDDLE_NAME: lambda of: 1.0 - of.numbered,
    T.NAME_SUFFIX: lambda of: 1.0 if of.fits[T.NAME_SUFFIX] > 0 or of.mean_length < 6 else 0.0,
    T.STREET: lambda of: 1.0 - max(of.fits[T.EMAIL], of.dialled, of.fits[T.URL], of.fits[T.DATE]),
    T.UNIT: lambda of: 1.0 - max(of.fits[T.EMAIL], of.dialled, of.fits[T.URL], of.fits[T.DATE]),
    T.TEXT: lambda of: (
        1.0
        - max(
            of.fits[T.EMAIL],
            of.dialled,
            of.fits[T.URL],
            of.fits[T.LINKEDIN_URL],
            of.fits[T.DATE] * (of.numbered > 0),
        )
    ),
    **dict.fromkeys(
        (T.FIRST_NAME, T.LAST_NAME, T.FULL_NAME),
        lambda of: 1.0 - max(of.numbered - 0.5 * of.lettered, of.fits[T.EMAIL], of.fits[T.URL]),
    ),
    T.COMPANY: lambda of: 1.0 - max(_unlike_words(of), _are_codes(of)),
    T.JOB_TITLE: lambda of: 1.0 - _unlike_words(of),
}
"""Type -> the rule; of all others the share that fits."""

_DISTINCTIONS: Mapping[T, _Rule] = {
    T.FULL_NAME: lambda of: (
        max(of.fits[T.FULL_NAME], 0.5 * of.has_first) * (of.legal_forms < max(0.15, of.fits[T.FULL_NAME] - 0.3))
    ),
    T.LAST_NAME: lambda of: of.fits[T.LAST_NAME] * (of.mean_words < 1.5),
    T.FIRST_NAME: lambda of: of.fits[T.FIRST_NAME] * (of.mean_words < 1.6),
    T.COMPANY: lambda of: (
        max(min(1.0, 3 * of.legal_forms) * (of.fits[T.FULL_NAME] < 0.5), of.fits[T.COMPANY]) * (of.mean_words < 6)
    ),
    T.CITY: lambda of: max(of.fits[T.CITY], of.place_lines),
    T.PHONE: lambda of: of.fits[T.PHONE] * max(of.dialled, 0.5),
    T.JOB_TITLE: lambda of: 1.5 * of.fits[T.JOB_TITLE],
    T.STATE: lambda of: max(of.fits[T.STATE], 0.4 * _are_short_codes(of)),
    T.TEXT: lambda _: 0.3,
    T.UNIT: lambda of: of.fits[T.UNIT],
    T.STREET: lambda of: max(of.fits[T.STREET], 0.2),
    T.NUMBER: lambda of: of.fits[T.NUMBER] * (1 - 0.5 * of.is_sequence),
    T.ID: lambda of: 0.6 * max(of.fits[T.ID], of.distinct_share),
    T.STREET_NUMBER: lambda of: 0.5 * of.fits[T.STREET_NUMBER],
}
