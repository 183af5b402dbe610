"""What the name of a column says."""

import pytest

from listmatch.domain.columns import ColumnType
from listmatch.profiling.headers import read_header


def test_a_title_and_a_name_are_those_of_a_person() -> None:
    assert list(read_header("Title & Name")) == [ColumnType.FULL_NAME]


def test_the_number_of_a_substance_is_an_identifier_and_no_telephone() -> None:
    assert list(read_header("CAS")) == list(read_header("CAS No.")) == [ColumnType.ID]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Address 1: City", ColumnType.CITY),
        ("Address 1: Street 1", ColumnType.STREET),
        ("Address 1: Street 2", ColumnType.UNIT),
        ("Address 1: State/Province", ColumnType.STATE),
        ("Address 1: ZIP/Postal Code", ColumnType.POSTCODE),
        ("Address 1: Country/Region", ColumnType.COUNTRY),
        ("Address 1: Phone", ColumnType.PHONE),
        ("Account: Account Name", ColumnType.COMPANY),
        ("Company: Name", ColumnType.COMPANY),
        ("Contact: Email", ColumnType.EMAIL),
        ("Account Name.id", ColumnType.ID),
        ("Deal - Status", ColumnType.TEXT),
    ],
)
def test_behind_a_sign_stands_the_field_of_the_group_before_it(header: str, kind: ColumnType) -> None:
    says = read_header(header)
    assert max(says, key=lambda each: says[each]) is kind
    assert says[kind] > 0.6


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Billing Address City", ColumnType.CITY),
        ("mailing_address_zipcode", ColumnType.POSTCODE),
        ("Home Address State", ColumnType.STATE),
        ("Shipping Address Country", ColumnType.COUNTRY),
        ("Mailing Address Street Name", ColumnType.STREET),
        ("mailing_address_unit_number", ColumnType.UNIT),
        ("Mailing Address House Number", ColumnType.STREET_NUMBER),
        ("Permanent Address Town", ColumnType.CITY),
        ("employer_street_number", ColumnType.STREET_NUMBER),
        ("Adresse PLZ", ColumnType.POSTCODE),
        ("Adresse Ville", ColumnType.CITY),
        ("Mailing Address", ColumnType.STREET),
        ("Billing Address Line 2", ColumnType.UNIT),
        ("Email Address", ColumnType.EMAIL),
        ("Address Type", ColumnType.TEXT),
    ],
)
def test_a_header_that_names_a_part_of_an_address_means_the_part(header: str, kind: ColumnType) -> None:
    says = read_header(header)
    assert max(says, key=lambda each: says[each]) is kind
    assert says[kind] >= 0.6


def test_a_relation_to_a_person_is_no_person() -> None:
    assert list(read_header("relationship_to_reference_person")) == [ColumnType.TEXT]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Ship To", ColumnType.FULL_NAME),
        ("Ship To Name", ColumnType.FULL_NAME),
        ("Ship To Company", ColumnType.COMPANY),
        ("Ship-To City", ColumnType.CITY),
        ("ShipToState", ColumnType.STATE),
        ("ship_to_phone", ColumnType.PHONE),
        ("Bill-to Zip", ColumnType.POSTCODE),
        ("Bill To Email", ColumnType.EMAIL),
        ("Sold To City", ColumnType.CITY),
        ("Valid To", ColumnType.DATE),
    ],
)
def test_to_whom_something_goes_is_no_part_of_what_the_column_holds(header: str, kind: ColumnType) -> None:
    says = read_header(header)
    assert kind in [each for each in says if says[each] == max(says.values())]
    assert says[kind] >= 0.6


@pytest.mark.parametrize("header", ["Person - Open deals", "Contact frequency", "Customer tenure"])
def test_what_is_told_of_a_person_is_not_the_name(header: str) -> None:
    assert ColumnType.FULL_NAME not in read_header(header)
