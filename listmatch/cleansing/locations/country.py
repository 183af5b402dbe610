"""Where a list comes from: its country columns vote first, then states, phones, letters, domains and postcodes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from listmatch.cleansing.locations.domains import domain_votes
from listmatch.cleansing.locations.scripts import country_of_script
from listmatch.domain.columns import Field
from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import read_table

_MAJORITY = 0.6
"""share of the telling values that must agree; below it the list is of mixed or unknown origin"""

_FEW = 3
"""fewer telling values than this say nothing about a list that has more rows"""

_DIALLED = 200
"""national numbers that are put to the plan of the country that the others name: a share of 80 % is then known to 6
points, at 20 milliseconds"""
_POSSIBLE = 0.8
"""share of them that must be dialled as in that country"""
_SOME = 0.2
"""share of the addresses and websites that must end in a country's domain (the others are ``.com`` or at free
providers), where the phone numbers confirm the country"""

ONLINE = (Field.EMAIL, Field.DOMAIN)
"""fields whose endings tell"""

WRITTEN = (Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME, Field.COMPANY, Field.CITY)
"""fields whose letters tell"""


def guess_country(sample: Mapping[Field, Sequence[str | None]]) -> str:
    """ISO alpha-2 code of the country most rows come from, empty when they do not say or do not agree."""
    values = {field: [value.strip() for value in column if value and value.strip()] for field, column in sample.items()}
    votes = _country_votes(values.get(Field.COUNTRY, ()))
    if sum(votes.values()) >= _FEW or (votes and len(values) == 1):
        return _winner(votes)
    return (
        _winner(_state_votes(values.get(Field.STATE, ())))
        or _winner(phones := _phone_votes(values.get(Field.PHONE, ())))
        or _dialled_from(phones, values.get(Field.PHONE, ()))
        or country_of_script(text for field in WRITTEN for text in values.get(field, ()))
        or _at_home((text for field in ONLINE for text in values.get(field, ())), values.get(Field.PHONE, ()))
        or _us_postcodes(values.get(Field.POSTCODE, ()))
    )


def _winner(votes: Counter[str]) -> str:
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0] if ranked and ranked[0][1] >= _MAJORITY * sum(votes.values()) else ""


def _country_votes(values: Iterable[str]) -> Counter[str]:
    codes = {row[0]: row[1] for row in read_table("countries")}
    keys = (value.lower() if len(value) == 2 else fold(value) for value in values)
    return Counter(code for key in keys if (code := codes.get(key)))


def _state_votes(values: Sequence[str]) -> Counter[str]:
    """Each country's count of the values that are states there; those of one country only tell countries apart."""
    known: dict[str, set[str]] = {}
    for country, name, _ in read_table("states"):
        known.setdefault(name, set()).add(country)
    counts = Counter(fold(value) for value in values)
    shares: Counter[str] = Counter()
    for name, count in counts.items():
        for country in known.get(name, set()) - {""}:
            shares[country] += count
    best = max(shares.values(), default=0)
    if best < _MAJORITY * len(values) or len(counts) == 0:
        return Counter()
    leaders = sorted(country for country, count in shares.items() if count == best)
    preferred = [country for country in ("US", "CA", "AU", "DE", "BR") if country in leaders] + leaders
    return Counter({preferred[0]: best})


def _phone_votes(values: Iterable[str]) -> Counter[str]:
    """Calling codes, and the shape of North American numbers."""
    import phonenumbers

    votes: Counter[str] = Counter()
    for value in values:
        digits = re.sub(r"\D", "", value)
        if re.match(r"\s*\+1\b|\s*\+?1[ .(-]", value) or re.search(
            r"\(?\b[2-9]\d\d\)?[-./ ]+[2-9]\d\d[-. ]?\d{4}\b", value
        ):
            votes["US"] += 1
        elif value.startswith(("+", "00")):
            found = next(
                (
                    code
                    for size in (1, 2, 3)
                    if (code := int(digits.lstrip("0")[:size] or 0)) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE
                ),
                0,
            )
            votes[phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(found, ("",))[0]] += 1
        else:
            votes[""] += 1
    return votes


def _dialled_from(votes: Counter[str], values: Sequence[str]) -> str:
    """The country of the numbers that name one, where the others are as one dials there."""
    abroad = Counter({country: count for country, count in votes.items() if country})
    country = _winner(abroad)
    if abroad.total() < _FEW or not country or country == "US":
        return ""
    return country if _is_dialled_in(country, _national(values)) else ""


def _at_home(addresses: Iterable[str], phones: Sequence[str]) -> str:
    """The country of the domains, where most end in it; where national numbers confirm it, of those that tell any."""
    votes = domain_votes(addresses)
    telling = Counter({country: count for country, count in votes.items() if country})
    country = _winner(telling)
    if telling.total() < _FEW or not country or country == "US":
        return ""
    national = _national(phones)
    if not national:
        return _winner(votes)
    return country if telling.total() >= _SOME * votes.total() and _is_dialled_in(country, national) else ""


def _national(phones: Sequence[str]) -> list[str]:
    """The first of the numbers without a calling code."""
    return [value for value in phones if not value.startswith(("+", "00"))][:_DIALLED]


def _is_dialled_in(country: str, national: Sequence[str]) -> bool:
    return sum(_is_dialled(value, country) for value in national) >= _POSSIBLE * len(national)


def _is_dialled(value: str, country: str) -> bool:
    """Whether the national number *value* begins as one does in *country* and is as long as its numbers are."""
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region(country)
    trunk = plan.national_prefix if plan else None
    try:
        parsed = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        return False
    if trunk and not re.sub(r"\D", "", value).startswith(trunk):
        return False
    return bool(phonenumbers.is_possible_number(parsed) if trunk else phonenumbers.is_valid_number(parsed))


def _us_postcodes(values: Sequence[str]) -> str:
    plus_four = sum(bool(re.fullmatch(r"\d{5}-\d{4}", value)) for value in values)
    return (
        "US"
        if values and plus_four >= _FEW and all(re.fullmatch(r"\d{3,5}(-\d{4})?", value) for value in values)
        else ""
    )
