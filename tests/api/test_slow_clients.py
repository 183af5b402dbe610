"""Clients that send slowly do not hold the server."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from starlette.types import Message

from listmatch.api.app import create_app
from listmatch.api.slow_clients import PatientProtocol, TooSlow, patient, upload_s
from listmatch.catalog.pages import Page
from listmatch.domain.files import Purpose
from listmatch.workflows.lists import uploads
from listmatch.workflows.owners import accounts
from listmatch.workflows.services import Services
from tests.servers import in_thread


class HastyProtocol(PatientProtocol):
    headers_s = 0.3


@pytest.fixture
def port(services: Services) -> Iterator[int]:
    with in_thread(create_app(services=services), protocol=HastyProtocol) as port:
        yield port


def answered(port: int, *parts: bytes) -> bytes:
    """What comes back when *parts* are sent one after the other, until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


def test_headers_that_do_not_end_are_hung_up_on(port: int) -> None:
    assert answered(port, b"GET /api/v1/whoami HTTP/1.1\r\nHost: x\r\nX-Slow: ") == b""


def test_a_connection_that_says_nothing_is_hung_up_on(port: int) -> None:
    assert answered(port) == b""


def test_a_second_request_that_does_not_end_is_hung_up_on(port: int) -> None:
    first = b"GET /api/v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n"
    assert answered(port, first, b"GET /api/v1/who").startswith(b"HTTP/1.1 401")


def test_enormous_headers_are_refused(port: int) -> None:
    assert answered(port, b"GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + b"a" * 70_000).startswith(b"HTTP/1.1 400")


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(TooSlow, match="not sent in time"):
        asyncio.run(patient(never, seconds=0.01)())  # type: ignore[arg-type]


def answer_to_drops(port: int, head: str) -> bytes:
    """What is answered while the body behind *head* comes byte by byte."""
    with socket.create_connection(("127.0.0.1", port), timeout=0.02) as connection:
        connection.sendall(head.encode())
        for _ in range(400):
            connection.sendall(b" ")
            with suppress(TimeoutError):
                return connection.recv(65536)
    return b""


def test_a_body_that_comes_in_drops_is_not_waited_for_either(
    port: int, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listmatch.api.gate.WHOLE_BODY_S", 0.2)
    owner = accounts.ensure_owner(services, email="ann@example.com")
    key = accounts.create_key(services, owner_id=owner.id, label="x", actor="test").secret
    head = f"POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: 999\r\n\r\n"
    assert answer_to_drops(port, head).startswith(b"HTTP/1.1 408")


def test_a_list_that_comes_in_drops_is_not_waited_for_and_leaves_nothing(
    port: int, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listmatch.api.slow_clients.WHOLE_BODY_S", 0.2)
    owner = accounts.ensure_owner(services, email="ann@example.com")
    coming = uploads.Announcement(name="a.csv", size=999, content_type="", purpose=Purpose.SOURCE)
    announced = uploads.announce(services, owner, coming, actor="test")
    url = urlsplit(announced.upload_url)
    head = f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n"
    assert answer_to_drops(port, head).startswith(b"HTTP/1.1 408")
    assert not services.store.exists(announced.file.raw_key)


def test_the_larger_a_list_the_longer_it_may_take() -> None:
    assert upload_s(100) < 61
    assert 17 * 3600 < upload_s(2 * 2**30) < 19 * 3600


def test_a_body_that_comes_is_given_as_it_is() -> None:
    message = {"type": "http.request", "body": b"x", "more_body": False}

    async def at_once() -> Message:
        return message

    assert asyncio.run(patient(at_once)()) is message  # type: ignore[arg-type]


def test_half_a_body_has_no_effect_although_it_is_json(port: int, services: Services) -> None:
    owner = accounts.ensure_owner(services, email="ann@example.com")
    secret = accounts.create_key(services, owner_id=owner.id, label="x", actor="test").secret
    body = b'{"fileName": "leads.csv", "fileSize": 100}'
    head = f"POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret}\r\n"
    head += "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.encode() + b"%x\r\n%b\r\n" % (len(body), body))
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    assert uploads.list_files(services, owner_id=owner.id, purpose=None, page=Page(10)) == []
