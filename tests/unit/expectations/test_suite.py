"""Suites are proposed from a profile, are YAML that a person edits, and are named by family."""

import pytest

from listmatch.domain.columns import ColumnType
from listmatch.domain.files import ColumnProfile, FileFormat, FileProfile, Quality
from listmatch.errors import InputError
from listmatch.expectations import Suite, propose_suite
from listmatch.workflows.lists.families import family_of_name


def column(name: str, kind: ColumnType, *, null_count: int = 0, distinct_count: int = 50) -> ColumnProfile:
    return ColumnProfile(name, name, kind, 1.0, 1.0, null_count, distinct_count)


PROFILE = FileProfile(
    format=FileFormat("csv"),
    lines=100,
    rows=100,
    quarantined=0,
    columns=(
        column("id", ColumnType.ID, distinct_count=100),
        column("email", ColumnType.EMAIL, null_count=20),
        column("note", ColumnType.TEXT, null_count=95),
    ),
    fields={},
    quality=Quality(90.0),
)


def test_what_a_list_shows_is_expected_of_the_next_with_some_slack() -> None:
    suite = propose_suite(PROFILE, family="leads")
    asked = {(each.type, each.column): each.arguments for each in suite.values}
    assert asked["expect_column_values_to_not_be_null", "email"]["mostly"] == 0.7
    assert asked["expect_column_values_to_match_regex", "email"]["mostly"] == 0.9
    assert ("expect_column_values_to_be_unique", "id") in asked
    assert not [key for key in asked if key[1] == "note"]
    assert {each.column: each.arguments["min_value"] for each in suite.figures}["rows"] == 50


def test_a_suite_survives_its_yaml() -> None:
    suite = propose_suite(PROFILE, family="leads")
    assert Suite.from_yaml(suite.to_yaml(), place="here") == suite


@pytest.mark.parametrize("text", ["", "- a", "family: x", "family: x\nvalues: [{}]\nfigures: []", "a: [", "x"])
def test_a_suite_that_was_edited_into_nonsense_names_its_place(text: str) -> None:
    with pytest.raises(InputError, match=r"^here: "):
        Suite.from_yaml(text, place="here")


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("leads.csv", "leads"),
        ("Leads_2026-03.csv.gz", "leads"),
        ("2026/03/crm export 12.xlsx", "crm-export"),
        ("20260301.csv", "lists"),
    ],
)
def test_dates_and_numbers_do_not_make_a_family(name: str, family: str) -> None:
    assert family_of_name(name) == family
