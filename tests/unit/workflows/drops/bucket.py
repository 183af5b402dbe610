"""A bucket in memory with a clock that can stand still or go back, and random histories of what happens in it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from listmatch.errors import StorageUnavailable
from listmatch.storage.store import ObjectInfo

KEYS = ("a", "b", "c", "d/e", "d/f", "ä")


@dataclass
class Bucket:
    """Keys with content; just what a listing needs of an object store, and of a boto3 client."""

    objects: dict[str, ObjectInfo] = field(default_factory=dict)
    clock: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    fails_after: int | None = None
    """the listing breaks off after so many keys"""

    def put(self, key: str, content: str) -> None:
        etag = hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()
        self.objects[key] = ObjectInfo(key=key, size=len(content), etag=etag, modified_at=self.clock)

    def delete(self, key: str) -> None:
        self.objects.pop(key, None)

    def list(self, prefix: str = "", *, after: str = "") -> Iterator[ObjectInfo]:
        for number, key in enumerate(sorted(self.objects, key=str.encode)):
            if self.fails_after is not None and number >= self.fails_after:
                raise StorageUnavailable("the listing broke off.")
            if key.startswith(prefix) and key.encode() > after.encode():
                yield self.objects[key]

    def present(self) -> set[tuple[str, str]]:
        return {(info.key, info.etag) for info in self.objects.values()}

    def get_paginator(self, operation: str) -> "Bucket":
        assert operation == "list_objects_v2"
        return self

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        yield {"Contents": [{"Key": i.key, "ETag": i.etag, "LastModified": i.modified_at} for i in self.list()]}


@dataclass(frozen=True)
class Put:
    key: str
    content: str


@dataclass(frozen=True)
class Delete:
    key: str


@dataclass(frozen=True)
class Tick:
    """The clock moves, maybe not at all, maybe back."""

    seconds: int


@dataclass(frozen=True)
class Look:
    """An evaluation; one that breaks off after some keys, or whose time is over after some pages."""

    fails_after: int | None = None
    pages: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.fails_after is None and self.pages is None


@dataclass(frozen=True)
class Restart:
    """The process dies and comes back, with or without its cursor."""

    keeps_cursor: bool


Event = Put | Delete | Tick | Look | Restart


def histories() -> st.SearchStrategy[list[Event]]:
    keys, contents = st.sampled_from(KEYS), st.sampled_from(["1", "2", "3"])
    puts = st.builds(Put, keys, contents)
    looks = st.one_of(
        st.just(Look()), st.builds(Look, fails_after=st.integers(0, 3)), st.builds(Look, pages=st.integers(1, 2))
    )
    others = st.one_of(st.builds(Delete, keys), st.builds(Tick, st.integers(-2, 3)), st.builds(Restart, st.booleans()))
    return st.lists(st.one_of(puts, puts, looks, others), max_size=24)


def happen(bucket: Bucket, event: Put | Delete | Tick) -> None:
    if isinstance(event, Put):
        bucket.put(event.key, event.content)
    elif isinstance(event, Delete):
        bucket.delete(event.key)
    else:
        bucket.clock += timedelta(seconds=event.seconds)
