"""A wife under her husband's name."""

import pytest

from tests.unit.cleansing.conftest import Standardise


@pytest.mark.parametrize("name", ["Mrs John Smith", "MRS. JOHN SMITH", "Smith, Mrs John", "Mrs John A. Smith"])
def test_she_has_no_given_name_and_he_is_her_partner(run: Standardise, name: str) -> None:
    rows, _ = run(full_name=[name])
    assert [rows[0][part] for part in ("first", "middle", "last", "sex")] == [None, "and john", "smith", "f"]


@pytest.mark.parametrize("name", ["Mrs Mary Smith", "Mr John Smith", "Mrs Robin Smith", "Mr & Mrs John Smith"])
def test_whoever_has_a_name_of_their_own_keeps_it(run: Standardise, name: str) -> None:
    rows, _ = run(full_name=[name])
    assert rows[0]["first"] is not None
