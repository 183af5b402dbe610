"""What two lists have in common: fields grouped into kinds of evidence, and which kinds can carry a match.

Only the shape of the lists is looked at here; how well a kind separates right from wrong pairs is the model's business.
"""

from collections.abc import Mapping
from enum import StrEnum

from listmatch.domain.columns import (
    NAME_FIELDS,
    PLACE_FIELDS,
    SECOND_PLACE_FIELDS,
    SECOND_STREET_FIELDS,
    STREET_FIELDS,
    Field,
    FieldMap,
)
from listmatch.domain.verdicts import ProfileType


class Kind(StrEnum):
    """Something about a row that can be compared with the same about another row; the value is the word for users."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    WEBSITE = "web domain"
    STREET = "street"
    PLACE = "place"
    BIRTH = "birth date"
    LINKEDIN = "LinkedIn profile"
    KEY = "shared identifier"
    TITLE = "title"
    DETAIL = "description"
    YEAR = "year"
    PRICE = "price"


def fields_of_kinds() -> Mapping[Kind, tuple[Field, ...]]:
    """The fields that make up each kind. An e-mail also says the website: ``domain`` is filled from work addresses."""
    return {
        Kind.NAME: NAME_FIELDS,
        Kind.EMAIL: (Field.EMAIL,),
        Kind.PHONE: (Field.PHONE,),
        Kind.COMPANY: (Field.COMPANY, Field.PARTY),
        Kind.WEBSITE: (Field.DOMAIN, Field.EMAIL),
        Kind.STREET: (*STREET_FIELDS, *SECOND_STREET_FIELDS),
        Kind.PLACE: (*PLACE_FIELDS, *SECOND_PLACE_FIELDS),
        Kind.BIRTH: (Field.BIRTH_DATE,),
        Kind.LINKEDIN: (Field.LINKEDIN_URL,),
        Kind.KEY: (Field.KEY,),
        Kind.TITLE: (Field.TITLE,),
        Kind.DETAIL: (Field.DETAIL,),
        Kind.YEAR: (Field.YEAR,),
        Kind.PRICE: (Field.PRICE,),
    }


def kinds_of(profile_type: ProfileType) -> frozenset[Kind]:
    """The kinds that rows of this type are compared by."""
    if profile_type is ProfileType.PRODUCT:
        return frozenset({Kind.TITLE, Kind.DETAIL, Kind.PLACE, Kind.YEAR, Kind.PRICE, Kind.KEY})
    organisation = {Kind.COMPANY, Kind.WEBSITE, Kind.PHONE, Kind.STREET, Kind.PLACE, Kind.KEY}
    if profile_type in (ProfileType.COMPANY, ProfileType.ACCOUNT):
        return frozenset(organisation)
    people = organisation | {Kind.NAME, Kind.EMAIL, Kind.BIRTH, Kind.LINKEDIN}
    return frozenset(people | {Kind.YEAR} if profile_type is ProfileType.PERSON else people)


def present(fields: FieldMap) -> frozenset[Kind]:
    """The kinds that a list with these fields can speak of at all."""
    return frozenset(kind for kind, parts in fields_of_kinds().items() if any(part in fields for part in parts))


def shared_kinds(profile_type: ProfileType, mine: FieldMap, other: FieldMap) -> tuple[Kind, ...]:
    """The kinds by which rows of two lists are compared, whatever columns each has for them; in a fixed order."""
    shared = present(mine) & present(other) & kinds_of(profile_type)
    return tuple(kind for kind in Kind if kind in shared)


def can_carry(profile_type: ProfileType, source: FieldMap, master: FieldMap) -> bool:
    """Whether something both lists have could tell that two rows are the same entity.

    The rest (company, place, year ...) supports or contradicts, but thousands of rows may share it.
    """
    shared = frozenset(shared_kinds(profile_type, source, master))
    if Kind.KEY in shared:
        return True
    if profile_type is ProfileType.PRODUCT:
        return Kind.TITLE in shared
    if profile_type is ProfileType.COMPANY:
        return bool(shared & {Kind.COMPANY, Kind.WEBSITE, Kind.PHONE})
    if profile_type is ProfileType.ACCOUNT:
        return bool(shared & {Kind.COMPANY, Kind.WEBSITE})
    if profile_type is ProfileType.HOUSEHOLD:
        return Kind.STREET in shared or Kind.PHONE in shared
    return bool(shared & {Kind.EMAIL, Kind.PHONE, Kind.LINKEDIN}) or (says_surname(source) and says_surname(master))


def says_surname(fields: FieldMap) -> bool:
    """Whether the list names people by more than a first name."""
    return Field.FULL_NAME in fields or Field.LAST_NAME in fields


def shared_fields(profile_type: ProfileType, mine: FieldMap, other: FieldMap) -> FieldMap:
    """Those of *mine* that belong to a kind which *other* can speak of too, in the order of ``Field``.

    An address like jane.lee@acme.com also speaks of a name and a company, which the other list may have in full; a
    company's name may have its city behind it, which the other list has in a column of its own.
    """
    spoken = present(other)
    if Kind.EMAIL in spoken & kinds_of(profile_type):
        spoken |= {Kind.NAME, Kind.COMPANY}
    if profile_type in (ProfileType.COMPANY, ProfileType.ACCOUNT) and Kind.COMPANY in spoken:
        spoken |= {Kind.PLACE}
    shared = present(mine) & spoken & kinds_of(profile_type)
    parts = {part for kind in shared for part in fields_of_kinds()[kind]}
    if Field.COMPANY not in other:
        parts.discard(Field.PARTY)
    return {field: mine[field] for field in Field if field in parts and mine.get(field)}
