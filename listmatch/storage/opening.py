"""Opens the store named by the settings."""

from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from listmatch.errors import InputError
from listmatch.settings import Settings
from listmatch.storage.local import LocalStore
from listmatch.storage.signing import signing_secret
from listmatch.storage.store import ObjectStore


def open_store(settings: Settings) -> ObjectStore:
    """The object store of the settings; raises ``InputError`` for an address that is neither ``file://`` nor ``s3://``."""
    url = urlsplit(settings.store_url)
    if url.scheme == "file" and url.netloc in ("", "localhost") and url.path not in ("", "/"):
        return LocalStore(Path(unquote(url.path)), secret=partial(signing_secret, settings), base_url=settings.base_url)
    if url.scheme == "s3" and url.netloc:
        from listmatch.storage.s3 import S3Store  # boto3 costs 0.2 s and 30 MB, which a local store never needs

        return S3Store(
            bucket=url.netloc,
            prefix=unquote(url.path).strip("/"),
            endpoint_url=settings.s3_endpoint_url,
            scratch=settings.scratch,
        )
    raise InputError(
        "the object store's address is not understood.",
        place="LISTMATCH_OBJECT_STORE_URL",
        cure="Use file:///folder or s3://bucket/prefix.",
    )
