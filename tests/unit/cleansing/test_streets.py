"""The street of an address whose lines also say who is to get the letter, or what kind of lot the number is of."""

import pytest

from .conftest import Standardise


@pytest.mark.parametrize(
    ("first", "second", "street", "unit"),
    [
        ("c/o Cooper CPA", "824 Maple Drive", "824 maple dr", None),
        ("ATTN: Accounts Payable", "2606 W Industrial Ave", "2606 w industrial ave", None),
        ("ATTN: Accounts Payable", None, None, None),
        ("c/o Jane Roe, 12 Main Street", "Apt 4", "12 main st", "apt 4"),
        ("Pacific Plaza", "12 Main Street", "12 main st", None),
        ("Pacific Plaza", "Suite 300", "pacific plz", "ste 300"),
        ("Pacific Plaza", "Level 10", "pacific plz", "level 10"),
        ("12 Main Street", "14 Oak Road", "12 main st", "14 oak road"),
        ("Plot No 257, Ring Road", None, "257 ring rd", None),
        ("Shop No. 12, MG Road", None, "12 mg rd", None),
        ("P.O. Box No 12", None, "pobox 12", None),
        ("Attwood Lane 5", None, "attwood ln 5", None),
    ],
)
def test_the_street_is_what_the_lines_say_of_it(
    run: Standardise, first: str, second: str | None, street: str | None, unit: str | None
) -> None:
    rows, _ = run(street=[first], unit=[second])
    assert (rows[0]["street"], rows[0]["unit"]) == (street, unit)


def test_where_numbers_come_last_the_second_line_is_read_so(run: Standardise) -> None:
    rows, _ = run(street=["c/o Kanzlei Weber"], unit=["Guteplatz 73"], country="DE")
    assert (rows[0]["street"], rows[0]["unit"]) == ("guteplatz 73", None)
