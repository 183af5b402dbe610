"""Phone numbers that a spreadsheet took for amounts."""

import pytest

from tests.unit.cleansing.conftest import Standardise


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("3.035550143E+09", "+13035550143"),
        ("1.3035550143E+10", "+13035550143"),
        ("3.03555E+09", None),
        ("4.4207946E+11", None),
    ],
)
def test_a_phone_number_is_whole_or_none(run: Standardise, written: str, phone: str | None) -> None:
    rows, _ = run(phone=[written, "(212) 555-0143"], country="US")
    assert rows[0]["phone"] == phone
