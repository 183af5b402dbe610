"""Places outside our own object store that hold lists: a local folder or an S3 prefix, read through the same stores."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from listmatch.errors import InputError, NotFound, StorageUnavailable
from listmatch.settings import Settings
from listmatch.storage import ObjectStore, open_store
from listmatch.storage.keys import checked
from listmatch.workflows.drops.versions import Version

BUCKET = re.compile(r"[A-Za-z0-9._-]{1,255}")
"""What boto3 takes for the name of a bucket."""


class Replaced(NotFound):
    """The version that was listed is no longer the object's content."""


@dataclass(frozen=True, slots=True)
class Place:
    """Everything under *prefix* of a store. ``base`` is the address of the store itself, ending in a slash."""

    store: ObjectStore
    base: str
    prefix: str = ""
    folder: Path | None = None
    """the local folder, None for S3"""

    @property
    def as_folder(self) -> str:
        """The prefix as that of a folder, for what is written here."""
        return f"{self.prefix.rstrip('/')}/" if self.prefix else ""

    def versions(self, *, after: str = "") -> Iterator[Version]:
        """Every object here, in the order of keys, beginning after the key *after*.

        Links that lead out of a folder are left out: who may lay lists into it need not see everything that we can.
        Raises StorageUnavailable when the listing fails, which is not the same as finding nothing.
        """
        if self.folder is not None and not self.folder.is_dir():
            raise StorageUnavailable("there is no such folder.", place=str(self.folder), cure="Make or mount it.")
        for info in self.store.list(self.prefix, after=after):
            if self.folder is not None and _leads_out(self.folder / info.key, self.folder):
                continue
            yield Version(info.key, self.address(info.key), info.etag, info.size, info.modified_at)

    def address(self, key: str) -> str:
        """The URI of an object, also of one whose name our own store would not allow."""
        return (self.folder / key).as_uri() if self.folder is not None else f"{self.base}{key}"

    def key_of(self, uri: str) -> str:
        """The key of an object by its URI."""
        key = uri.removeprefix(self.base)
        return unquote(key) if self.folder is not None else key

    def relative(self, uri: str) -> str:
        """The name of an object below the prefix."""
        key = self.key_of(uri)
        return key.removeprefix(self.prefix.rpartition("/")[0]).lstrip("/") if self.prefix else key

    @contextmanager
    def open(self, uri: str, *, etag: str) -> Iterator[Path]:
        """A local file with exactly the version *etag* of an object. Raises Replaced, NotFound, InputError.

        The caller copies within the block; a change that happens meanwhile is noticed at its end.
        """
        key = self.key_of(uri)
        try:
            self._expect(key, etag)
            with self.store.open_local(key) as path:
                yield path
                self._expect(key, etag)
        except ValueError as error:
            cure = "Rename it without control characters, backslashes, and folders that are empty or dots."
            raise InputError("the name of the object cannot be used.", cure=cure) from error

    def _expect(self, key: str, etag: str) -> None:
        if self.store.stat(key).etag != etag:
            raise Replaced("the list was replaced before it could be read.")


def open_place(settings: Settings, address: str) -> Place:
    """The place of an address: ``s3://bucket/prefix``, ``file:///folder`` or a folder's path. Raises InputError."""
    with suppress(InputError, RuntimeError, ValueError):  # "/" itself, the home of nobody, what can be no URL or name
        url = urlsplit(address)
        if url.scheme == "s3" and BUCKET.fullmatch(url.netloc):
            return _in_bucket(settings, url.netloc, prefix=address[len(f"s3://{url.netloc}/") :])
        if url.scheme == "file" and url.netloc in ("", "localhost"):
            return _in_folder(settings, unquote(url.path))
        if not url.scheme:
            return _in_folder(settings, address)
    cure = "Use s3://bucket/prefix/ or the path of a folder."
    raise InputError("this is not a usable folder or S3 prefix.", place=address, cure=cure)


def find_list(settings: Settings, address: str) -> tuple[Place, str]:
    """Where one list would lie by its address: a place and a key in it. Raises InputError."""
    folder, _, last = address.rpartition("/")
    place = open_place(settings, f"{folder}/" if folder or address.startswith("/") else ".")
    name = unquote(last) if address.startswith("file:") else last
    try:
        return place, checked(place.prefix + name)
    except ValueError as error:
        cure = "Name one list, without empty folders, backslashes and control characters."
        raise InputError("this is not the address of a list.", place=address, cure=cure) from error


def open_list(settings: Settings, address: str) -> tuple[Place, Version]:
    """One list by its address and its present version. Raises NotFound, InputError, StorageUnavailable."""
    place, key = find_list(settings, address)
    info = place.store.stat(key)
    return place, Version(key, place.address(key), info.etag, info.size, info.modified_at)


def _in_bucket(settings: Settings, bucket: str, *, prefix: str) -> Place:
    if prefix:
        checked(prefix.removesuffix("/"))
    return Place(_store(settings, f"s3://{bucket}"), f"s3://{bucket}/", prefix=prefix)


def _in_folder(settings: Settings, path: str) -> Place:
    folder = Path(path).expanduser().absolute()
    return Place(_store(settings, folder.as_uri()), f"{folder.as_uri()}/", folder=folder)


def _leads_out(path: Path, folder: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def _store(settings: Settings, url: str) -> ObjectStore:
    return open_store(Settings(home=settings.home, object_store_url=url, s3_endpoint_url=settings.s3_endpoint_url))
