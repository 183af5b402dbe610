"""A receiver of webhooks on this machine, whose name and certificate are trusted while a test runs."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from tests.api.conftest import Api  # which has the receiver as a fixture

HOST = "hooks.example.com"
"""The receiver's name, which leads to this machine while a test runs."""

NOW = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass
class Receiver:
    """An address on this machine that keeps what it is sent."""

    port: int
    status: int = 204
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    drops: threading.Event = field(default_factory=threading.Event)
    """set: the answer has headers without an end"""

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/hooks?x=1"


def certificate(folder: Path) -> Path:
    """A made-up certificate for the receiver and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    names = x509.SubjectAlternativeName([x509.DNSName(HOST)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(NOW)
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    path = folder / "receiver.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def receiving(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver at work for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.received.append((dict(self.headers), body))
            self.send_response(204 if self.path.startswith("/works") else kept.status)
            while kept.drops.is_set():
                self.send_header("X-Drop", "x")
                with suppress(OSError):
                    self.flush_headers()
                time.sleep(0.02)
            self.send_header("Location", f"https://{HOST}:1/elsewhere")
            with suppress(OSError):  # the other side may have hung up
                self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    pem = certificate(folder)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    kept = Receiver(server.server_port)
    trusting = ssl.create_default_context(cafile=str(pem))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    resolve = socket.getaddrinfo

    def resolve_ours(host: str, *rest: Any, **named: Any) -> Any:
        return resolve("127.0.0.1" if host == HOST and not named.get("flags") else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_ours)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kept
    kept.drops.clear()
    server.shutdown()
    thread.join()
    server.server_close()


def anywhere(_address: str) -> bool:
    return True


def subscribe(api: "Api", url: str, *events: str) -> Any:
    answer = api.client.post("/api/v1/webhooks", json={"url": url, "events": list(events)})
    assert answer.status_code == 201, answer.text
    return answer.json()


def deliveries(api: "Api", hook: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.client.get(f"/api/v1/webhooks/{hook['webhook']['id']}/deliveries").json()[
        "deliveries"
    ]
    return found
