"""Signed URLs of our own."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from pydantic import SecretStr

from listmatch.errors import Forbidden
from listmatch.settings import Settings
from listmatch.storage.local import LocalStore
from listmatch.storage.signing import ROUTE, Grant, Method, sign, signing_secret, verify

SECRET = b"a secret"
PUT = Grant("PUT", "owners/a/files/1/raw ü.csv", expires=1_000, size=5, content_type="text/csv; charset=utf-8")
GET = Grant("GET", "owners/a/jobs/1/results.csv", expires=1_000, filename='Leads "May" — ü.csv')


def opened(url: str) -> tuple[str, dict[str, str]]:
    """Key and query, as a web framework would decode them."""
    parts = urlsplit(url)
    return unquote(parts.path).removeprefix(ROUTE), dict(parse_qsl(parts.query, keep_blank_values=True))


@pytest.mark.parametrize("grant", [PUT, GET])
def test_what_was_signed_is_granted(grant: Grant) -> None:
    key, query = opened(sign(grant, secret=SECRET, base_url="http://localhost:8000/"))
    assert verify(grant.method, key, query, secret=SECRET, now=1_000.0) == grant


@pytest.mark.parametrize(
    ("name", "value"),
    [("expires", "9999"), ("size", "6"), ("type", "text/html"), ("filename", "x"), ("signature", "0" * 64)],
)
def test_a_changed_link_is_refused(name: str, value: str) -> None:
    key, query = opened(sign(PUT, secret=SECRET, base_url=""))
    with pytest.raises(Forbidden, match="not valid"):
        verify("PUT", key, query | {name: value}, secret=SECRET, now=0)


@pytest.mark.parametrize(
    ("method", "key", "secret"),
    [
        ("GET", PUT.key, SECRET),
        ("PUT", "owners/b/files/1/raw ü.csv", SECRET),
        ("PUT", PUT.key, b"another secret"),
    ],
)
def test_a_link_is_good_for_one_object_one_method_one_store(method: Method, key: str, secret: bytes) -> None:
    _, query = opened(sign(PUT, secret=SECRET, base_url=""))
    with pytest.raises(Forbidden, match="not valid"):
        verify(method, key, query, secret=secret, now=0)


def test_a_link_expires() -> None:
    key, query = opened(sign(PUT, secret=SECRET, base_url=""))
    with pytest.raises(Forbidden, match="expired"):
        verify("PUT", key, query, secret=SECRET, now=1_001.0)


@pytest.mark.parametrize("missing", ["expires", "signature"])
def test_a_link_without_its_parts_is_refused(missing: str) -> None:
    key, query = opened(sign(PUT, secret=SECRET, base_url=""))
    with pytest.raises(Forbidden):
        verify("PUT", key, {name: value for name, value in query.items() if name != missing}, secret=SECRET, now=0)


@pytest.mark.parametrize("key", ["../etc/passwd", "/etc/passwd", "a\x00", ""])
def test_a_link_to_elsewhere_is_refused_even_if_signed(key: str) -> None:
    _, query = opened(sign(Grant("GET", key, expires=1_000), secret=SECRET, base_url=""))
    with pytest.raises(Forbidden, match="not complete"):
        verify("GET", key, query, secret=SECRET, now=0)


def test_a_store_s_links_are_verified_with_its_secret(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, secret=lambda: SECRET, base_url="https://lists.example.com")
    url = store.presign_put("a/raw.csv", expires_s=60, size=3)
    assert url.startswith("https://lists.example.com/storage/a/raw.csv?")
    key, query = opened(url)
    assert verify("PUT", key, query, secret=SECRET).size == 3


def test_the_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    secret = signing_secret(settings)
    assert len(secret) == 64
    assert signing_secret(settings) == secret
    assert (tmp_path / "home/signing.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["signing.key"]


def test_a_configured_secret_is_used_as_it_is(tmp_path: Path) -> None:
    assert signing_secret(Settings(home=tmp_path, signing_secret=SecretStr("mine"))) == b"mine"
    assert list(tmp_path.iterdir()) == []
