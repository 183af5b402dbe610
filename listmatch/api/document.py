"""The OpenAPI document: FastAPI's own, completed with what only the gate and the server know."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel

from listmatch.api.links import add_links

DESCRIPTION = """\
Upload lists, match them, read the report, export it.

Send `Authorization: Bearer <key>` with every request; make a key with `listmatch keys create`.
"""


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document of an application, made once, with the key and the rate-limit headers that the gate adds."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"key": []}]
        _forget_unprocessable(document)
        _document_headers(document)
        _document_entity_tags(document)
        _share_errors(document)
        _rename_parameters(document)
        add_links(document)
        app.openapi_schema = document
    return app.openapi_schema


def operation_id(route: APIRoute) -> str:
    """The name of an operation in generated clients: that of the function, as `createJob`."""
    return to_camel(route.name)


def _document_headers(document: dict[str, Any]) -> None:
    told = {
        "X-RateLimit-Limit": ("Requests per window of 10 seconds.", 20),
        "X-RateLimit-Remaining": ("Requests left in this window.", 17),
        "X-RateLimit-Reset": ("When the window ends, in Unix seconds.", 1776868330),
    }
    document["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "integer", "examples": [example]}}
        for name, (text, example) in told.items()
    }
    for operation in _operations(document):
        for response in operation["responses"].values():
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in told}


def _document_entity_tags(document: dict[str, Any]) -> None:
    """What ``etags`` adds to every answer to a GET."""
    tag = {"type": "string", "examples": ['"5f0c8a3b9d2e417c86f1a0b3c4d5e6f7"']}
    document["components"]["headers"]["ETag"] = {
        "description": "Names this very answer. Send it back as If-None-Match to get 304 while nothing has changed.",
        "schema": tag,
    }
    for path in document["paths"].values():
        responses = path.get("get", {}).get("responses", {})
        if "200" in responses:
            headers = responses["200"].get("headers", {})
            responses["200"]["headers"] = headers | {"ETag": {"$ref": "#/components/headers/ETag"}}
            responses["304"] = {"description": "The answer is the one that If-None-Match names.", "headers": headers}


def _share_errors(document: dict[str, Any]) -> None:
    """Describe each error once: repeated in every operation they would be nine tenths of the document."""
    shared = document["components"].setdefault("responses", {})
    for operation in _operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                shared[f"Problem{status}"] = response
                operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}


def _rename_parameters(document: dict[str, Any]) -> None:
    """Path parameters in camelCase, as everything else that a client sees."""
    document["paths"] = {_camel_path(path): methods for path, methods in document["paths"].items()}
    for operation in _operations(document):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                parameter["name"] = to_camel(parameter["name"])


def _forget_unprocessable(document: dict[str, Any]) -> None:
    """Drop the framework's 422: a request that is not as documented is a 400 here."""
    for operation in _operations(document):
        operation["responses"].pop("422", None)
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def _camel_path(path: str) -> str:
    """``/jobs/{jobId}`` of ``/jobs/{job_id}``."""
    return re.sub(r"\{(\w+)}", lambda found: f"{{{to_camel(found[1])}}}", path)


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]
