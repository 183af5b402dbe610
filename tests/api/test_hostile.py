"""Requests that mean harm, against `listmatch serve` itself: each gets a documented refusal, and none costs memory."""

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from listmatch.api.slow_clients import HEADERS_S
from tests.servers import LISTMATCH, free_port, serving

pytestmark = pytest.mark.slow

MIB = 2**20
ROOM_MIB = 48
"""By how much the server may grow over a test: a few buffers per connection, but no body."""


@dataclass(frozen=True)
class Target:
    """A running server, and a key for it."""

    port: int
    pid: int
    home: Path
    key: str

    def send(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, object]]:
        """Status and body of the answer to one request; a body that is iterable goes out in chunks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        all_headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        with suppress(BrokenPipeError, ConnectionResetError):  # the server answered before it had everything
            connection.request(method, path, body, all_headers)  # type: ignore[arg-type]
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text or b"{}")

    def announce(self, **changes: object) -> tuple[int, dict[str, object]]:
        body = {"fileName": "leads.csv", "fileSize": 100, **changes}
        return self.send("POST", "/api/v1/files", json.dumps(body).encode())

    def resident_mib(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    home, port = tmp_path_factory.mktemp("hostile") / "home", free_port()
    home.mkdir()
    with serving(home, port, options=("--no-worker",)) as process:
        command = [LISTMATCH, "keys", "create", "--email", "you@example.com", "--rate-limit", "100000", "--json"]
        environment = {**os.environ, "LISTMATCH_HOME": str(home)}
        made = subprocess.run(command, env=environment, capture_output=True, check=True)
        yield Target(port, process.pid, home, json.loads(made.stdout)["key"])


@pytest.fixture
def target(server: Target) -> Iterator[Target]:
    """The server, which is as large and as well afterwards as it was before."""
    assert server.send("GET", "/api/v1/whoami")[0] == 200
    before = server.resident_mib()
    yield server
    assert server.resident_mib() < before + ROOM_MIB
    assert server.send("GET", "/api/v1/whoami")[0] == 200


def test_a_body_of_ten_megabytes_is_refused(target: Target) -> None:
    for _ in range(20):
        status, body = target.send("POST", "/api/v1/files", b'{"fileName": "' + b"x" * 10 * MIB + b'"}')
        assert (status, body["error"]) == (413, "The body is too large: at most 1 MB of JSON.")


def test_a_body_without_an_end_is_refused(target: Target) -> None:
    chunks = (b"x" * MIB for _ in range(200))
    assert target.send("POST", "/api/v1/files", chunks)[0] == 413


@pytest.mark.parametrize("depth", [10_000, 400_000])
def test_a_body_that_is_nested_without_reason_is_refused(target: Target, depth: int) -> None:
    assert target.send("POST", "/api/v1/profiles", b'{"name": "x", "content": ' + b"[" * depth)[0] == 400
    whole = b'{"name": "x", "content": {"type": ' + b"[" * depth + b"]" * depth + b"}}"
    assert target.send("POST", "/api/v1/profiles", whole)[0] == 400


@pytest.mark.parametrize(
    "content",
    [b'{"fileName": "\xff\xfe"}', b"\x80", b'{"fileName": "\xed\xa0\x80.csv"}', '{"a": 1}'.encode("utf-16-le")],
)
def test_malformed_utf_8_is_refused(target: Target, content: bytes) -> None:
    status, body = target.send("POST", "/api/v1/files", content)
    assert status == 400
    assert "JSON" in str(body["error"])


@pytest.mark.parametrize("size", [100_000, MIB])
def test_a_header_without_an_end_is_refused(target: Target, size: int) -> None:
    with socket.create_connection(("127.0.0.1", target.port), timeout=30) as connection:
        connection.sendall(b"GET /api/v1/whoami HTTP/1.1\r\nHost: x\r\nX-Large: ")
        for _ in range(size // 10_000):
            connection.sendall(b"a" * 10_000)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == 400
        assert json.load(answer) == {"error": "Invalid HTTP request received."}


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "a/b.csv",
        "/etc/passwd",
        "a\x00.csv",
        "a\r\nX-Injected: 1.csv",
        "..",
        ".",
        " ",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(target: Target, name: str) -> None:
    status, body = target.announce(fileName=name)
    assert (status, body["field"]) == (400, "fileName")


@pytest.mark.parametrize("name", ["..csv", "%2e%2e%2fetc%2fpasswd", "con", "名前.csv", "a" * 255])
def test_a_name_that_is_only_odd_leads_nowhere_else(target: Target, name: str) -> None:
    status, body = target.announce(fileName=name)
    assert status == 200
    owners, owner, files, file, raw = str(body["s3Key"]).split("/")
    assert (owners, files, file) == ("owners", "files", body["fileId"])
    assert raw.startswith("raw")
    assert ".." not in owner + raw


@pytest.mark.parametrize(
    ("size", "status"), [(0, 400), (-1, 400), (5 * 2**30, 413), (2**63, 400), (1e400, 400), ("100", 400), (1.5, 400)]
)
def test_a_size_that_cannot_be_is_refused(target: Target, size: object, status: int) -> None:
    assert target.announce(fileSize=size)[0] == status


def test_an_upload_larger_than_announced_is_refused_and_not_kept(target: Target) -> None:
    _, ticket = target.announce(fileSize=100)
    path = str(ticket["uploadUrl"]).partition(str(target.port))[2]
    assert target.send("PUT", path, b"x" * 20 * MIB)[0] == 413
    assert target.send("PUT", path, (b"x" * MIB for _ in range(200)))[0] == 400
    kept = [file for file in (target.home / "objects").rglob("*") if file.is_file()]
    assert kept == []


def test_a_large_upload_and_its_download_take_no_memory(target: Target) -> None:
    size = 300 * MIB
    _, ticket = target.announce(fileSize=size)
    path = str(ticket["uploadUrl"]).partition(str(target.port))[2]
    chunks = (b"x" * MIB for _ in range(300))
    assert target.send("PUT", path, chunks, **{"Content-Length": str(size)})[0] == 200


def test_clients_that_never_finish_their_headers_do_not_keep_others_waiting(target: Target) -> None:
    with ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection(("127.0.0.1", target.port), timeout=2 * HEADERS_S))
            for _ in range(200)
        ]
        for connection in slow:
            connection.sendall(b"POST /api/v1/files HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        began = time.monotonic()
        assert target.send("GET", "/api/v1/whoami")[0] == 200
        assert time.monotonic() - began < HEADERS_S
        assert {connection.recv(1) for connection in slow} == {b""}  # hung up on


def test_clients_that_send_a_body_in_drops_do_not_keep_others_waiting(target: Target) -> None:
    head = f"POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {target.key}\r\nContent-Length: 9\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(200):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", target.port), timeout=30))
            connection.sendall(head.encode() + b"{")
        assert target.send("GET", "/api/v1/whoami")[0] == 200
