"""Lists whose e-mail addresses and websites say where they come from."""

import pytest

from listmatch.cleansing.locations.country import guess_country
from listmatch.cleansing.locations.domains import domain_votes
from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise

GERMAN = ["j.gross@lornmere-bau.de", "info@fenbury.de", "k.weiss@web.de", "maja@gmail.com", "z.k@norvane.com"]


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("ann@lornmere.co.uk", "GB"),
        ("https://www.fenbury.fr/contact.pl", "FR"),
        ("fenbury.de:8080", "DE"),
        ("j.de@gmail.com", ""),
        ("ann@startup.io", ""),
        ("ann@lornmere.xx", ""),
        ("n/a", ""),
    ],
)
def test_an_address_ends_in_a_country_or_in_none(written: str, country: str) -> None:
    assert domain_votes([written]) == {country: 1}


def test_domains_tell_a_country_where_the_numbers_are_dialled_there() -> None:
    assert guess_country({Field.EMAIL: GERMAN, Field.PHONE: ["089 5552301", "0171 5552301", "0711 / 555230"]}) == "DE"
    assert guess_country({Field.EMAIL: GERMAN, Field.PHONE: ["2125550143", "3035550143", "3125550143"]}) == ""


def test_without_numbers_most_domains_must_agree() -> None:
    assert guess_country({Field.EMAIL: GERMAN}) == "DE"
    assert guess_country({Field.EMAIL: [*GERMAN, "ann@lornmere.com"]}) == ""
    assert guess_country({Field.EMAIL: ["a@x.de", "b@x.de"], Field.LAST_NAME: ["Groß", "Weiß"]}) == ""


def test_national_numbers_of_such_a_list_get_their_calling_code(run: Standardise) -> None:
    rows, _ = run(email=GERMAN, phone=["089 / 5552301"] * 5, last_name=["Groß"] * 5)
    assert rows[0]["phone"] == "+49895552301"
