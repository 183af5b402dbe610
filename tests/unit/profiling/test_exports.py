"""Which columns of the exports of systems feed a field: whose name and flat it is, what is no phone and no surname."""

import pytest

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.columns import Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields
from listmatch.profiling.headers import read_header
from listmatch.profiling.profile import column_types


def column(name: str, kind: T, *, nulls: int = 0) -> ColumnProfile:
    return ColumnProfile(name, name, kind, 1.0, 1.0, nulls, 50)


def test_given_name_and_surname_are_one_persons() -> None:
    """By gaps alone the given name would be the payer's, and the surname the member's."""
    columns = [
        column("Nom adhérent", T.LAST_NAME),
        column("Prénom adhérent", T.FIRST_NAME, nulls=5),
        column("Nom titulaire", T.LAST_NAME),
        column("Prénom titulaire", T.FIRST_NAME),
    ]
    fields = propose_fields(columns)
    assert fields[Field.FIRST_NAME] == ("Prénom adhérent",)
    assert fields[Field.LAST_NAME] == ("Nom adhérent",)


def test_a_buyer_is_not_who_comes() -> None:
    columns = [
        column("First Name", T.FIRST_NAME, nulls=9),
        column("Last Name", T.LAST_NAME, nulls=9),
        column("Email", T.EMAIL, nulls=9),
        column("Buyer First Name", T.FIRST_NAME),
        column("Buyer Last Name", T.LAST_NAME),
        column("Buyer Email", T.EMAIL),
    ]
    fields = propose_fields(columns)
    assert (fields[Field.FIRST_NAME], fields[Field.LAST_NAME]) == (("First Name",), ("Last Name",))
    assert fields[Field.EMAIL] == ("Email",)


def test_the_only_e_mail_is_used_whoevers_it_is() -> None:
    assert propose_fields([column("Email payeur", T.EMAIL)])[Field.EMAIL] == ("Email payeur",)


def test_short_names_beside_whole_ones_are_no_given_names() -> None:
    fields = propose_fields([column("A1_NOME", T.FULL_NAME), column("A1_NREDUZ", T.FIRST_NAME)])
    assert fields == {Field.FULL_NAME: ("A1_NOME",)}
    called = propose_fields([column("Name", T.FULL_NAME), column("Known as", T.FIRST_NAME)])
    assert called[Field.FIRST_NAME] == ("Known as",)


def test_the_town_goes_before_a_part_of_it() -> None:
    columns = [column("BAIRRO", T.CITY), column("MUNICIPIO", T.CITY, nulls=3)]
    assert propose_fields(columns)[Field.CITY] == ("MUNICIPIO",)
    assert propose_fields(columns[:1])[Field.CITY] == ("BAIRRO",)


def test_the_flat_of_one_address_is_not_that_of_another() -> None:
    property_address = [column("SITUS_ADDR", T.STREET), column("SITUS_CITY", T.CITY), column("SITUS_ZIP", T.US_ZIP)]
    mailing = [column("MAIL_ADDR1", T.STREET), column("MAIL_ADDR2", T.UNIT)]
    fields = propose_fields([*mailing, *property_address])
    assert fields[Field.STREET] == ("SITUS_ADDR",)
    assert Field.UNIT not in fields


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Prénom adhérent", T.FIRST_NAME),
        ("Email client", T.EMAIL),
        ("Ville client", T.CITY),
        ("PARCEL_ID", T.ID),
        ("Scanned Badge", T.FULL_NAME),
        ("CGC", T.ID),
    ],
)
def test_a_detail_is_told_from_whose_it_is(header: str, kind: T) -> None:
    assert set(read_header(header)) == {kind}


def test_a_column_of_people_and_companies_may_be_of_either() -> None:
    assert set(read_header("Nombre / Razón social")) == {T.FULL_NAME, T.COMPANY}
    assert T.COMPANY in read_header("Default Address Company")


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("Card Last4", ["0417", "5772", "3681", "0090", "2217"], T.NUMBER),
        ("PARCEL_ID", ["99-944-5766", "47-640-2464", "60-431-2610", "75-320-8902"], T.ID),
        ("Numéro", ["95190049", "58773412", "40652105", "28117961"], T.ID),
        ("Numéro", ["06 12 34 56 78", "01 44 55 66 77", "07 98 76 54 32"], T.PHONE),
        ("LAND_USE", ["SFR", "SFR", "SFR", "SFR"], T.TEXT),
        ("Default Address Zip", ["'29630", "'68120", "'02952", "'84674"], T.US_ZIP),
        ("A1_CEP", ["80635052", "90234001", "12263523", "30547938"], T.POSTCODE),
    ],
)
def test_values_say_what_a_header_hides(header: str, values: list[str], kind: T) -> None:
    assert column_types([header], [values]) == [kind]
