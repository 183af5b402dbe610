"""Idempotency keys: a POST that is sent again after a lost answer has no second effect.

A client sends ``Idempotency-Key: <something unique>``; the same request with the same key gets the same answer for 24
hours, marked ``Idempotency-Replayed: true`` (draft-ietf-httpapi-idempotency-key-header). An answer that holds a secret
is not kept: who sends such a request again learns that it was done.
"""

import hashlib
import json

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from listmatch.api.errors import answer
from listmatch.workflows import idempotency
from listmatch.workflows.services import Services

HEADER = "idempotency-key"
LONGEST = 255
ANSWERED_WITH_SECRETS = ("/api/v1/keys", "/api/v1/webhooks")


def key_of(scope: Scope) -> str | None:
    """The idempotency key of a request that may have one."""
    return Headers(scope=scope).get(HEADER) if scope["method"] == "POST" else None


async def run_once(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    services: Services,
    owner_id: str,
    key: str,
    body: bytes,
) -> None:
    """Pass a request on if its key is new, else answer as before."""
    if not 0 < len(key) <= LONGEST:
        await answer(400, f"Idempotency-Key must have 1 to {LONGEST} characters.")(scope, receive, send)
        return
    digest = _digest(scope, body)
    earlier = await to_thread.run_sync(
        lambda: idempotency.begin(services, owner_id=owner_id, key=key, request_hash=digest)
    )
    if earlier is None:
        await _first(app, scope, receive, send, services=services, owner_id=owner_id, key=key)
    elif earlier.request_hash != digest:
        await answer(409, "This Idempotency-Key was used for another request.")(scope, receive, send)
    elif earlier.status_code is None:
        message = "The request with this Idempotency-Key is still at work."
        await answer(409, message, {"Retry-After": "1"})(scope, receive, send)
    elif earlier.response is None:
        message = "This request was done already. Its answer held a secret, which is shown only once."
        await answer(409, message)(scope, receive, send)
    else:
        replay = answer(earlier.status_code, "", {"Idempotency-Replayed": "true"})
        replay.body = replay.render(earlier.response)
        replay.headers["content-length"] = str(len(replay.body))
        await replay(scope, receive, send)


async def _first(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, services: Services, owner_id: str, key: str
) -> None:
    status, parts = 500, []

    async def listen(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))
        await send(message)

    try:
        await app(scope, receive, listen)
    finally:
        if status >= 500:
            await to_thread.run_sync(lambda: idempotency.abandon(services, owner_id=owner_id, key=key))
        else:
            is_secret = status < 400 and scope["path"].startswith(ANSWERED_WITH_SECRETS)
            response = None if is_secret else json.loads(b"".join(parts) or b"{}")
            await to_thread.run_sync(
                lambda: idempotency.finish(services, owner_id=owner_id, key=key, status_code=status, response=response)
            )


def _digest(scope: Scope, body: bytes) -> str:
    return hashlib.sha256(b"\n".join([scope["path"].encode(), scope["query_string"], body])).hexdigest()
