"""Idempotency keys: a POST that is sent again after a lost answer has no second effect.

A client sends ``Idempotency-Key: <something unique>``; the same request with the same key gets the same answer for 24
hours, marked ``Idempotency-Replayed: true`` (draft-ietf-httpapi-idempotency-key-header). An answer that holds a secret
is not kept: who sends such a request again learns that it was done. Nor is a refusal that passes, or a fault of ours:
the request is tried anew.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import Scope

from listmatch.api.errors import answer
from listmatch.api.threaded_requests import Answer
from listmatch.workflows import idempotency
from listmatch.workflows.services import Services

HEADER = "idempotency-key"
LONGEST = 255
PASSING = (408, 409, 429)
"""Refusals that the same request may not meet a moment later; they are not answers to keep."""

ANSWERED_WITH_SECRETS = ("/api/v1/keys", "/api/v1/webhooks")


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request of an owner with a key."""

    scope: Scope
    body: bytes
    owner_id: str
    key: str

    @property
    def digest(self) -> str:
        """The same for requests that ask for the same."""
        parts = [self.scope["path"].encode(), self.scope["query_string"], self.body]
        return hashlib.sha256(b"\n".join(parts)).hexdigest()


def key_of(scope: Scope) -> str | None:
    """The idempotency key of a request that may have one."""
    return Headers(scope=scope).get(HEADER) if scope["method"] == "POST" else None


def once(services: Services, request: KeyedRequest, work: Callable[[], Answer]) -> Answer:
    """The answer of *work* if the key is new, else the one that was given before."""
    if not 0 < len(request.key) <= LONGEST:
        return _refused(400, f"Idempotency-Key must have 1 to {LONGEST} characters.")
    digest = request.digest
    earlier = idempotency.begin(services, owner_id=request.owner_id, key=request.key, request_hash=digest)
    if earlier is None:
        return _first(services, request, work)
    if earlier.request_hash != digest:
        return _refused(409, "This Idempotency-Key was used for another request.")
    if earlier.status_code is None:
        return _refused(409, "The request with this Idempotency-Key is still at work.", {"Retry-After": "1"})
    if earlier.response is None:
        return _refused(409, "This request was done already. Its answer held a secret, which is shown only once.")
    return _replayed(earlier.status_code, earlier.response)


def _refused(status: int, message: str, headers: dict[str, str] | None = None) -> Answer:
    return Answer.of(answer(status, message, headers))


def _replayed(status: int, response: Any) -> Answer:
    return Answer.of(JSONResponse(response, status, {"Idempotency-Replayed": "true"}))


def _first(services: Services, request: KeyedRequest, work: Callable[[], Answer]) -> Answer:
    owner_id, key = request.owner_id, request.key
    status = 500
    try:
        done = work()
        status = done.status
        return done
    finally:
        if status >= 500 or status in PASSING:
            idempotency.abandon(services, owner_id=owner_id, key=key)
        else:
            is_secret = status < 400 and request.scope["path"].startswith(ANSWERED_WITH_SECRETS)
            response = None if is_secret else json.loads(done.body or b"{}")
            idempotency.finish(services, owner_id=owner_id, key=key, status_code=status, response=response)
