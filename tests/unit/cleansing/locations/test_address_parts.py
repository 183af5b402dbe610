"""A whole address in one text comes apart as its country writes it; a street alone stays whole."""

import pytest

from listmatch.lexicon.addresses import AddressParts, split_address, split_town


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 Main St, Springfield, IL 62704", ("12 Main St", "Springfield", "IL", "62704")),
        ("12 Main St, Springfield, IL, 62704", ("12 Main St", "Springfield", "IL", "62704")),
        ("12 Main St Springfield IL 62704", ("12 Main St", "Springfield", "IL", "62704")),
        ("12 main st springfield il 62704", ("12 main st", "springfield", "il", "62704")),
        ("12 Main St\nSpringfield, IL 62704", ("12 Main St", "Springfield", "IL", "62704")),
        ("12 Main St Springfield, IL 62704-1234", ("12 Main St", "Springfield", "IL", "62704-1234")),
        ("12 Main St, Apt 4, Springfield, Illinois 62704", ("12 Main St Apt 4", "Springfield", "Illinois", "62704")),
        ("12 Main St, Springfield, IL 62704, USA", ("12 Main St", "Springfield", "IL", "62704", "US")),
        ("12 Main Ave St Louis MO 63101", ("12 Main Ave", "St Louis", "MO", "63101")),
        ("100 Main St N Unit 4 Reno NV 89501", ("100 Main St N Unit 4", "Reno", "NV", "89501")),
        ("45 Elm Street, Port Washington, NY 11050", ("45 Elm Street", "Port Washington", "NY", "11050")),
        ("12 Main St, New York, New York 10001", ("12 Main St", "New York", "New York", "10001")),
        ("12 Main St, New York 10001", ("12 Main St", "New York", "", "10001")),
        ("1 Infinite Loop, Cupertino, CA", ("1 Infinite Loop", "Cupertino", "CA")),
        ("PO Box 12, Austin TX 78701", ("PO Box 12", "Austin", "TX", "78701")),
        ("Springfield, IL 62704", ("", "Springfield", "IL", "62704")),
        ("Hauptstr. 5, D-10115 Berlin, Germany", ("Hauptstr. 5", "Berlin", "", "10115", "DE")),
        ("12 rue de la Paix, 75002 Paris, France", ("12 rue de la Paix", "Paris", "", "75002", "FR")),
        ("Keizersgracht 12, 1015 CJ Amsterdam", ("Keizersgracht 12", "Amsterdam", "", "1015 CJ")),
        ("Via Roma, 12, 20121 Milano MI", ("Via Roma 12", "Milano", "MI", "20121")),
        ("10 Downing Street, London SW1A 2AA", ("10 Downing Street", "London", "", "SW1A 2AA", "GB")),
        ("10 Downing Street London SW1A 2AA", ("10 Downing Street", "London", "", "SW1A 2AA", "GB")),
        ("22 High St, Leeds, West Yorkshire LS1 4AP", ("22 High St", "Leeds", "West Yorkshire", "LS1 4AP", "GB")),
        ("100 Queen St W, Toronto, ON M5H 2N2", ("100 Queen St W", "Toronto", "ON", "M5H 2N2", "CA")),
        ("Rua Augusta, 1200, São Paulo - SP, 01310-100", ("Rua Augusta 1200", "São Paulo", "SP", "01310-100")),
        ("12 George St, Sydney, NSW, 2000", ("12 George St", "Sydney", "NSW", "2000", "AU")),
        ("Nicole Ortiz\n12 Main St\nSavannah, GA  31401", ("12 Main St", "Savannah", "GA", "31401")),
        (
            "Acme Textiles\n13 Mill Close\nLeeds\nLS17 9LH\nUnited Kingdom",
            ("13 Mill Close", "Leeds", "", "LS17 9LH", "GB"),
        ),
        ("High Street\n12 Mill Lane\nLeeds\nLS1 1AA", ("High Street 12 Mill Lane", "Leeds", "", "LS1 1AA", "GB")),
        ("12 Main St  Springfield  IL  62704  US", ("12 Main St", "Springfield", "IL", "62704", "US")),
        ("12 MG Road, Bengaluru 560001", ("12 MG Road", "Bengaluru", "", "560001")),
    ],
)
def test_a_whole_address_comes_apart(text: str, parts: tuple[str, ...]) -> None:
    assert split_address(text) == AddressParts(*parts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "12 Main St",
        "12 Main St, Suite 400",
        "Suite 12345",
        "12345 Main Street",
        "1200 Broadway",
        "Suite 5, 1200 Broadway",
        "123 Main St, NE",
        "123 Main St, Suite B, NE",
        "Hauptstraße 5",
        "Acme Tower",
        "USA",
    ],
)
def test_a_street_stays_whole(text: str) -> None:
    assert split_address(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("80331 München", ("München", "", "80331")),
        ("D-80331 München", ("München", "", "80331")),
        ("20121 Milano MI", ("Milano", "MI", "20121")),
        ("1349 DT Almere", ("Almere", "", "1349 DT")),
        ("SE-114 35 Stockholm", ("Stockholm", "", "114 35")),
        ("75741 Paris Cedex 15", ("Paris", "", "75741")),
        ("75015 Paris, France", ("Paris", "", "75015", "FR")),
        ("1010 Wien, Austria", ("Wien", "", "1010", "AT")),
        ("Paris 75015", ("Paris", "", "75015")),
        ("Mumbai 400 001", ("Mumbai", "", "400 001")),
        ("Boise, ID 83761", ("Boise", "ID", "83761")),
        ("BOISE ID 83761-1234", ("BOISE", "ID", "83761-1234")),
        ("Boise, ID, 83761", ("Boise", "ID", "83761")),
        ("Springfield, Illinois 62704", ("Springfield", "Illinois", "62704")),
        ("New York, NY 10001, USA", ("New York", "NY", "10001", "US")),
        ("Toronto, ON M5V 2T6", ("Toronto", "ON", "M5V 2T6", "CA")),
        ("Sydney NSW 2000", ("Sydney", "NSW", "2000", "AU")),
        ("London SW1A 1AA", ("London", "", "SW1A 1AA", "GB")),
        ("São Paulo - SP 01310-100", ("São Paulo", "SP", "01310-100")),
    ],
)
def test_a_town_comes_apart_from_its_postcode(text: str, parts: tuple[str, ...]) -> None:
    assert split_town(text) == AddressParts("", *parts)


@pytest.mark.parametrize(
    "text",
    [
        "München",
        "Boise, ID",
        "83761",
        "",
        "12 Main St, Boise, ID 83761",
        "Area 51",
        "District 9",
        "Springfield, Georgia",
    ],
)
def test_what_is_no_town_with_a_postcode_stays_whole(text: str) -> None:
    assert split_town(text) is None
