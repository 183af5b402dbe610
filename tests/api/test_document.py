"""The OpenAPI document teaches: every field and parameter has an example, and every example fits."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.api.conftest import Api

Document = dict[str, Any]


@pytest.fixture
def document(api: Api) -> Document:
    return dict(api.client.get("/api/v1/openapi.json").json())


def resolved(described: Document, document: Document) -> Document:
    """A response or header itself, where it is only referred to."""
    if "$ref" not in described:
        return described
    kind, name = described["$ref"].split("/")[2:]
    return dict(document["components"][kind][name])


def responses(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Operation, status and description of every answer."""
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            yield name, status, resolved(response, document)


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def named_schemas(document: Document) -> Iterator[tuple[str, Document]]:
    """Every field of every shape, and every parameter and header, with the place where it stands."""
    for name, shape in document["components"]["schemas"].items():
        for field, schema in shape.get("properties", {}).items():
            yield f"{name}.{field}", schema
    for name, operation in operations(document):
        for parameter in operation.get("parameters", []):
            yield f"{name} {parameter['name']}", parameter["schema"]
    for name, status, response in responses(document):
        for header, described in response["headers"].items():
            yield f"{name} {status} {header}", resolved(described, document)["schema"]


def has_example(schema: Document, document: Document) -> bool:
    """Whether a schema has examples, itself or in every part that it refers to."""
    if "examples" in schema:
        return True
    if "$ref" in schema:
        return "properties" in document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "items" in schema:
        return has_example(schema["items"], document)
    return any(has_example(one, document) for one in schema.get("anyOf", []))


def test_every_field_parameter_and_header_has_an_example(document: Document) -> None:
    assert [place for place, schema in named_schemas(document) if not has_example(schema, document)] == []


def test_every_example_fits_what_it_is_an_example_of(document: Document) -> None:
    components = {"components": document["components"]}
    faults = [
        (place, error.message)
        for place, schema in named_schemas(document)
        for example in schema.get("examples", [])
        for error in Draft202012Validator({**schema, **components}).iter_errors(example)
    ]
    assert faults == []


def test_every_answer_of_every_operation_shows_what_it_looks_like(document: Document) -> None:
    bare = [
        f"{name} {status}"
        for name, status, response in responses(document)
        if status not in ("204", "304") and not {"example", "schema"} & set(response["content"]["application/json"])
    ]
    assert bare == []


def test_error_examples_have_the_documented_shape(document: Document) -> None:
    schema = {**document["components"]["schemas"]["Problem"], "components": document["components"]}
    examples = [
        response["content"]["application/json"]["example"]
        for _, status, response in responses(document)
        if int(status) >= 400
    ]
    assert [str(error) for example in examples for error in Draft202012Validator(schema).iter_errors(example)] == []


def test_every_operation_says_what_it_does_and_has_a_name_of_its_own(document: Document) -> None:
    found = [operation for _, operation in operations(document)]
    assert len({operation["operationId"] for operation in found}) == len(found)
    assert all(operation["summary"] and operation["description"] and operation["tags"] for operation in found)


def test_names_that_clients_see_are_in_camel_case(document: Document) -> None:
    parts = [part for path in document["paths"] for part in path.split("/") if part.startswith("{")]
    parameters = [
        parameter["name"] for _, operation in operations(document) for parameter in operation.get("parameters", [])
    ]
    assert not any("_" in name for name in [*parts, *parameters])


def test_the_page_runs_nothing_from_elsewhere(api: Api) -> None:
    answer = api.client.get("/docs")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "//" not in answer.text.replace("<!doctype", "")


@pytest.mark.parametrize("name", ["redoc.standalone.js", "index.html", "..%2Fapp.py", "%2e%2e/app.py"])
def test_the_page_gives_out_its_own_parts_and_nothing_else(api: Api, name: str) -> None:
    assert api.client.get(f"/docs/{name}").status_code == 404


def test_links_lead_from_what_is_made_to_what_can_be_done_with_it(document: Document) -> None:
    made = document["paths"]["/api/v1/jobs"]["post"]["responses"]["201"]["links"]
    assert made["getJob"] == {"operationId": "getJob", "parameters": {"jobId": "$response.body#/job/id"}}
    known = {operation["operationId"] for _, operation in operations(document)}
    linked = {
        link["operationId"] for _, _, response in responses(document) for link in response.get("links", {}).values()
    }
    assert linked <= known
    unreachable = {
        operation["operationId"]
        for name, operation in operations(document)
        if "{" in name and operation["operationId"] not in linked
    }
    assert unreachable == {"getDecision", "deleteDecision"}  # a decision needs a result to look at
