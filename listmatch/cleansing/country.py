"""Where a list comes from: its country columns vote first, then states, then phones and postcodes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from listmatch.domain.columns import Field
from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import read_table

_MAJORITY = 0.6
"""share of the telling values that must agree; below it the list is of mixed or unknown origin"""

_FEW = 3
"""fewer telling values than this say nothing about a list that has more rows"""


def guess_country(sample: Mapping[Field, Sequence[str | None]]) -> str:
    """ISO alpha-2 code of the country most rows come from, empty when they do not say or do not agree."""
    values = {field: [value.strip() for value in column if value and value.strip()] for field, column in sample.items()}
    votes = _country_votes(values.get(Field.COUNTRY, ()))
    if sum(votes.values()) >= _FEW or (votes and len(values) == 1):
        return _winner(votes)
    return (
        _winner(_state_votes(values.get(Field.STATE, ())))
        or _winner(_phone_votes(values.get(Field.PHONE, ())))
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


def _us_postcodes(values: Sequence[str]) -> str:
    plus_four = sum(bool(re.fullmatch(r"\d{5}-\d{4}", value)) for value in values)
    return (
        "US"
        if values and plus_four >= _FEW and all(re.fullmatch(r"\d{3,5}(-\d{4})?", value) for value in values)
        else ""
    )
