"""Entity tags: a client that has an answer already is told so instead of getting it again (RFC 9110, 8.8.3 and 13.1.2).

The tag is a hash of the body, so it is right whatever the answer was made of; what it saves is the way, not the work.
Answers with a signed link change with every request, and so do their tags.
"""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class EntityTags:
    """Gives every answer 200 to a GET its tag, and 304 without a body where the client's is the same."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(f"{self.prefix}/"):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Tagging(send, known=Headers(scope=scope).get("if-none-match", "")))


class _Tagging:
    """Holds an answer back until its body is whole; the answers of the API are small."""

    def __init__(self, send: Send, *, known: str) -> None:
        self.send, self.known = send, known
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Pass one message on, or keep it."""
        if message["type"] == "http.response.start" and message["status"] == 200:
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        tag = f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'
        headers = MutableHeaders(scope=start)
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", "private, no-cache")
        if _names(self.known, tag):
            start["status"] = 304
            del headers["content-length"], headers["content-type"]
            self.body.clear()
        await self.send(start)
        await self.send({"type": "http.response.body", "body": bytes(self.body)})


def _names(condition: str, tag: str) -> bool:
    """Whether an If-None-Match header names *tag*; weak and strong tags compare alike here."""
    return condition.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in condition.split(","))
