"""A column headed "Name": all columns of the list tell whose names they are, also of peoples no word list knows."""

import pytest

from listmatch.domain.columns import ColumnType
from listmatch.profiling.profile import column_types

TAMIL = ["K. Subramaniam", "Meenakshi Sundaram R", "Venkatesan Palanisamy", "Thenmozhi Arumugam", "S. Anbarasan"] * 3
THAI = ["Somchai Phromma", "Orathai Wongsawat", "Kittisak Thepsuwan", "Duangjai Limsakul", "Thanakorn Kaewmanee"] * 3
MONONYMS = ["Sutrisno", "Ngatini", "Slamet Kusnadi", "Tukiman", "Marsinah Wati", "Paijo"] * 3
PARTNERS = ["Covington Burling", "Ropes & Gray", "Latham Watkins", "Clifford Chance", "Hogan Lovells"] * 3
FAMILY_FIRMS = ["Karl Huber GmbH", "Autohaus Seidl", "Kolbe & Söhne", "Kanzlei Weigel", "Tischlerei Jens Kolbe"] * 3
TOWNS, PHONES = ["Chennai", "Madurai", "Salem"] * 6, [f"+91 44 {number}" for number in range(2_000_000, 2_000_018)]


def type_of_names(names: list[str], **others: list[str]) -> ColumnType:
    """What the column "Name" of a list is taken for."""
    return column_types(["Name", *others], [names, *others.values()])[0]


@pytest.mark.parametrize("names", [TAMIL, THAI])
def test_people_whom_no_word_list_knows_are_people(names: list[str]) -> None:
    assert type_of_names(names, Phone=PHONES[:15], City=TOWNS[:15]) is ColumnType.FULL_NAME


@pytest.mark.parametrize("names", [PARTNERS, FAMILY_FIRMS])
def test_companies_called_after_people_are_companies(names: list[str]) -> None:
    hosts = [f"{name.split()[-1].lower()}.com" for name in names]
    boxes = [f"office@{host}" for host in hosts]
    assert type_of_names(names, Website=hosts, Email=boxes, City=TOWNS[:15]) is ColumnType.COMPANY


def test_single_names_are_peoples_where_the_mailboxes_are_called_so() -> None:
    boxes = [f"{name.split()[0].lower()}{n}@gmail.com" for n, name in enumerate(MONONYMS)]
    assert type_of_names(MONONYMS, Email=boxes, City=TOWNS) in (ColumnType.FULL_NAME, ColumnType.LAST_NAME)


@pytest.mark.parametrize(
    ("header", "values"),
    [("Gender", ["M", "F", "F"] * 6), ("Title", ["Mr", "Mrs", "Dr"] * 6), ("Date of Birth", ["1980-02-17"] * 18)],
)
def test_what_only_people_have_stands_beside_people(header: str, values: list[str]) -> None:
    assert type_of_names(MONONYMS, City=TOWNS, Phone=PHONES, **{header: values}) is not ColumnType.COMPANY


@pytest.mark.parametrize("header", ["VAT No", "Industry", "Website"])
def test_what_only_companies_have_stands_beside_companies(header: str) -> None:
    names = ["Lumino", "Kestrel Verdant", "Halcyon", "Tessera Cobalt", "Solstice", "Fathom"] * 3
    values = [f"lumino{n}.com" if header == "Website" else f"DE{n:09}" for n in range(18)]
    assert type_of_names(names, City=TOWNS, Phone=PHONES, **{header: values}) is ColumnType.COMPANY


def test_a_contact_beside_the_name_makes_it_a_companys() -> None:
    names = ["Morgan Stanley", "Robert Bosch", "Carl Zeiss", "Eli Lilly", "Ralph Lauren", "John Deere"] * 3
    contacts = ["Mary Jones", "Peter Smith", "Anna Brown"] * 6
    others = {"Contact Person": contacts, "Website": [f"firm{n}.com" for n in range(18)]}
    assert type_of_names(names, City=TOWNS, **others) is ColumnType.COMPANY


def test_a_family_is_no_firm() -> None:
    names = ["The Okonkwo Family", "The Smith Family", "Mr & Mrs Nwosu", "John and Mary Uzoma", "Adaeze Eze"] * 3
    assert type_of_names(names, Phone=PHONES[:15], City=TOWNS[:15]) is ColumnType.FULL_NAME


def test_things_with_a_name_are_nobody() -> None:
    names = ["Cordless Drill 18V", "Garden Hose", "Angle Grinder", "Paint Roller Set", "Tile Cutter"] * 3
    assert type_of_names(names, Price=["19.99", "5.00", "42.50"] * 5) is ColumnType.TEXT
