"""Our own signed URLs for a store on a disk: expiring, bound to one object, one method and, for uploads, one size.

The signature is HMAC-SHA256 over everything the URL promises, compared in constant time (RFC 2104). Whoever serves
these URLs calls :func:`verify` and nothing else.
"""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

from listmatch.errors import Forbidden
from listmatch.settings import Settings
from listmatch.storage.faults import on_disk
from listmatch.storage.keys import checked

ROUTE = "/storage/"
"""Path under the base URL at which signed objects are served."""

Method = Literal["GET", "PUT"]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a signed URL allows, until *expires* (Unix seconds)."""

    method: Method
    key: str
    expires: int
    size: int = -1
    """bytes that must be sent; -1 for a download"""
    content_type: str = ""
    """the header that must be sent; empty: any"""
    filename: str = ""
    """the name under which a download is saved; empty: the key's last part"""


def signature(grant: Grant, *, secret: bytes) -> str:
    """The hexadecimal signature of a grant."""
    message = json.dumps(asdict(grant), sort_keys=True, ensure_ascii=True).encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def sign(grant: Grant, *, secret: bytes, base_url: str) -> str:
    """The URL that carries a grant."""
    query: dict[str, str | int] = {"expires": grant.expires}
    if grant.size >= 0:
        query["size"] = grant.size
    if grant.content_type:
        query["type"] = grant.content_type
    if grant.filename:
        query["filename"] = grant.filename
    query["signature"] = signature(grant, secret=secret)
    return f"{base_url.rstrip('/')}{ROUTE}{quote(grant.key)}?{urlencode(query)}"


def verify(method: Method, key: str, query: Mapping[str, str], *, secret: bytes, now: float | None = None) -> Grant:
    """The grant of a request for *key* with the decoded *query*; raises ``Forbidden`` when it is not ours or too old.

    HEAD requests are verified as GET.
    """
    try:
        grant = Grant(
            method=method,
            key=checked(key),
            expires=int(query["expires"]),
            size=int(query.get("size", -1)),
            content_type=query.get("type", ""),
            filename=query.get("filename", ""),
        )
    except (KeyError, ValueError) as error:
        raise Forbidden("This link is not complete.", cure="Ask for a fresh one.") from error
    given = query.get("signature", "").encode()
    if not hmac.compare_digest(given, signature(grant, secret=secret).encode()):
        raise Forbidden("This link is not valid.", cure="Ask for a fresh one.")
    if grant.expires < (time.time() if now is None else now):
        raise Forbidden("This link has expired.", cure="Ask for a fresh one.")
    return grant


def signing_secret(settings: Settings) -> bytes:
    """The secret that signs local URLs: the configured one, else a random one made once and kept under home."""
    configured = settings.signing_secret.get_secret_value()
    if configured:
        return configured.encode()
    path = settings.home / "signing.key"
    with on_disk(str(path)):
        if not path.exists():
            _create_once(path, secrets.token_hex(32))
        return path.read_text(encoding="ascii").strip().encode()


def _create_once(path: Path, content: str) -> None:
    """Write *content* unless another process was first; a hard link is the only step that others can see."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(content + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(temporary)
    except FileExistsError:
        return
    finally:
        Path(temporary).unlink()
