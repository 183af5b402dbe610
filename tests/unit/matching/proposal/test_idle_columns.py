"""Columns with one value in nearly all rows of both lists are not compared; profiles of files are written by hand."""

from dataclasses import replace

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile, ValueCount
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.proposal.suggest import suggest_profile
from tests.unit.matching.proposal.test_suggest import EMAIL, FIRST, LAST, column, listing

SWITCHBOARD = "212-555-0100"


def usual(kind: ColumnType, value: str, rows: int, *, name: str = "") -> ColumnProfile:
    """A column of 50 cells, *rows* of which hold *value*."""
    return replace(column(name or kind.value, kind), top_values=(ValueCount(value, rows),))


def phone(rows: int, value: str = SWITCHBOARD, *, name: str = "phone") -> ColumnProfile:
    return usual(ColumnType.PHONE, value, rows, name=name)


@pytest.mark.parametrize("kind", [ColumnType.PHONE, ColumnType.COMPANY, ColumnType.DOMAIN, ColumnType.STREET])
def test_what_nearly_all_rows_of_both_lists_have_is_not_compared(kind: ColumnType) -> None:
    lists = [listing(FIRST, LAST, usual(kind, "one value", rows)) for rows in (40, 50)]
    profile = suggest_profile(*lists)
    assert set(profile.source_fields) == set(profile.master_fields) == {Field.FIRST_NAME, Field.LAST_NAME}


@pytest.mark.parametrize(("mine", "theirs"), [(39, 50), (50, 39)])
def test_what_one_list_says_in_several_ways_is_compared(mine: int, theirs: int) -> None:
    profile = suggest_profile(listing(FIRST, LAST, phone(mine)), listing(FIRST, LAST, phone(theirs)))
    assert Field.PHONE in profile.source_fields
    assert Field.PHONE in profile.master_fields


def test_another_column_of_the_field_is_compared_still() -> None:
    own = phone(1, "212-555-0177", name="mobile")
    lists = [listing(FIRST, LAST, own, phone(50)) for _ in range(2)]
    profile = suggest_profile(*lists)
    assert profile.source_fields[Field.PHONE] == profile.master_fields[Field.PHONE] == ("mobile",)


@pytest.mark.parametrize(("value", "is_compared"), [("(212) 555 0100", False), ("212-555-0199", True)])
def test_a_short_list_has_the_usual_value_of_the_other_or_one_of_its_own(value: str, is_compared: bool) -> None:
    few = listing(FIRST, LAST, phone(2, value), rows=2)
    profile = suggest_profile(few, listing(FIRST, LAST, phone(50)))
    assert (Field.PHONE in profile.source_fields) is is_compared


def test_two_rows_with_one_phone_are_what_a_dedupe_looks_for() -> None:
    profile = suggest_profile(listing(FIRST, LAST, phone(2), rows=2), None)
    assert Field.PHONE in profile.source_fields


def test_a_list_with_nothing_else_is_compared_by_what_it_has() -> None:
    lists = [listing(usual(ColumnType.COMPANY, "Acme", 50)) for _ in range(2)]
    profile = suggest_profile(*lists)
    assert profile.type is ProfileType.COMPANY
    assert set(profile.source_fields) == {Field.COMPANY}


def test_the_one_street_is_compared_where_its_homes_have_units() -> None:
    street = usual(ColumnType.STREET, "12 Main Street", 50)
    lists = [listing(FIRST, LAST, EMAIL, street, column("flat", ColumnType.TEXT), unit="flat") for _ in range(2)]
    assert Field.STREET in suggest_profile(*lists).source_fields
