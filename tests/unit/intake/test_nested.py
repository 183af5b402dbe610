"""Objects within objects: their members are columns, and no value is lost."""

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.intake import source
from listmatch.intake.nested import opened


def test_members_of_inner_objects_are_columns(read: Any) -> None:
    found = read(
        '{"id": 1, "properties": {"email": "ann@example.com", "address": {"zip": "01234", "lat": 1.50}}}\n'
        '{"id": 2, "properties": {"email": null}}\n',
        name="list.jsonl",
    )
    assert found.names == ["id", "properties.email", "properties.address.zip", "properties.address.lat"]
    assert found.cells == [("1", "ann@example.com", "01234", "1.50"), ("2", None, None, None)]


def test_an_object_that_is_null_or_empty_elsewhere_makes_no_column_of_its_own(read: Any) -> None:
    found = read('[{"id": 1, "company": null}, {"id": 2, "company": {"name": "Acme"}}, {"id": 3, "company": {}}]')
    assert found.names == ["id", "company.name"]
    assert [cells[1] for cells in found.cells] == [None, "Acme", None]


def test_text_in_the_place_of_an_object_keeps_its_column(read: Any) -> None:
    found = read('{"company": {"name": "Acme"}}\n{"company": "Bolt"}\n', name="list.jsonl")
    assert (found.names, found.cells) == (["company.name", "company"], [("Acme", None), (None, "Bolt")])


@pytest.mark.parametrize(
    ("given", "flat"),
    [
        ({"a.b": 1, "a": {"b": 2}}, {"a.b": 1, "a": {"b": 2}}),
        ({"a": {"b": 2}, "a.b": 1}, {"a": {"b": 2}, "a.b": 1}),
        ({"a.b": {"c": 1}, "a": {"b.c": 2}}, {"a.b.c": 1, "a": {"b.c": 2}}),
        ({"a": {"b.c": 1, "b": {"c": 2}}}, {"a.b.c": 1, "a.b": {"c": 2}}),
    ],
)
def test_a_member_whose_name_is_taken_costs_no_value(given: dict[str, Any], flat: dict[str, Any]) -> None:
    assert opened(given) == flat


def test_half_a_character_in_an_inner_key_becomes_a_question_mark(read: Any) -> None:
    found = read('{"id": 1, "note": {"\\ud800name": "Ada"}}\n', name="list.jsonl")
    assert (found.names, found.cells) == (["id", "note.?name"], [("1", "Ada")])


def test_what_is_left_as_json_keeps_its_numbers(read: Any) -> None:
    found = read('{"a.b": "x", "a": {"b": 1}, "tags": [1, {"n": 2}]}\n', name="list.jsonl")
    assert found.cells == [("x", '{"b": 1}', '[1, {"n": 2}]')]


def test_objects_of_too_many_different_members_are_not_opened(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (source, "listmatch.intake.jsonlines"):
        monkeypatch.setattr(f"{module if isinstance(module, str) else module.__name__}.MOST_COLUMNS", 5)
    lines = [f'{{"id": {number}, "scores": {{"y{number}": 1}}}}' for number in range(9)]
    found = read("\n".join(lines) + "\n", name="list.jsonl")
    assert found.names == ["id", "scores"]
    assert found.cells[8] == ("8", '{"y8": 1}')


def test_members_of_records_in_parquet_are_columns(read: Any) -> None:
    table = pa.table({"id": [1, 2], "contact": [{"email": "ann@example.com", "at": {"zip": "01234"}}, None]})
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    found = read(buffer.getvalue(), name="list.parquet")
    assert found.names == ["id", "contact.email", "contact.at.zip"]
    assert found.cells == [("1", "ann@example.com", "01234"), ("2", None, None)]
