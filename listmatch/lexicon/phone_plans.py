"""National number plans, taken from libphonenumber's metadata (package phonenumbers)."""

from functools import lru_cache


@lru_cache
def phone_plans() -> list[tuple[object, ...]]:
    """(ISO country, calling code, trunk prefix, is simple, possible lengths of a national number) of every country.

    A plan is simple when the trunk prefix is plain digits, so that stripping it is all there is to do.
    """
    import phonenumbers

    plans: list[tuple[object, ...]] = []
    for country in sorted(phonenumbers.SUPPORTED_REGIONS):
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
        if metadata is None or metadata.general_desc is None:
            continue
        trunk, parsing = metadata.national_prefix or "", metadata.national_prefix_for_parsing or ""
        lengths = [length for length in metadata.general_desc.possible_length if length > 0]
        plans.append(
            (country, str(metadata.country_code), trunk, parsing in ("", trunk) or country in ("GB", "AU"), lengths)
        )
    return plans
