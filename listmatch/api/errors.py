"""Errors as responses: always ``{"error": "<one sentence>"}`` and, where it helps, more fields beside it.

The handlers are coroutines although they wait for nothing: the framework sends plain ones to a thread each.
"""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException

from listmatch.api import members
from listmatch.domain import faults
from listmatch.errors import ListmatchError
from listmatch.workflows.owners.plans import PlanTooLow

LOGGER = logging.getLogger("listmatch.api")

REASONS = faults.WORDS | {
    "missing": "is required",
    "json_invalid": "is not valid JSON",
    "uuid_parsing": "must be an id",
}
"""The validator's kinds of faults as a client of the API knows them; of any other kind its own sentence is told."""

INTERNAL = "Something on our side went wrong. Try again with growing pauses."
RETRY_AFTER_S = 5
UNDOCUMENTED = "extra_forbidden"
BODY = ("body", "")
"""The place of a body's own members."""
MOST_FAULTS = 100
"""Told of one request: a body of 1 MB has room for a hundred thousand."""


def answer(status: int, message: str, headers: Mapping[str, str] | None = None, **extras: Any) -> JSONResponse:
    """An error body with its status."""
    return JSONResponse({"error": message, **extras}, status_code=status, headers=dict(headers or {}))


async def from_listmatch(request: Request, error: Exception) -> JSONResponse:
    """One of our own errors; the class knows its status."""
    assert isinstance(error, ListmatchError)
    if error.http_status >= 500:
        LOGGER.error("%s %s failed: %s", request.method, request.scope["path"], type(error).__name__, exc_info=error)
    if error.http_status == 500:
        return answer(500, INTERNAL)
    if error.http_status == 503:
        headers = {"Retry-After": str(RETRY_AFTER_S)}
        return answer(503, "The service is not available right now. Try again in a few seconds.", headers)
    if isinstance(error, PlanTooLow):
        return answer(403, str(error), requiredTier=error.required)
    field = error.place.rpartition(": ")[2]  # "profile: pivots", which a request for a job may name itself
    if field in members.documented_at(request.scope.get("route"), BODY):
        details = [{"field": field, "message": f"{error.message} {error.cure}".strip()}]
        return answer(error.http_status, str(error), field=field, details=details)
    return answer(error.http_status, str(error))


async def from_validation(request: Request, error: Exception) -> JSONResponse:
    """A request that is not as documented: the first fault in words, all of them (to a limit) with their places."""
    assert isinstance(error, RequestValidationError)
    route = request.scope.get("route")
    faults = [(_place(fault), _reason(fault, route)) for fault in error.errors()[:MOST_FAULTS]]
    place, reason = faults[0]
    details = [{"field": place, "message": reason} for place, reason in faults]
    return answer(400, _sentence(place, reason), field=place, details=details)


async def from_http(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses: unknown paths, methods, unreadable bodies."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_allowed(request))
    words = {404: "Not found", 405: "Method not allowed", 400: "The body is not valid JSON"}
    return answer(error.status_code, words.get(error.status_code, str(error.detail)), headers=headers)


async def from_fault(request: Request, error: Exception) -> JSONResponse:
    """An internal error: logged with its traceback, answered without it."""
    LOGGER.error("%s %s failed", request.method, request.scope["path"], exc_info=error)
    return answer(500, INTERNAL)


def install(app: FastAPI) -> None:
    """Give every kind of error its answer."""
    table = {
        ListmatchError: from_listmatch,
        RequestValidationError: from_validation,
        HTTPException: from_http,
        Exception: from_fault,
    }
    for kind, handler in table.items():
        app.add_exception_handler(kind, handler)


def _allowed(request: Request) -> list[str]:
    """The methods of a path over all of its routes; the framework names only those of the first (RFC 9110, 15.5.6)."""
    path = request.scope["path"]
    documented = request.app.openapi()["paths"]
    found = [path] if path in documented else [template for template in documented if _is_instance(path, template)]
    allowed = {method.upper() for template in found for method in documented[template]}
    return sorted(allowed | {"HEAD"} if "GET" in allowed else allowed)


def _is_instance(path: str, template: str) -> bool:
    parts, pattern = path.split("/"), template.split("/")
    return len(parts) == len(pattern) and all(
        part == wanted or wanted.startswith("{") for part, wanted in zip(parts, pattern, strict=True)
    )


def _place(fault: Mapping[str, Any]) -> str:
    """The field at fault, as the client wrote it; ``body`` for the body as a whole."""
    location = fault["loc"]
    if fault["type"] == UNDOCUMENTED:
        return ".".join(part[: members.LONGEST] for part in location[1:] if isinstance(part, str))
    return ".".join(to_camel(part) for part in location[1:] if isinstance(part, str)) or str(location[0])


def _reason(fault: Mapping[str, Any], route: object) -> str:
    """The validator's message, without the value that was given."""
    if fault["type"] == UNDOCUMENTED:
        return members.in_words(fault["loc"][-1], documented=members.documented_at(route, fault["loc"]))
    limits = fault.get("ctx") or {}
    if fault["type"] in ("string_too_short", "too_short") and limits.get("min_length") == 1:
        return "must not be empty"
    if fault["type"] in ("model_attributes_type", "dict_type") and len(fault["loc"]) == 1:
        return "must be a JSON object, sent as application/json"
    if words := REASONS.get(fault["type"]):
        return words.format_map(limits)
    return faults.in_words(fault)


def _sentence(place: str, reason: str) -> str:
    """``fileSize is required``, but ``url: Input should be a valid URL``."""
    return f"{place} {reason}" if reason[:1].islower() else f"{place}: {reason}"
