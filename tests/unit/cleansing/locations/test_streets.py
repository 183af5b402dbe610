"""The street of an address whose lines also say who is to get the letter, or what kind of lot the number is of."""

import pytest

from tests.unit.cleansing.conftest import Standardise, read_each


def test_the_street_is_what_the_lines_say_of_it(run: Standardise) -> None:
    lines = {
        ("c/o Cooper CPA", "824 Maple Drive"): ("824 maple dr", None),
        ("ATTN: Accounts Payable", "2606 W Industrial Ave"): ("2606 w industrial ave", None),
        ("ATTN: Accounts Payable", None): (None, None),
        ("c/o Jane Roe, 12 Main Street", "Apt 4"): ("12 main st", "apt 4"),
        ("Pacific Plaza", "12 Main Street"): ("12 main st", None),
        ("Pacific Plaza", "Suite 300"): ("pacific plz", "ste 300"),
        ("Pacific Plaza", "Level 10"): ("pacific plz", "level 10"),
        ("12 Main Street", "14 Oak Road"): ("12 main st", "14 oak road"),
        ("Plot No 257, Ring Road", None): ("257 ring rd", None),
        ("Shop No. 12, MG Road", None): ("12 mg rd", None),
        ("P.O. Box No 12", None): ("pobox 12", None),
        ("Attwood Lane 5", None): ("attwood ln 5", None),
        ("Flat 2/1, 45 Byres Road", None): ("45 byres rd", "flat 2 1"),
        ("2/1, 45 Byres Road", None): ("45 byres rd", "2 1"),
        ("Flat 2/1", "45 Byres Road"): ("45 byres rd", "flat 2 1"),
        ("3F1", "9 Green Lane"): ("9 green ln", "3f1"),
        ("Flat 18, Wellington Court, 199 St Mary's Road", None): ("199 st marys rd", "flat 18"),
        ("Flat 18, Wellington Court", "199 St Mary's Road"): ("199 st marys rd", "flat 18"),
        ("Hillside, 27 Albert Place", None): ("27 albert pl", None),
        ("Hillside", "27 Albert Place"): ("27 albert pl", None),
        ("Rose Cottage", "Mill Lane"): ("rose cottage", None),
        ("12 Main Street", "Little Snoring"): ("12 main st", None),
        ("12-14 High Street", None): ("12 14 high st", None),
        ("Calle Mayor, 12 bajo", None): ("c mayor 12 bajo", None),
        ("Hauptstr. 5, 3. OG", None): ("hauptstr 5 3 og", None),
    }
    assert read_each(run, ("street", "unit"), lines, "street", "unit") == lines


def test_where_numbers_come_last_the_second_line_is_read_so(run: Standardise) -> None:
    rows, _ = run(street=["c/o Kanzlei Weber"], unit=["Guteplatz 73"], country="DE")
    assert (rows[0]["street"], rows[0]["unit"]) == ("guteplatz 73", None)


def test_what_a_sign_between_two_numbers_means_is_for_the_country_to_say(run: Standardise) -> None:
    streets = [
        ("AU", "5/12 Smith Street", "12 smith st", "5"),
        ("AU", "Unit 5/12 Smith Street", "12 smith st", "5"),
        ("NZ", "Flat 2B / 12 Smith Street", "12 smith st", "flat 2b"),
        ("AU", "U10/12 Smith Street", "12 smith st", "10"),
        ("AU", "U10 12 Smith Street", "12 smith st", "10"),
        ("NZ", "U 3, 12 Smith Street", "12 smith st", "3"),
        ("NL", "U 3, 12 Smith Street", "u 3 12 smith st", None),
        ("GB", "Flat 2/1 12 Smith Street", "12 smith st", "flat 2 1"),
        ("CA", "28B-144 Kings Road", "144 kings rd", "28b"),
        ("GB", "12-14 High Street", "12 14 high st", None),
    ]
    for country in {country for country, *_ in streets}:
        expected = {written: (street, unit) for of, written, street, unit in streets if of == country}
        assert read_each(run, "street", expected, "street", "unit", country=country) == expected


def test_iberian_streets_end_at_their_number(run: Standardise) -> None:
    streets = {
        "C/ Gran Vía, nº 31, 2-B": ("c gran via 31", "apt 2b"),
        "Calle Gran Vía, n.º 31, 2.º B": ("c gran via 31", "apt 2b"),
        "C. Gran Vía 31, piso 2 B": ("c gran via 31", "apt 2b"),
        "c/Gran Vía 31 2º izda.": ("c gran via 31", "apt 2iz"),
        "Av. 5 de Mayo No. 120 Int. 4, Col. Roma Norte": ("ave 5 de mayo 120", "int 4"),
        "Avenida 5 de Mayo #120 Interior 4": ("ave 5 de mayo 120", "int 4"),
        "Av. Juárez 120, Depto. 4, Colonia Centro": ("ave juarez 120", "apt 4"),
        "Rua Paulista, n. 1095, apto 9 - Vila Nova": ("r paulista 1095", "apt 9"),
        "R. Paulista, 1095 - apartamento 9": ("r paulista 1095", "apt 9"),
        "Rua Paulista, 1095 - Centro": ("r paulista 1095", None),
        "Calle 45 # 12-30": ("c 45 12 30", None),
    }
    assert read_each(run, "street", streets, "street", "unit") == streets


@pytest.mark.parametrize(
    ("street", "number", "expected"),
    [
        ("Jersey St", "134", "134 jersey st"),
        ("Jersey St", "|", "jersey st"),
        ("'", "12", None),
    ],
)
def test_a_sign_in_place_of_a_number_or_a_street_is_neither(
    run: Standardise, street: str, number: str, expected: str | None
) -> None:
    rows, _ = run(street=[street], street_number=[number])
    assert rows[0]["street"] == expected
