"""Bodies that one parser reads so and another one otherwise are refused."""

import pytest

from listmatch.api.strict_json import fault_of
from tests.api.conftest import Api


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"x": [{"a": 1, "\\u0061": 1}]}', "twice"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": [-Infinity]}', "-Infinity"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"\\udc00\\ud800": 1}', "surrogate"),
        (b'{"a": "\xff"}', "UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), "UTF-8"),
    ],
)
def test_a_body_with_two_meanings_has_a_fault(body: bytes, word: str) -> None:
    assert word in fault_of(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"a": 1, "b": {"a": 1}}',
        b'{"a": "\\ud83d\\ude00 \\u00e9"}',
        '{"a": "名前"}'.encode(),
        b"no json at all",
        b"[" * 100_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
)
def test_a_body_with_one_meaning_or_none_is_left_to_the_parser(body: bytes) -> None:
    assert fault_of(body) == ""


@pytest.mark.parametrize("column", [b"\\ud800", b'x"], "email": ["y'])
def test_an_ambiguous_profile_is_refused_and_not_kept(api: Api, column: bytes) -> None:
    sides = b'"source_fields": {"email": ["' + column + b'"]}, "master_fields": {"email": ["E"]}'
    body = b'{"name": "x", "content": {"type": "person", ' + sides + b"}}"
    answer = api.client.post("/api/v1/profiles", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("The body is not valid JSON: ")
    assert api.client.get("/api/v1/profiles").json()["profiles"] == []
