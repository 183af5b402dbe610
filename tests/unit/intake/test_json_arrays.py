"""One JSON array of objects: every element a row or in quarantine, and nothing of a broken one."""

import json
from typing import Any

import pytest

from listmatch.errors import FileUnreadable

PEOPLE = [{"id": 1, "name": 'Ann [a, "b"] }'}, {"id": 2, "name": "Zoë", "tags": ["x", 1]}, {"name": None, "ok": True}]
NAMES = ["id", "name", "tags", "ok"]
CELLS = [("1", 'Ann [a, "b"] }', None, None), ("2", "Zoë", '["x", 1]', None), (None, None, None, "true")]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PEOPLE),
        json.dumps(PEOPLE, indent=2, ensure_ascii=False) + "\n",
        "\n [ " + "\n,\n".join(map(json.dumps, PEOPLE)) + "\n]\n\n",
        "\ufeff" + json.dumps(PEOPLE, ensure_ascii=False, separators=(",", ":")),
    ],
)
@pytest.mark.parametrize("name", ["list.json", "export", "list.csv"])
def test_an_array_of_objects_is_a_list_however_it_is_laid_out(read: Any, text: str, name: str) -> None:
    found = read(text, name=name)
    assert (found.names, found.cells, found.row_lines) == (NAMES, CELLS, [1, 2, 3])
    assert (found.result.format.kind, found.result.lines) == ("json", 3)


AROUND = {"ok": True, "total": 3, "next": None, "data": PEOPLE, "page": {"no": [1], "of": "]}"}, "errors": []}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_a_list_inside_one_object_is_read_and_reported(
    read: Any, monkeypatch: pytest.MonkeyPatch, indent: int | None, size: int
) -> None:
    monkeypatch.setattr("listmatch.intake.blocks.CHUNK_BYTES", size)
    found = read(json.dumps(AROUND, indent=indent), name="list.json")
    assert (found.names, found.cells) == (NAMES, CELLS)
    assert "The file is one JSON object: the list in its member 'data' was read." in found.result.repairs


@pytest.mark.parametrize(
    ("text", "name", "rows"),
    [
        ('{"tags": [{"a": 1}, {"a": 2}], "id": 1}\n{"tags": [], "id": 2}\n', "list.json", 2),
        ('{"tags": [{"a": 1}, {"a": 2}], "id": 1}\n', "list.jsonl", 1),
        ('{"tags": [{"a": 1}], "id": 1}\n', "list.json", 1),
        ('{"tags": [{"a": 1}, {"a": 2}], "tags": 5}\n', "list.json", 1),
        ('{"id": {"no": 1}, "tags": [{"a": 1}, {"a": 2}]}\n', "list.json", 1),
    ],
)
def test_a_row_that_holds_an_array_stays_a_row(read: Any, text: str, name: str, rows: int) -> None:
    found = read(text, name=name)
    assert (found.result.format.kind, len(found.rows)) == ("jsonl", rows)
    assert "tags" in found.names


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_an_array_of_powershell_is_read_in_its_encoding(read: Any, encoding: str) -> None:
    assert read(json.dumps(PEOPLE, ensure_ascii=False).encode(encoding), name="list.json").cells == CELLS


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_blocks_may_end_anywhere(read: Any, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("listmatch.intake.blocks.CHUNK_BYTES", size)
    text = json.dumps([*PEOPLE, 12, -3.5e2, "Zoë", [1], {}], ensure_ascii=False)
    found = read(text, name="list.json")
    assert (found.cells, found.bad_lines) == ([*CELLS, (None,) * 4], [4, 5, 6, 7])
    assert [raw for _, _, raw in found.quarantine] == ["12", "-350.0", '"Zoë"', "[1]"]


def test_an_element_with_bytes_of_another_encoding_is_repaired_alone(read: Any) -> None:
    lines = ['[{"name": "Zoë"},', '{"name": "Müller"},', '{"name": "Zoë"}', "]"]
    found = read("\n".join(lines).encode().replace("ü".encode(), b"\xfc"), name="list.json")
    assert found.cells == [("Zoë",), ("Müller",), ("Zoë",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"id": 1}, {"id": 2}', "breaks off after element 2"),
        ('[{"id": 1}, {"id": 2},', "breaks off after element 2"),
        ('[{"id": 1}, {"id": "2', "breaks off after element 1"),
        ('[{"id": 1}, {"id": 2 "x"}, {"id": 3}]', "element 2: .* no JSON"),
        ('[{"id": 1} {"id": 2}]', "element 1: .* no JSON"),
        ('[{"id": 1}]\n{"id": 2}', "element 1: .* no JSON"),
        ('[{"id": 1}, ]', "element 2: .* no JSON"),
        ("[[1, 2], [3, 4]]", "no element of the array is a JSON object"),
        ("[]", "no element of the array is a JSON object"),
        ('{"data": [{"id": 1}, {"id": 2}', "breaks off after element 2"),
        ('{"data": [{"id": 1}, {"id": 2}], "page"', "breaks off after element 2"),
        ('{"data": [{"id": 1}, {"id": 2 "x"}], "page": 1}', "element 2: .* no JSON"),
        ('{"data": [{"id": 1},\n{"id": 2}]}\n{"data": []}', "element 2: .* no JSON"),
        ('[{"id": ' + "[" * 100_000, "breaks off after element 0"),
    ],
)
def test_a_broken_or_cut_array_is_refused_naming_the_place(read: Any, text: str, message: str) -> None:
    with pytest.raises(FileUnreadable, match=message) as refused:
        read(text, name="list.json")
    assert refused.value.cure


def test_an_element_without_an_end_is_given_up_soon(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listmatch.intake.blocks.CHUNK_BYTES", 1 << 10)
    monkeypatch.setattr("listmatch.intake.jsonarray.LINE_LIMIT", 1 << 12)
    with pytest.raises(FileUnreadable, match="element 2"):
        read('[{"id": 1}, {"id": "' + "x" * 100_000 + '"}]', name="list.json")
