"""What cleansing makes of places: streets, boxes, postcodes and cities have one spelling."""

import pytest

from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise, read_each


@pytest.mark.parametrize(
    ("street", "expected", "unit"),
    [
        ("123 North Main Street Apt 4B", "123 n main st", "apt 4b"),
        ("123 N. Main St., #4B", "123 n main st", "4b"),
        ("Hauptstraße 5", "hauptstr 5", None),
        ("Hauptstr. 5", "hauptstr 5", None),
        ("65 av. de la République", "65 ave de la republiqu", None),
    ],
)
def test_a_street_has_one_spelling(run: Standardise, street: str, expected: str, unit: str | None) -> None:
    rows, _ = run(street=[street])
    assert (rows[0]["street"], rows[0]["unit"]) == (expected, unit)


def test_a_post_office_box_has_one_spelling(run: Standardise) -> None:
    boxes = {
        "P.O. Box 12": "pobox 12",
        "PO BOX 12": "pobox 12",
        "Post Office Box No. 12": "pobox 12",
        "P.O.B. 12": "pobox 12",
        "Postfach 12": "pobox 12",
        "Apartado de Correos 12": "pobox 12",
        "Boxwood 12": "boxwood 12",
    }
    rows, result = run(street=list(boxes))
    assert [row["street"] for row in rows] == list(boxes.values())
    assert result.report["postBoxes"] == sum(street.startswith("pobox") for street in boxes.values())


def test_the_house_number_stands_where_the_country_puts_it(run: Standardise) -> None:
    columns = {"street": ["wallaby place", "Hauptstr."], "number": ["7", "5"], "country": ["AU", "DE"]}
    fields = {Field.STREET: ("street",), Field.STREET_NUMBER: ("number",), Field.COUNTRY: ("country",)}
    rows, _ = run(columns, fields=fields)
    assert [row["street"] for row in rows] == ["7 wallaby pl", "hauptstr 5"]


def test_american_zips_get_their_zeros_back(run: Standardise) -> None:
    rows, result = run(postcode=["2134", "02134-1234", "021341234"], state=["MA", "Massachusetts", "mass."])
    assert [row["zip"] for row in rows] == ["02134"] * 3
    assert [row["state"] for row in rows] == ["MA"] * 3
    assert (result.country, result.report["restoredZips"], result.report["trimmedZips"]) == ("US", 1, 2)


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [("2134.0", "US", "02134"), ("94107.0", "US", "94107"), ("1067.0", "DE", "01067"), ("75015.0", "FR", "75015")],
)
def test_a_postcode_that_a_spreadsheet_took_for_a_number(
    run: Standardise, typed: str, country: str, expected: str
) -> None:
    rows, _ = run(postcode=[typed], country=country)
    assert rows[0]["zip"] == expected


def test_australian_postcodes_are_left_alone(run: Standardise) -> None:
    rows, result = run(postcode=["2119", "3165", "0881"], state=["nsw", "vic", "qld"])
    assert [row["zip"] for row in rows] == ["2119", "3165", "0881"]
    assert result.country == "AU"


def test_a_city_is_its_name_alone_whatever_language_it_is_in(run: Standardise) -> None:
    cities = {
        "Boston, MA": "boston",
        "Boston MA": "boston",
        "Washington, D.C.": "washington",
        "Cambridge, MA, USA": "cambridge",
        "Milano (MI)": "milan",
        "Frankfurt (Oder)": "frankfurt oder",
        "75015 Paris": "paris",
        "Paris 15": "paris",
        "Fond du Lac": "fond du lac",
        "München": "munich",
        "Muenchen": "munich",
        "Москва": "moscow",
        "東京": "tokyo",
        "NYC": "new york",
        "Praha": "pragu",
        "Prague": "pragu",
        "Sankt-Peterburg": "st petersburg",
    }
    assert read_each(run, "city", cities, "city") == cities
