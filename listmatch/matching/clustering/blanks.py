"""Cells that say nothing: empty ones, and those that cleansing read as nothing (N/A, none@none.com, 000-000-0000).

Which of the rows of a cluster gives a value is decided by their rank; but a row whose cell says nothing gives way to
one whose cell does, however it ranks. A list without its duplicates would else lose a mailbox to a ``test@test.com``.
"""

from collections.abc import Collection, Mapping

from listmatch.domain.columns import Field, FieldMap
from listmatch.duck import identifier

_SAYS: Mapping[Field, tuple[str, ...]] = {
    Field.FULL_NAME: ("last", "first"),
    Field.FIRST_NAME: ("first",),
    Field.LAST_NAME: ("last",),
    Field.EMAIL: ("email",),
    Field.PHONE: ("phone",),
    Field.COMPANY: ("company",),
    Field.DOMAIN: ("domain",),
    Field.STREET: ("street",),
    Field.CITY: ("city",),
    Field.STATE: ("state",),
    Field.POSTCODE: ("zip",),
    Field.BIRTH_DATE: ("birth",),
    Field.LINKEDIN_URL: ("linkedin",),
    Field.KEY: ("key",),
}
"""The standard columns of which one is filled where a row says something in a field."""

_CORE: Mapping[tuple[str, ...], int] = {("street",): 4, ("last",): 2}
"""what is worth more than the other parts of the same address or name together"""


def says_nothing(columns: Collection[str], fields: FieldMap, *, known: Collection[str], alias: str) -> str:
    """SQL of how much (INTEGER) a row does not say of the fields that *columns* of the list feed.

    *alias* is the row's line of the standard table in the query, *known* the columns of that table. What no standard
    column tells of is never nothing: 0.
    """
    groups = {
        _SAYS[field] for field, fed_by in fields.items() if field in _SAYS and not set(columns).isdisjoint(fed_by)
    }
    counted = []
    for group in sorted(groups):
        blank = [f"{alias}.{identifier(name)} is null" for name in group if name in known]
        if blank:
            counted.append(f"{_CORE.get(group, 1)} * ({' and '.join(blank)})::integer")
    return " + ".join(counted) or "0"
