"""When a prepared table serves a profile as it is, and when it must be made anew."""

import pytest

from listmatch.domain.columns import Field, FieldMap
from listmatch.workflows.standards import serves

PREPARED: FieldMap = {
    Field.FIRST_NAME: ("first",),
    Field.LAST_NAME: ("last",),
    Field.EMAIL: ("email", "email 2"),
    Field.COMPANY: ("company",),
    Field.BIRTH_DATE: ("born",),
    Field.STREET: ("street",),
    Field.CITY: ("city",),
}
NAMES: FieldMap = {Field.FIRST_NAME: ("f",), Field.LAST_NAME: ("l",)}


def without(*fields: Field) -> FieldMap:
    return {field: columns for field, columns in PREPARED.items() if field not in fields}


@pytest.mark.parametrize(
    ("wanted", "other", "expected"),
    [
        pytest.param(PREPARED, PREPARED, True, id="the profile maps columns as preparation did"),
        pytest.param(without(Field.BIRTH_DATE, Field.STREET), NAMES, True, id="left out, and the other list has none"),
        pytest.param(without(Field.BIRTH_DATE), PREPARED, False, id="left out although the other list has it"),
        pytest.param(without(Field.COMPANY), {Field.EMAIL: ("e",)}, False, id="left out, but the domain hangs on it"),
        pytest.param(
            without(Field.FIRST_NAME), {Field.EMAIL: ("e",)}, False, id="left out, but a mailbox may hold the name"
        ),
        pytest.param(without(Field.STREET), {Field.CITY: ("c",)}, True, id="a street that meets only a city"),
        pytest.param({**PREPARED, Field.EMAIL: ("email",)}, PREPARED, False, id="fewer columns for a field"),
        pytest.param({**PREPARED, Field.KEY: ("id",)}, PREPARED, False, id="a field that was not prepared"),
    ],
)
def test_a_prepared_table_serves_only_where_it_gives_the_same_match(
    wanted: FieldMap, other: FieldMap, expected: bool
) -> None:
    assert serves(PREPARED, wanted=wanted, other=other) is expected
