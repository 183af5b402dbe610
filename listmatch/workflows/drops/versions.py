"""Which versions of dropped objects are to be handled: pure decisions over a page of a listing.

An object's *LastModified* decides nothing: S3 gives a multipart upload the time at which it began, ``mv`` and ``cp -p``
keep old times, and several objects share a second. What was handled is what the catalog knows by (uri, etag).
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

UNFINISHED_SUFFIXES = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~")
"""What programs append to a name while they write (browsers, WinSCP, rsync, editors)."""

FAILED_SUFFIX = ".failed.txt"
"""Ends the name of the note that says why a list could not be used."""

FORGET_AFTER = timedelta(days=1)
"""How long a version that never came to rest is remembered; by then its object is usually gone."""

Moving = Mapping[str, tuple[str, datetime]]
"""uri -> etag and since when that version has been seen: objects that may still be growing."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one object. ``key`` is its name below the place that was listed."""

    key: str
    uri: str
    etag: str
    size: int
    modified_at: datetime

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same version when it is seen again."""
        return self.uri, self.etag


@dataclass(frozen=True, slots=True)
class Chosen:
    """The versions of a page to handle now, in the page's order, and those to look at again."""

    new: tuple[Version, ...]
    moving: Moving = field(default_factory=dict)


def is_list(version: Version, *, pattern: str = "*", excluded: Sequence[str] = ()) -> bool:
    """Whether an object can be a list: it has bytes, and is called like one."""
    return version.size > 0 and is_named_like_a_list(version, pattern=pattern, excluded=excluded)


def is_named_like_a_list(version: Version, *, pattern: str = "*", excluded: Sequence[str] = ()) -> bool:
    """Whether its name is not a folder's, not hidden, not that of a half-written file, and fits the rule."""
    name = version.key.rpartition("/")[2]
    if not name or name.startswith((".", "~$")):
        return False
    if name.lower().endswith((*UNFINISHED_SUFFIXES, FAILED_SUFFIX)) or any(
        version.uri.startswith(uri) for uri in excluded
    ):
        return False
    return fnmatchcase(version.key, pattern) or fnmatchcase(name, pattern)


def choose(
    page: Sequence[Version], *, known: Set[tuple[str, str]], moving: Moving, now: datetime, quiet: timedelta
) -> Chosen:
    """The versions of *page* that are not in the catalog yet and have stopped changing.

    A version rests when it was last written *quiet* ago, or when we have seen it unchanged for that long (its time may
    lie in the future). Objects in S3 are whole when they can be listed: *quiet* is zero there.
    """
    new: list[Version] = []
    still = {uri: seen for uri, seen in moving.items() if now - seen[1] < FORGET_AFTER}
    for version in page:
        etag, since = still.pop(version.uri, ("", now))
        if version.identity in known:
            continue
        if etag != version.etag:
            since = now
        if now - min(version.modified_at, since) >= quiet:
            new.append(version)
        else:
            still[version.uri] = (version.etag, since)
    return Chosen(tuple(new), still)
