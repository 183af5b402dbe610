"""The content hash of a local list; a long list unchanged since it was last hashed is not read again.

What tells is what Git goes by: place on the disk, size, and the times of the last change of content and of the file's
entry, which no program can set. A file that was changed within the last seconds is always read, since a clock may give
two changes one time.
"""

import hashlib
import json
import time
from contextlib import suppress
from os import stat_result
from pathlib import Path
from uuid import uuid4

from listmatch.errors import FileUnreadable

KNOWN = "hashes.json"
"""under home: path -> the file's stat and hash; a cache of this machine, safe to delete"""
WORTH = 16 * 1024 * 1024
"""bytes below which a list is hashed sooner than it is looked up"""
SETTLED_NS = 2_000_000_000
"""the coarsest clock of a file system in use counts two seconds"""
MOST = 200
"""files remembered, those hashed last"""


def content_hash(path: Path, *, home: Path) -> str:
    """SHA-256 of the bytes of *path*, in hex. Raises FileUnreadable when it is missing or may not be read."""
    try:
        if path.stat().st_size < WORTH:
            return _read(path)
        return _remembered(path.resolve(), home / KNOWN)
    except FileNotFoundError:
        raise FileUnreadable("there is no such file.", place=str(path), cure="Check the path.") from None
    except IsADirectoryError:
        raise FileUnreadable("this is a folder, not a list.", place=str(path), cure="Name one file in it.") from None
    except PermissionError:
        raise FileUnreadable(
            "permission to read the file is denied.", place=str(path), cure="Change its permissions."
        ) from None


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remembered(path: Path, known: Path) -> str:
    began, told = time.time_ns(), _tells(path.stat())
    entries = _entries(known)
    entry = entries.get(str(path), {})
    if entry.get("told") == told and (remembered := entry.get("sha256")):
        return str(remembered)
    found = _read(path)
    last_change = max(told[-2:])
    if told == _tells(path.stat()) and last_change + SETTLED_NS < began:
        entries.pop(str(path), None)
        entries[str(path)] = {"told": told, "sha256": found}
        _write(known, dict(list(entries.items())[-MOST:]))
    return found


def _tells(stat: stat_result) -> list[int]:
    """What changes when the file does; the two times, in nanoseconds, come last."""
    return [stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def _entries(known: Path) -> dict[str, dict[str, object]]:
    """What is remembered; nothing where the file is not there or is not ours."""
    with suppress(OSError, ValueError):
        entries = json.loads(known.read_text(encoding="utf-8"))
        if isinstance(entries, dict) and all(isinstance(entry, dict) for entry in entries.values()):
            return entries
    return {}


def _write(known: Path, entries: dict[str, dict[str, object]]) -> None:
    """Whole or not at all; of two processes that write at once the later one's entries stay."""
    beside = known.with_name(f"{known.name}.{uuid4().hex}")
    try:
        beside.write_text(json.dumps(entries, indent=1), encoding="utf-8")
        beside.replace(known)
    except OSError:
        beside.unlink(missing_ok=True)  # a full disk costs the next match a second, not this one its answer
