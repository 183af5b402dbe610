"""Handles each request completely in one worker thread, as one synchronous call.

FastAPI runs every synchronous function in a thread and returns to the event loop, three times per request
(authentication, route, response validation). Each trip wakes another thread twice, which costs more than reading the
catalog. So the gate moves a request to a thread once, and everything behind it runs there as one plain function.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any, Self

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Scope, Send

from listmatch.api.members import query_names, refuse_undocumented


@dataclass(slots=True)
class Answer:
    """An answer that is complete; the API's are small."""

    status: int
    raw_headers: list[tuple[bytes, bytes]]
    body: bytes

    @classmethod
    def of(cls, response: Response) -> Self:
        """The answer that a response object stands for."""
        return cls(response.status_code, list(response.raw_headers), bytes(response.body))

    @property
    def headers(self) -> MutableHeaders:
        """The headers, to be read and changed."""
        return MutableHeaders(raw=self.raw_headers)

    async def send(self, send: Send) -> None:
        """Send it to the client."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body})


class WholeRoute(APIRoute):
    """A route whose plain function is called where its request is worked on, and not in a further thread."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **settings: Any) -> None:
        @wraps(endpoint)
        async def call(**values: Any) -> Any:
            return endpoint(**values)

        super().__init__(path, call, **settings)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request, unless its query has parameters that the route does not document."""
        handle = super().get_route_handler()
        documented = frozenset(query_names(self.dependant))

        async def answered(request: Request) -> Response:
            refuse_undocumented(request.query_params, documented=documented)
            return await handle(request)

        return answered


def answer_of(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """What *app* answers to a request with this body.

    Raises what the application raises, and RuntimeError when it waits for something: nobody here wakes it.
    """
    answer = Answer(500, [], b"")

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.raw_headers = message["status"], list(message["headers"])
        else:
            answer.body += message.get("body", b"")

    running = app(scope, receive, send)
    try:
        running.send(None)  # type: ignore[attr-defined] # an application is a coroutine function
    except StopIteration:
        return answer
    running.close()  # type: ignore[attr-defined]
    raise RuntimeError("A route of the API waits for the event loop, which is in another thread.")
