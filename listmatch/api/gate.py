"""The gate that every API request passes before routing: authentication, rate limit, body size.

An ASGI middleware rather than dependencies, because the rate-limit headers belong on *every* answer, also on those
that no route gives (unknown paths, oversized bodies, faults). A request without a body goes to a thread once, one with
a body twice, since nobody waits for a body in a thread.
"""

import math
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from listmatch.api import etags, idempotency
from listmatch.api.errors import INTERNAL, LOGGER, RETRY_AFTER_S, answer
from listmatch.api.slow_clients import WHOLE_BODY_S, TooSlow, in_time, patient
from listmatch.api.strict_json import fault_of
from listmatch.api.threaded_requests import Answer, answer_of
from listmatch.api.usage import UsageMeter
from listmatch.catalog.rates import RateCounter
from listmatch.errors import CatalogUnavailable
from listmatch.workflows.owners import accounts
from listmatch.workflows.owners.plans import API_TIER, allows
from listmatch.workflows.services import Services

PREFIX = "/api/v1"
OPEN_PATHS = frozenset({f"{PREFIX}/openapi.json"})
"""Paths under the prefix that need no key."""

DEFAULT_LIMIT = 20
WINDOW_S = 10.0
BODY_LIMIT_BYTES = 2**20
"""Of JSON bodies; lists are not sent through the API."""


AT_ONCE = 3
"""Requests without a body that are worked on at once: they are short, and Python runs one of them at a time. On
PostgreSQL, 200 reads a second, 2 cores, three rounds in turns: p99 17, 61, 19 ms; with 8: 111, 37, 82
(`benchmarks.api_load`). What comes with a body takes longer, and has the default threads to itself."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What the gate found out: who is calling, the state of the window, and the refusal if there is one."""

    bearer: accounts.Bearer | None
    headers: Mapping[str, str]
    refusal: Answer | None


