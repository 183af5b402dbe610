"""The interface of every object store."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """One object as it stands in the store."""

    key: str
    size: int
    """bytes"""
    etag: str
    """changes whenever the content is rewritten; opaque, without quotes"""
    modified_at: datetime
    """UTC"""


class ObjectStore(Protocol):
    """Objects by key. An object that can be read is whole: writing happens beside it and is promoted at the end.

    Every method raises :class:`~listmatch.errors.StorageUnavailable` when the store is out of reach, refuses us or is
    full, and ``ValueError`` for a key that :func:`listmatch.storage.keys.checked` rejects.
    """

    def uri(self, key: str) -> str:
        """The object's address as a person or another tool would write it."""

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""

    def stat(self, key: str) -> ObjectInfo:
        """Size, version and age of an object; raises ``NotFound``."""

    def open_local(self, key: str) -> AbstractContextManager[Path]:
        """A local file with the object's content, to be read only and only inside the block; raises ``NotFound``."""

    def open_local_folder(self, prefix: str) -> AbstractContextManager[Path]:
        """A local folder with every object below *prefix* (which ends in ``/``), read only; raises ``NotFound``."""

    def write(self, key: str) -> AbstractContextManager[Path]:
        """A path to write to. On a clean exit it becomes the object, at once and durably; otherwise nothing remains.

        The path does not exist yet and ends in the last part of the key. Raises ``ContractBroken`` when the block
        ends without having written it.
        """

    def put_bytes(self, key: str, content: bytes) -> None:
        """Write a small object."""

    def get_bytes(self, key: str) -> bytes:
        """Read a small object; raises ``NotFound``."""

    def delete(self, key: str) -> None:
        """Remove an object; one that does not exist is not an error."""

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below *prefix* (which ends in ``/``); returns how many there were."""

    def list(self, prefix: str = "", *, after: str = "") -> Iterator[ObjectInfo]:
        """Every object whose key begins with *prefix* and follows *after*, in the order of the keys' UTF-8 bytes."""

    def presign_get(self, key: str, *, expires_s: int, filename: str = "") -> str:
        """A URL that gives the object to whoever holds it, for *expires_s* seconds, to be saved as *filename*."""

    def presign_put(self, key: str, *, expires_s: int, size: int, content_type: str = "") -> str:
        """A URL that takes exactly *size* bytes for the object by PUT, for *expires_s* seconds.

        *content_type* binds the header of that name where it is not empty.
        """

    def discard_unfinished(self, *, older_than: timedelta) -> int:
        """Remove what killed processes left half-written and nobody can see; returns how many there were."""
