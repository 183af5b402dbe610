"""Answers that S3 does not give: a proxy's page, half a document, other bytes. They tell nothing of an object."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from listmatch.errors import NotFound, StorageUnavailable
from listmatch.storage.s3 import S3Store

PAGE = b"<html><body>We will be back soon.</body></html>"
MARKS = {"ETag": '"abc"', "Last-Modified": "Mon, 23 Nov 2026 01:00:00 GMT"}
NO_SUCH_KEY = b"<Error><Code>NoSuchKey</Code></Error>"
LISTING = "<ListBucketResult><IsTruncated>false</IsTruncated><Contents>{}</Contents></ListBucketResult>"


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def answering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., S3Store]]:
    """A store whose server answers every GET and every HEAD (whose size is that of its body) with one reply."""
    replies = dict[str, Reply]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = replies[self.command]
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(reply.body)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def store(*, get: Reply, head: Reply | None = None) -> S3Store:
        replies.update(GET=get, HEAD=head or get)
        url = f"http://127.0.0.1:{server.server_port}"
        return S3Store(bucket="lists", prefix="", endpoint_url=url, scratch=tmp_path / "scratch")

    yield store
    server.shutdown()
    server.server_close()


def opened(store: S3Store) -> bytes:
    with store.open_local("a") as path:
        return path.read_bytes()


READS = [
    pytest.param(lambda store: list(store.list()), id="list"),
    pytest.param(lambda store: store.stat("a"), id="stat"),
    pytest.param(lambda store: store.exists("a"), id="exists"),
    pytest.param(lambda store: store.get_bytes("a"), id="get_bytes"),
    pytest.param(opened, id="open_local"),
]


@pytest.mark.parametrize("read", READS)
def test_a_page_of_a_proxy_is_an_outage(answering: Callable[..., S3Store], read: Callable[[S3Store], object]) -> None:
    store = answering(get=Reply(200, PAGE, {"Content-Type": "text/html"}))
    with pytest.raises(StorageUnavailable, match=r"another answer than S3 does.*Check LISTMATCH_S3_ENDPOINT_URL"):
        read(store)


@pytest.mark.parametrize(
    "entry",
    [
        "<Key>a</Key>",
        "<Key>a</Key><Size>many</Size>",
        "<Key>a</Key><Size>1</Size><ETag>b</ETag><LastModified>never</LastModified>",
    ],
)
def test_half_a_listing_is_an_outage(answering: Callable[..., S3Store], entry: str) -> None:
    store = answering(get=Reply(200, LISTING.format(entry).encode()))
    with pytest.raises(StorageUnavailable, match="another answer than S3 does"):
        list(store.list())


def test_other_bytes_than_the_object_has_are_no_object(answering: Callable[..., S3Store]) -> None:
    store = answering(get=Reply(200, b"half", MARKS), head=Reply(200, b"whole object", MARKS))
    with pytest.raises(StorageUnavailable, match="half of one"):
        opened(store)


@pytest.mark.parametrize("read", [lambda store: store.stat("a"), opened])
def test_that_there_is_no_object_is_believed_of_s3_alone(
    answering: Callable[..., S3Store], read: Callable[[S3Store], object]
) -> None:
    with pytest.raises(StorageUnavailable):
        read(answering(get=Reply(404, PAGE), head=Reply(404)))
    with pytest.raises(StorageUnavailable):
        read(answering(get=Reply(404, b"<Error><Code>NoSuchBucket</Code></Error>"), head=Reply(404)))
    with pytest.raises(NotFound):
        read(answering(get=Reply(404, NO_SUCH_KEY), head=Reply(404)))
