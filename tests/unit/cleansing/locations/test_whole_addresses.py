"""A column of whole addresses gives the same standard columns as street, city, state and postcode apart."""

from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise

STREETS = ["12 Main Street Apt 4", "400 Oak Avenue", "1 N. Elm Rd"]
CITIES, STATES, ZIPS = ["Springfield", "Portland", "Fort Worth"], ["IL", "OR", "TX"], ["62704", "97205-1234", "76102"]
WHOLE = [
    f"{street}, {city}, {state} {zipcode}"
    for street, city, state, zipcode in zip(STREETS, CITIES, STATES, ZIPS, strict=True)
]
ADDRESS = ("street", "unit", "city", "state", "zip")
FEEDS = dict.fromkeys((Field.STREET, Field.CITY, Field.STATE, Field.POSTCODE), ("Address",))


def test_one_column_says_what_four_say(run: Standardise) -> None:
    apart, _ = run(street=STREETS, city=CITIES, state=STATES, postcode=ZIPS)
    whole, result = run({"Address": WHOLE}, fields=FEEDS)
    assert [[row[name] for name in ADDRESS] for row in whole] == [[row[name] for name in ADDRESS] for row in apart]
    assert result.report["splitAddresses"] == 3
    assert result.country == "US"


def test_a_row_that_gives_the_street_alone_keeps_it(run: Standardise) -> None:
    rows, result = run({"Address": ["12 Main St", "n/a", None, WHOLE[1]]}, fields=FEEDS)
    assert [row["street"] for row in rows] == ["12 main st", None, None, "400 oak ave"]
    assert [row["city"] for row in rows] == [None, None, None, "portland"]
    assert (result.report["splitAddresses"], result.report["placeholderValues"]) == (1, 1)


def test_the_place_comes_out_where_the_street_is_not_compared(run: Standardise) -> None:
    rows, _ = run({"Address": WHOLE}, fields={Field.CITY: ("Address",), Field.POSTCODE: ("Address",)})
    assert [row["city"] for row in rows] == ["springfield", "portland", "ft worth"]
    assert [row["zip"] for row in rows] == ["62704", "97205", "76102"]


def test_a_column_of_its_own_goes_before_what_the_address_says(run: Standardise) -> None:
    fields = {**FEEDS, Field.STATE: ("State",)}
    rows, _ = run({"Address": WHOLE, "State": [None, "WA", "TX"]}, fields=fields)
    assert [row["state"] for row in rows] == ["IL", "WA", "TX"]


def test_the_country_is_that_of_the_address(run: Standardise) -> None:
    rows, _ = run({"Address": ["Hauptstr. 5, 10115 Berlin, Germany", "10 High Street, Leeds LS1 4AP"]}, fields=FEEDS)
    assert [(row["country"], row["zip"]) for row in rows] == [("DE", "10115"), ("GB", "LS14AP")]


TOWNS = ["Springfield, IL 62704", "Portland OR 97205-1234", "Fort Worth, Texas, 76102"]
TOWN_FEEDS = {Field.STREET: ("Street",), **dict.fromkeys((Field.CITY, Field.STATE, Field.POSTCODE), ("City",))}


def test_a_town_with_its_postcode_says_what_three_columns_say(run: Standardise) -> None:
    apart, _ = run(street=STREETS, city=CITIES, state=STATES, postcode=ZIPS)
    towns, result = run({"Street": STREETS, "City": TOWNS}, fields=TOWN_FEEDS)
    assert [[row[name] for name in ADDRESS] for row in towns] == [[row[name] for name in ADDRESS] for row in apart]
    assert result.country == "US"


def test_a_town_without_postcode_is_a_city(run: Standardise) -> None:
    rows, result = run({"Street": ["12 Main St", None], "City": ["Springfield", TOWNS[0]]}, fields=TOWN_FEEDS)
    assert result.report["splitAddresses"] == 1
    assert [row["street"] for row in rows] == ["12 main st", None]
    assert [row["city"] for row in rows] == ["springfield", "springfield"]
    assert [row["zip"] for row in rows] == [None, "62704"]


def test_a_postcode_stands_before_the_town_elsewhere(run: Standardise) -> None:
    towns = ["80331 München", "D-10115 Berlin", "75741 Paris Cedex 15", "1349 DT Almere"]
    rows, _ = run({"PLZ/Ort": towns}, fields=dict.fromkeys((Field.CITY, Field.POSTCODE), ("PLZ/Ort",)), country="DE")
    assert [row["zip"] for row in rows] == ["80331", "10115", "75741", "1349DT"]
    assert [row["city"] for row in rows] == ["munich", "berlin", "paris", "almere"]
