"""Which second address of a row is proposed to be compared too."""

import pytest

from listmatch.domain.columns import SECOND_OF, Field, FieldMap
from listmatch.domain.columns import ColumnType as T
from listmatch.profiling import propose_fields
from tests.unit.profiling.test_address_groups import address, column


def second_of(*columns: object) -> FieldMap:
    fields = propose_fields([column("Last Name", T.LAST_NAME), *columns])  # type: ignore[list-item]
    return {field: fields[field] for field in SECOND_OF.values() if field in fields}


def parts_of(owner: str) -> FieldMap:
    named = {Field.SECOND_STREET: "Street", Field.SECOND_CITY: "City", Field.SECOND_POSTCODE: "Zip"}
    return {field: (f"{owner} {part}",) for field, part in named.items()}


@pytest.mark.parametrize(
    ("main", "other"), [("Billing", "Shipping"), ("", "Mailing"), ("Property", "Owner Mailing"), ("Home", "Other")]
)
def test_another_address_of_the_row_is_its_second_one(main: str, other: str) -> None:
    assert second_of(*address(main), *address(other, empty=40)) == parts_of(other)


@pytest.mark.parametrize("owner", ["Employer", "Company", "Birth", "Venue", "Dealer"])
def test_the_address_of_somebody_else_is_none(owner: str) -> None:
    assert second_of(*address("Home"), *address(owner)) == {}


def test_a_city_alone_is_no_address() -> None:
    assert second_of(*address("Home"), column("Other City", T.CITY)) == {}


def test_a_list_has_one_second_address() -> None:
    columns = [*address("Home"), *address("Mailing", empty=10), *address("Other", empty=60)]
    assert second_of(*columns) == parts_of("Mailing")


def test_a_second_line_of_it_is_its_unit() -> None:
    lines = [column("Shipping Address 1", T.STREET), column("Shipping Address 2", T.STREET)]
    found = second_of(*address("Billing"), *lines, column("Shipping Zip", T.POSTCODE))
    assert found[Field.SECOND_STREET] == ("Shipping Address 1",)
    assert found[Field.SECOND_UNIT] == ("Shipping Address 2",)


def test_parts_that_the_main_address_lacks_are_those_of_the_second() -> None:
    main = [column("Billing Street", T.STREET), column("Billing City", T.CITY)]
    fields = propose_fields([column("Last Name", T.LAST_NAME), *main, *address("Shipping", empty=50)])
    assert Field.POSTCODE not in fields
    assert fields[Field.SECOND_POSTCODE] == ("Shipping Zip",)
