"""What every request to the API passes before it is routed: who is calling, how often, how much.

An ASGI middleware rather than dependencies, because the rate-limit headers belong on *every* answer, also on those
that no route gives (unknown paths, oversized bodies, faults).
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from anyio import to_thread
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from listmatch.api import idempotency
from listmatch.api.errors import INTERNAL, LOGGER, RETRY_AFTER_S, answer
from listmatch.api.patience import WHOLE_BODY_S, TooSlow, in_time, patient
from listmatch.api.strict_json import fault_of
from listmatch.api.usage import UsageMeter
from listmatch.catalog.rates import RateCounter
from listmatch.errors import CatalogUnavailable
from listmatch.workflows import accounts
from listmatch.workflows.plans import API_TIER, allows
from listmatch.workflows.services import Services

PREFIX = "/api/v1"
OPEN_PATHS = frozenset({f"{PREFIX}/openapi.json"})
"""Paths under the prefix that need no key."""

DEFAULT_LIMIT = 20
WINDOW_S = 10.0
BODY_LIMIT_BYTES = 2**20
"""Of JSON bodies; lists are not sent through the API."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What the gate found out: who is calling, the state of the window, and the refusal if there is one."""

    bearer: accounts.Bearer | None
    headers: Mapping[str, str]
    refusal: JSONResponse | None


class Gate:
    """Authenticates, counts and limits every request under the API's prefix; others pass untouched."""

    def __init__(self, app: ASGIApp, *, services: Services, counter: RateCounter, meter: UsageMeter) -> None:
        self.app, self.services, self.counter, self.meter = app, services, counter, meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{PREFIX}/"):
            await self.app(scope, receive, send)
            return
        try:
            admission = await to_thread.run_sync(self._admit, scope)
        except CatalogUnavailable as error:
            LOGGER.error("The catalog cannot be reached: %s", error)
            refusal = answer(503, "The service is not available right now.", {"Retry-After": str(RETRY_AFTER_S)})
            admission = Admission(None, _headers(DEFAULT_LIMIT, 0, time.time() + WINDOW_S), refusal)
        sender = _Sender(send, admission.headers)
        if admission.refusal is not None:
            await admission.refusal(scope, receive, sender)
        else:
            await self._pass(scope, receive, sender, admission)
        if admission.bearer is not None:
            self.meter.count(admission.bearer.key.id, is_error=sender.status >= 400)

    async def _pass(self, scope: Scope, receive: Receive, send: "_Sender", admission: Admission) -> None:
        scope["state"] = {**scope.get("state", {}), "bearer": admission.bearer}
        if "\0" in scope["path"]:  # PostgreSQL would refuse to look for such an id
            await answer(404, "Not found")(scope, receive, send)
            return
        try:
            body = await in_time(lambda: _read_body(scope, patient(receive)), WHOLE_BODY_S) if _has_body(scope) else b""
            if body is None:
                message = f"The body is too large: at most {BODY_LIMIT_BYTES // 2**20} MB of JSON."
                await answer(413, message, {"Connection": "close"})(scope, receive, send)
                return
            if fault := fault_of(body):
                await answer(400, f"The body is not valid JSON: {fault}")(scope, receive, send)
                return
            key, bearer = idempotency.key_of(scope), admission.bearer
            if key is None or bearer is None:
                await self.app(scope, _replay(body, receive), send)
                return
            await idempotency.run_once(
                self.app,
                scope,
                _replay(body, receive),
                send,
                services=self.services,
                owner_id=bearer.owner.id,
                key=key,
                body=body,
            )
        except TooSlow as error:
            await answer(error.http_status, str(error), {"Connection": "close"})(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - the last resort: no answer may lack its headers, none shows a trace
            LOGGER.error("%s %s failed", scope["method"], scope["path"], exc_info=error)
            if not send.has_started:
                await answer(500, INTERNAL)(scope, receive, send)

    def _admit(self, scope: Scope) -> Admission:
        headers = Headers(scope=scope)
        refused, bearer = (None, None) if scope["path"] in OPEN_PATHS else self._identify(headers.get("authorization"))
        caller = f"key:{bearer.key.id}" if bearer else f"address:{(scope.get('client') or ('',))[0]}"
        limit = (bearer.key.rate_limit if bearer else None) or DEFAULT_LIMIT
        now = time.time()
        requests, ends_at = self.counter.hit(caller, window_s=WINDOW_S, now=now)
        told = _headers(limit, limit - requests, ends_at)
        if bearer is None and refused is not None:
            return Admission(None, told, refused)  # whoever has no key learns that first, however often
        if requests > limit:
            wait = max(1, math.ceil(ends_at - now))
            refusal = answer(429, f"Rate limit exceeded. Retry after {wait} s.", {"Retry-After": str(wait)})
            return Admission(bearer, told, refusal)
        return Admission(bearer, told, refused)

    def _identify(self, authorization: str | None) -> tuple[JSONResponse | None, accounts.Bearer | None]:
        challenge = {"WWW-Authenticate": "Bearer"}
        if not authorization:
            return answer(401, "Missing Authorization header", challenge), None
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not accounts.is_well_formed(secret.strip()):
            return answer(401, "Invalid API key format", challenge), None
        bearer = accounts.authenticate(self.services, secret.strip())
        if bearer is None:
            return answer(401, "Invalid or revoked API key", challenge), None
        if not allows(bearer.owner.tier, API_TIER):
            message = "The API needs the Business plan."
            return answer(402, message, requiredTier=API_TIER, tier=bearer.owner.tier), bearer
        return None, bearer


class _Sender:
    """Sends an answer with the gate's headers added, and remembers its status."""

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send, self._headers = send, headers
        self.status = 500
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.has_started = message["status"], True
            MutableHeaders(scope=message).update(self._headers)
        await self._send(message)


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
    """The whole body, or None when it is larger than JSON bodies may be; never holds more than the limit."""
    declared = Headers(scope=scope).get("content-length", "0")
    if declared.isdigit() and int(declared) > BODY_LIMIT_BYTES:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receive that gives a body already read, then whatever comes."""
    is_given = False

    async def replay() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
