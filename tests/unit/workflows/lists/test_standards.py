"""When a prepared table serves a profile as it is, and when it must be made anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.files import Purpose
from listmatch.workflows.lists.files import open_prepared, prepare_path
from listmatch.workflows.lists.standards import kept_standard_of, serves
from listmatch.workflows.services import Services
from tests.lists import write_lists

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


def test_a_table_that_is_made_anew_is_made_once_for_each_map_and_country(services: Services, tmp_path: Path) -> None:
    file = prepare_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)

    def kept() -> list[str]:
        return [info.key for info in services.store.list("made/")]

    with open_prepared(services, owner_id=file.owner_id, file_id=file.id) as prepared:
        fields = prepared.profile.fields

        def opened(wanted: FieldMap, country: str = "") -> bytes:
            told = replace(prepared, profile=replace(prepared.profile, country=country))
            with kept_standard_of(services, told, wanted=wanted, other=fields, prefix="made/source") as path:
                return path.read_bytes()

        assert opened(fields) == prepared.standard.read_bytes()
        assert kept() == []
        keyed: FieldMap = {**fields, Field.KEY: fields[Field.EMAIL]}
        first = opened(keyed)
        [key] = kept()
        assert first != prepared.standard.read_bytes()
        services.store.put_bytes(key, b"what is there is taken")
        assert opened(keyed) == b"what is there is taken"
        opened(keyed, country="DE")
        assert len(kept()) == 2
