"""The standardised table that a job reads: the prepared file's own, or one made for the profile's column mapping."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from listmatch.domain.columns import (
    NAME_FIELDS,
    SECOND_PLACE_FIELDS,
    SECOND_STREET_FIELDS,
    STREET_FIELDS,
    Field,
    FieldMap,
)
from listmatch.domain.files import distinct_counts
from listmatch.workflows.artifacts import opened, promote
from listmatch.workflows.lists.files import STANDARD, PreparedFile
from listmatch.workflows.services import Services

RELATED = (
    frozenset({*NAME_FIELDS, Field.EMAIL}),
    frozenset({Field.EMAIL, Field.DOMAIN, Field.COMPANY, Field.PARTY}),
    frozenset({*STREET_FIELDS, *SECOND_STREET_FIELDS}),
    frozenset({Field.COUNTRY, Field.PHONE, Field.POSTCODE, Field.STATE, *SECOND_PLACE_FIELDS}),
)
"""Fields that standardising derives from one another, or that are compared with one another (a name and a mailbox); a
field left out matters to all of its group."""


def serves(prepared: FieldMap, *, wanted: FieldMap, other: FieldMap) -> bool:
    """Whether a table standardised by *prepared* gives the same match as one by *wanted*.

    It does when the profile only leaves out fields that the *other* list has nothing to compare with.
    """
    if any(prepared.get(field) != columns for field, columns in wanted.items()):
        return False
    left_out = set(prepared) - set(wanted)
    return not any(_touches(field, other) for field in left_out)


def _touches(field: Field, other: FieldMap) -> bool:
    if field is Field.PARTY:
        return Field.COMPANY in other
    groups = [group for group in RELATED if field in group] or [frozenset({field})]
    return any(group & set(other) for group in groups)


@contextmanager
def standard_of(services: Services, file: PreparedFile, *, wanted: FieldMap, other: FieldMap) -> Iterator[Path]:
    """The path of a standard.parquet of *file* under the profile's map of columns."""
    if serves(file.profile.fields, wanted=wanted, other=other):
        yield file.standard
        return
    from listmatch.cleansing import standardise

    with services.folder() as into:
        standardise(
            file.rows,
            fields=wanted,
            into=into,
            compute=services.compute,
            country=file.profile.country,
            distinct=distinct_counts(file.profile.columns),
        )
        yield into / STANDARD


@contextmanager
def kept_standard_of(
    services: Services, file: PreparedFile, *, wanted: FieldMap, other: FieldMap, prefix: str
) -> Iterator[Path]:
    """The same, but what is made anew is made once and kept under the key *prefix*.

    A job opens its lists some ten times, once for each stage and check, and making a table takes as long as a match.
    """
    if serves(file.profile.fields, wanted=wanted, other=other):
        yield file.standard
        return
    prefix = f"{prefix}-{_fingerprint(wanted, country=file.profile.country)}"
    key = f"{prefix}/{STANDARD}"
    if not services.store.exists(key):
        with standard_of(services, file, wanted=wanted, other=other) as made:
            promote(services.store, made.parent, prefix=prefix, names=(STANDARD,))
    with opened(services.store, key) as [path]:
        yield path


def _fingerprint(wanted: FieldMap, *, country: str) -> str:
    told = json.dumps([sorted(wanted.items()), country])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
