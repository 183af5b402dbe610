"""Badges: the company in brackets behind the name is the company, and the name is read as ever."""

from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise

FEEDS = {Field.FULL_NAME: ("Attendee",), Field.COMPANY: ("Attendee",)}


def test_the_company_comes_out_of_the_brackets(run: Standardise) -> None:
    rows, result = run(
        {"Attendee": ["Hill, Maria (Acme Ltd)", "Bob Gray [Red Sky Foods]", "Jo Lee", None]}, fields=FEEDS
    )
    assert [(row["first"], row["last"], row["company"]) for row in rows] == [
        ("maria", "hill", "acme"),
        ("bob", "gray", "red sky foods"),
        ("jo", "lee", None),
        (None, None, None),
    ]
    assert result.report["bracketedCompanies"] == 2


def test_a_column_of_its_own_goes_before_the_brackets(run: Standardise) -> None:
    fields = {**FEEDS, Field.COMPANY: ("Company", "Attendee")}
    columns = {"Attendee": ["Hill, Maria (Acme)", "Lee, Jo (Acme)"], "Company": ["Northwind", None]}
    rows, _ = run(columns, fields=fields)
    assert [row["company"] for row in rows] == ["northwind", "acme"]


def test_the_company_comes_from_behind_a_dash(run: Standardise) -> None:
    rows, _ = run({"Attendee": ["Katie Luna - Omaha Bank LLC", "Jo Lee-Ray", "Bob Gray | Red Sky Foods"]}, fields=FEEDS)
    assert [(row["first"], row["last"], row["company"]) for row in rows] == [
        ("katie", "luna", "omaha bank"),
        ("jo", "lee ray", None),
        ("bob", "gray", "red sky foods"),
    ]