class Gate:
    """Authenticates, counts, limits and answers every request under the API's prefix; others pass untouched."""

    def __init__(self, app: ASGIApp, *, services: Services, counter: RateCounter, meter: UsageMeter) -> None:
        self.app, self.services, self.counter, self.meter = app, services, counter, meter
        self._at_once = CapacityLimiter(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{PREFIX}/"):
            await self.app(scope, receive, send)
            return
        with suppress(ClientDisconnect):
            admission, answer = await to_thread.run_sync(self._open, scope, limiter=self._at_once)
            if answer is None:
                answer = await self._read_and_answer(scope, receive, admission)
            answer.headers.update(admission.headers)
            if scope["method"] == "HEAD":
                answer.body = b""
            await answer.send(send)
            if admission.bearer is not None:
                self.meter.count(admission.bearer.key.id, is_error=answer.status >= 400)

    def _open(self, scope: Scope) -> tuple[Admission, Answer | None]:
        """Who is calling, and the answer unless the body is still to be read."""
        try:
            admission = self._admit(scope)
        except CatalogUnavailable as error:
            LOGGER.error("The catalog cannot be reached: %s", error)
            refusal = _refuse(503, "The service is not available right now.", {"Retry-After": str(RETRY_AFTER_S)})
            return Admission(None, _headers(DEFAULT_LIMIT, 0, time.time() + WINDOW_S), refusal), refusal
        if admission.refusal is not None or _has_body(scope):
            return admission, admission.refusal
        return admission, self._answer(scope, b"", admission)

    async def _read_and_answer(self, scope: Scope, receive: Receive, admission: Admission) -> Answer:
        try:
            body = await in_time(lambda: _read_body(scope, patient(receive)), WHOLE_BODY_S)
        except TooSlow as error:
            return _refuse(error.http_status, str(error), {"Connection": "close"})
        if body is None:
            message = f"The body is too large: at most {BODY_LIMIT_BYTES // 2**20} MB of JSON."
            return _refuse(413, message, {"Connection": "close"})
        return await to_thread.run_sync(self._answer, scope, body, admission)

    def _answer(self, scope: Scope, body: bytes, admission: Admission) -> Answer:
        if "\0" in scope["path"]:  # PostgreSQL would refuse to look for such an id
            return _refuse(404, "Not found")
        if fault := fault_of(body):
            return _refuse(400, f"The body is not valid JSON: {fault}")
        try:
            key, bearer = idempotency.key_of(scope), admission.bearer
            if key is None or bearer is None:
                return self._work(scope, body, bearer)
            work = partial(self._work, scope, body, bearer)
            return idempotency.once(self.services, idempotency.KeyedRequest(scope, body, bearer.owner.id, key), work)
        except Exception as error:  # noqa: BLE001 - the last resort: no answer may lack its headers, none shows a trace
            LOGGER.error("%s %s failed", scope["method"], scope["path"], exc_info=error)
            return _refuse(500, INTERNAL)

    def _work(self, scope: Scope, body: bytes, bearer: accounts.Bearer | None) -> Answer:
        """What the routes answer; to HEAD the same as to GET (RFC 9110, 9.3.2), whose body is not sent."""
        is_read = scope["method"] in ("GET", "HEAD")
        inner = {**scope, "state": {**scope.get("state", {}), "bearer": bearer}}
        answer = answer_of(self.app, inner | {"method": "GET"} if is_read else inner, body)
        if is_read:
            etags.tag(answer, known=Headers(scope=scope).get("if-none-match", ""))
        return answer

    def _admit(self, scope: Scope) -> Admission:
        headers = Headers(scope=scope)
        refused, bearer = (None, None) if scope["path"] in OPEN_PATHS else self._identify(headers.get("authorization"))
        caller = f"key:{bearer.key.id}" if bearer else f"address:{(scope.get('client') or ('',))[0]}"
        limit = (bearer.key.rate_limit if bearer else None) or DEFAULT_LIMIT
        now = time.time()
        requests, ends_at = self.counter.hit(caller, window_s=WINDOW_S, now=now)
        told = _headers(limit, limit - requests, ends_at)
        if bearer is None and refused is not None:
            return Admission(None, told, refused)  # a missing key is reported before any rate limit
        if requests > limit:
            wait = max(1, math.ceil(ends_at - now))
            refusal = _refuse(429, f"Rate limit exceeded. Retry after {wait} s.", {"Retry-After": str(wait)})
            return Admission(bearer, told, refusal)
        return Admission(bearer, told, refused)

    def _identify(self, authorization: str | None) -> tuple[Answer | None, accounts.Bearer | None]:
        challenge = {"WWW-Authenticate": "Bearer"}
        if not authorization:
            return _refuse(401, "Missing Authorization header", challenge), None
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not accounts.is_well_formed(secret.strip()):
            return _refuse(401, "Invalid API key format", challenge), None
        bearer = accounts.authenticate(self.services, secret.strip())
        if bearer is None:
            return _refuse(401, "Invalid or revoked API key", challenge), None
        if not allows(bearer.owner.tier, API_TIER):
            message = "The API needs the Business plan."
            return _refuse(402, message, requiredTier=API_TIER, tier=bearer.owner.tier), bearer
        return None, bearer


def _refuse(status: int, message: str, headers: Mapping[str, str] | None = None, **extras: str) -> Answer:
    return Answer.of(answer(status, message, headers, **extras))


def _headers(limit: int, remaining: int, ends_at: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(max(0, remaining)),
        "X-RateLimit-Reset": str(math.ceil(ends_at)),
    }


def _has_body(scope: Scope) -> bool:
    """Whether a request announces a body (RFC 9112, 6.3); most read something and have none to wait for."""
    headers = Headers(scope=scope)
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


async def _read_body(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body, or None when it is larger than JSON bodies may be; never holds more than the limit.

    Raises ClientDisconnect when the client goes away before the end: half of a body may be JSON, too.
    """
    declared = Headers(scope=scope).get("content-length", "0")
    if declared.isdigit() and int(declared) > BODY_LIMIT_BYTES:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)
