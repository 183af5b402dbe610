"""The object store in a folder."""

import errno
import math
import os
import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from listmatch.errors import StorageUnavailable
from listmatch.storage.local import LocalStore, last_written
from tests.unit.storage.contract import StoreContract


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "objects", secret=lambda: b"secret", base_url="http://localhost:8000")


class TestLocalStore(StoreContract):
    pass


def test_the_address_of_an_object_is_its_file(store: LocalStore, tmp_path: Path) -> None:
    assert store.uri("a b/ü.csv") == (tmp_path / "objects/a b/ü.csv").as_uri()


def test_a_full_disk_is_named_with_its_cure(store: LocalStore) -> None:
    with pytest.raises(StorageUnavailable, match=r"no space left.*Free some space"), store.write("a"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert not store.exists("a")


def test_an_error_of_the_writer_s_own_stays_what_it_is(store: LocalStore) -> None:
    with pytest.raises(FileNotFoundError), store.write("a"):
        Path("/nowhere/at/all").read_bytes()


def test_a_file_where_a_folder_should_be_is_a_clear_error(store: LocalStore) -> None:
    store.put_bytes("a", b"")
    with pytest.raises(StorageUnavailable, match="a/b"):
        store.put_bytes("a/b", b"")


def test_a_killed_writer_s_remains_are_invisible_and_can_be_removed(store: LocalStore, tmp_path: Path) -> None:
    left = tmp_path / "objects/.partial/left"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"half")
    for path in (left / "half", left):
        os.utime(path, (0, 0))
    assert list(store.list()) == []
    assert store.discard_unfinished(older_than=timedelta(hours=1)) == 1
    assert not left.exists()


def a_write_at_work(store_root: Path) -> Path:
    """A folder of an old write with two files in it, of which one lies deeper."""
    folder = store_root / ".partial/at work"
    (folder / "inner").mkdir(parents=True)
    for path in (folder / "part", folder / "inner/part", folder / "inner", folder):
        if not path.exists():
            path.write_bytes(b"half")
        os.utime(path, (0, 0))
    return folder


@pytest.mark.parametrize("gone", ["part", "inner", "inner/part"])
def test_a_writer_that_tidies_up_while_its_remains_are_looked_at_disturbs_nobody(
    store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    folder = a_write_at_work(tmp_path / "objects")
    stat = Path.stat

    def vanished(self: Path, **named: Any) -> os.stat_result:
        if self == folder / gone:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self))
        return stat(self, **named)

    monkeypatch.setattr(Path, "stat", vanished)
    assert store.discard_unfinished(older_than=timedelta(hours=1)) == 1


def test_a_folder_that_vanishes_while_it_is_listed_disturbs_nobody(
    store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_write_at_work(tmp_path / "objects")
    scan = os.scandir

    def vanished(path: Any = ".") -> Any:
        if path == str(folder / "inner") or path == folder / "inner":
            shutil.rmtree(folder / "inner", ignore_errors=True)
        return scan(path)

    monkeypatch.setattr(os, "scandir", vanished)
    assert last_written(folder) > time.time() - 60


def test_a_write_that_ended_before_it_was_looked_at_is_nobody_s_remains(
    store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_write_at_work(tmp_path / "objects")
    monkeypatch.setattr(Path, "iterdir", lambda _: iter([folder]))
    shutil.rmtree(folder)
    assert store.discard_unfinished(older_than=timedelta(hours=1)) == 0


def test_what_was_written_last_in_a_folder_makes_its_age(tmp_path: Path) -> None:
    folder = a_write_at_work(tmp_path)
    assert last_written(folder) == 0
    os.utime(folder / "inner/part", (7, 7))
    assert last_written(folder) == 7
    assert last_written(tmp_path / "nothing") == math.inf


def test_the_folder_of_unfinished_writes_cannot_be_addressed(store: LocalStore) -> None:
    with pytest.raises(ValueError, match="not allowed"):
        store.get_bytes(".partial/x")


def test_deleting_the_last_object_removes_its_folders(store: LocalStore, tmp_path: Path) -> None:
    store.put_bytes("owners/a/files/1/raw.csv", b"")
    store.delete("owners/a/files/1/raw.csv")
    assert list((tmp_path / "objects").glob("owners")) == []


def test_links_that_lead_in_circles_are_not_followed(store: LocalStore, tmp_path: Path) -> None:
    store.put_bytes("a/b", b"")
    (tmp_path / "objects/a/loop").symlink_to(tmp_path / "objects")
    assert [info.key for info in store.list()] == ["a/b"]


def test_a_write_in_place_is_a_new_version(store: LocalStore, tmp_path: Path) -> None:
    store.put_bytes("a", b"1")
    before = store.stat("a").etag
    with (tmp_path / "objects/a").open("ab") as stream:
        stream.write(b"2")
    assert store.stat("a").etag != before
