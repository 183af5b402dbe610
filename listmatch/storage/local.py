"""The object store on a disk: one file per object below a root folder."""

import math
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from listmatch.errors import ContractBroken
from listmatch.storage.faults import from_os_error, is_disk_full, missing, on_disk
from listmatch.storage.keys import RESERVED_FOLDER, checked, checked_folder
from listmatch.storage.signing import Grant, sign
from listmatch.storage.store import ObjectInfo


class LocalStore:
    """An object store below the folder *root*.

    What is being written lies in ``root/.partial`` (the same file system, so that a rename promotes it) and is
    invisible to every reader. *secret* gives the key that signs URLs; it is asked for only when a URL is made.
    """

    def __init__(self, root: Path, *, secret: Callable[[], bytes], base_url: str) -> None:
        self._root, self._secret, self._base_url = root, secret, base_url

    def uri(self, key: str) -> str:
        """``file:///…``."""
        return self._path(key).absolute().as_uri()

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""
        with on_disk(key):
            return self._path(key).is_file()

    def stat(self, key: str) -> ObjectInfo:
        """Size, version and age of an object."""
        path = self._path(key)
        with on_disk(key):
            if not path.is_file():
                raise missing(key)
            return _info(key, path.stat())

    @contextmanager
    def open_local(self, key: str) -> Iterator[Path]:
        """The object's own file."""
        self.stat(key)
        yield self._path(key)

    @contextmanager
    def open_local_folder(self, prefix: str) -> Iterator[Path]:
        """The folder itself."""
        path = self._folder(prefix)
        if next(self.list(prefix), None) is None:
            raise missing(prefix)
        yield path

    @contextmanager
    def write(self, key: str) -> Iterator[Path]:
        """A path to write to, promoted by fsync and rename on a clean exit."""
        target = self._path(key)
        with self._partial(key) as folder:
            temporary = folder / target.name
            with _full_disk_named(key):
                yield temporary
            if not temporary.is_file():
                raise ContractBroken("nothing was written to the store.", place=key)
            self._promote(temporary, target)

    def put_bytes(self, key: str, content: bytes) -> None:
        """Write a small object."""
        with self.write(key) as path:
            path.write_bytes(content)

    def get_bytes(self, key: str) -> bytes:
        """Read a small object."""
        path = self._path(key)
        with on_disk(key):
            try:
                return path.read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
                raise missing(key) from error

    def delete(self, key: str) -> None:
        """Remove an object, and the folders that it leaves empty."""
        path = self._path(key)
        with on_disk(key):
            if path.is_file():
                path.unlink(missing_ok=True)
                self._remove_empty(path.parent)

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below *prefix*."""
        folder = self._folder(prefix)
        count = sum(1 for _ in self.list(prefix))
        with on_disk(prefix):
            if folder.is_dir():
                shutil.rmtree(folder)
                self._remove_empty(folder.parent)
        return count

    def list(self, prefix: str = "", *, after: str = "") -> Iterator[ObjectInfo]:
        """Every object whose key begins with *prefix*; one that vanishes meanwhile is left out."""
        start = prefix.rpartition("/")[0]
        folder = self._path(start) if start else self._root
        with on_disk(prefix or str(self._root)):
            for info in _walk(folder, f"{start}/" if start else "", prefix):
                if os.fsencode(info.key) > os.fsencode(after):
                    yield info

    def presign_get(self, key: str, *, expires_s: int, filename: str = "") -> str:
        """A signed URL of our own."""
        return self._signed(Grant("GET", checked(key), _deadline(expires_s), filename=filename))

    def presign_put(self, key: str, *, expires_s: int, size: int, content_type: str = "") -> str:
        """A signed URL of our own."""
        return self._signed(Grant("PUT", checked(key), _deadline(expires_s), size=size, content_type=content_type))

    def discard_unfinished(self, *, older_than: timedelta) -> int:
        """Remove folders of writers that were killed."""
        partial = self._root / RESERVED_FOLDER
        limit = time.time() - older_than.total_seconds()
        with on_disk(str(partial)):
            left = [path for path in partial.iterdir() if last_written(path) < limit] if partial.is_dir() else []
            for path in left:
                with suppress(FileNotFoundError):  # another process cleans up as well
                    shutil.rmtree(path)
        return len(left)

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _folder(self, prefix: str) -> Path:
        return self._root / checked_folder(prefix)

    def _signed(self, grant: Grant) -> str:
        return sign(grant, secret=self._secret(), base_url=self._base_url)

    @contextmanager
    def _partial(self, place: str) -> Iterator[Path]:
        partial = self._root / RESERVED_FOLDER
        with on_disk(place):
            partial.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=partial))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _promote(self, temporary: Path, target: Path) -> None:
        with on_disk(target.relative_to(self._root).as_posix()):
            _sync(temporary)
            while True:
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    temporary.replace(target)
                    break
                except FileNotFoundError:
                    # A delete of the last sibling took the folder away between the two lines above.
                    if not temporary.exists():
                        raise
            _sync(target.parent)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self._root and self._root in folder.parents:
            try:
                folder.rmdir()
            except OSError:
                return  # not empty, or somebody else was faster: both are what we want
            folder = folder.parent


@contextmanager
def _full_disk_named(place: str) -> Iterator[None]:
    """Name a full disk that the writer in the block ran into; its other errors are its own."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise from_os_error(error, place=place) from error
        raise


def _walk(folder: Path, base: str, prefix: str) -> Iterator[ObjectInfo]:
    """Objects below *folder* whose keys (*base* + path) begin with *prefix*, ordered as S3 orders them."""
    try:
        with os.scandir(folder) as found:
            entries = [(base + entry.name + "/" * entry.is_dir(follow_symlinks=False), entry) for entry in found]
    except (FileNotFoundError, NotADirectoryError):
        return
    for key, entry in sorted(entries, key=lambda pair: os.fsencode(pair[0])):
        if not (key.startswith(prefix) or prefix.startswith(key)) or key == f"{RESERVED_FOLDER}/":
            continue
        if key.endswith("/"):
            yield from _walk(Path(entry.path), key, prefix)
            continue
        try:
            if entry.is_file():
                yield _info(key, entry.stat())
        except FileNotFoundError:
            continue


def _info(key: str, stat: os.stat_result) -> ObjectInfo:
    # The time of change (ctime) besides: who writes in place can put the old time of writing back, but not that one.
    etag = f"{stat.st_mtime_ns:x}-{stat.st_ctime_ns:x}-{stat.st_size:x}-{stat.st_ino:x}"
    modified = datetime.fromtimestamp(stat.st_mtime, UTC)
    return ObjectInfo(key=key, size=stat.st_size, etag=etag, modified_at=modified)


def last_written(folder: Path) -> float:
    """When anything in *folder* was last written: a long write must not look abandoned.

    What whoever works there removes meanwhile does not count. Infinite for a folder that is gone.
    """
    found = [folder]
    for parent, folders, files in os.walk(folder):  # unlike rglob it goes on where a folder vanishes
        found += [Path(parent, name) for name in (*folders, *files)]
    return max((when for path in found if (when := _written(path)) is not None), default=math.inf)


def _written(path: Path) -> float | None:
    """When a file was last written; None when it is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None


def _deadline(expires_s: int) -> int:
    return int(time.time()) + expires_s


def _sync(path: Path) -> None:
    """Make a file or a folder's entries survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
