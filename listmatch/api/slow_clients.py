"""Timeouts for clients that send slowly or not at all.

Uvicorn closes idle connections, but waits for ever for headers or a body that do not end ("slow loris"): each such
connection would hold a slot until the client goes away.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import h11
from starlette.types import Message, Receive
from uvicorn.protocols.http.h11_impl import H11Protocol

from listmatch.errors import InputError

HEADERS_S = 20.0
"""From the first byte of a connection (or of a further request on it) to the end of the headers."""

BODY_S = 30.0
"""Between two parts of a body."""

WHOLE_BODY_S = 60.0
"""For a whole JSON body, so that it cannot trickle in for ever."""

SLOWEST_UPLOAD_BYTES_PER_S = 32 * 1024
"""On the whole of a list, beyond `WHOLE_BODY_S`: a list of 2 GB may take 18 hours, one of 100 KB a minute."""

LINGER_S = 2.0
"""How long a client that was refused may go on sending: to hang up on it at once would reset the connection, and most
clients would then lose the answer."""

Result = TypeVar("Result")


class TooSlow(InputError):
    """The client did not send the rest of its request in time."""

    http_status = 408


def patient(receive: Receive, *, seconds: float = BODY_S) -> Receive:
    """A receive that raises TooSlow when nothing comes for *seconds*."""

    async def receive_in_time() -> Message:
        return await in_time(receive, seconds)

    return receive_in_time


async def in_time(call: Callable[[], Awaitable[Result]], seconds: float) -> Result:
    """What *call* gives; raises TooSlow when it takes more than *seconds*."""
    try:
        async with asyncio.timeout(seconds):
            return await call()
    except TimeoutError as error:
        raise TooSlow("The request was not sent in time.", cure="Send it again.") from error


def upload_s(size: int) -> float:
    """Seconds that an upload of *size* bytes may take as a whole."""
    return WHOLE_BODY_S + size / SLOWEST_UPLOAD_BYTES_PER_S


class PatientProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1 that hangs up on headers that do not end, and tells its refusals as the API does."""

    headers_s = HEADERS_S
    _is_refused = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; the waiting ends when they complete the headers of a request."""
        if self._is_refused:
            return
        super().data_received(data)
        if self._is_refused:
            return
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering:
            self._stop_waiting()
        elif self._deadline is None:
            self._wait()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, or has headers without an end; what still comes is passed over for a moment."""
        body = json.dumps({"error": msg}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        events = (h11.Response(status_code=400, headers=headers), h11.Data(data=body), h11.EndOfMessage())
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self._is_refused = True
        self._stop_waiting()
        self.loop.call_later(LINGER_S, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.headers_s, self._hang_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._deadline = None
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if not is_answering and not self.transport.is_closing():
            self.transport.close()
