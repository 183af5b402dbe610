"""What every object store must do: the same tests for a folder, for moto and for a real S3 server.

A test class inherits these and provides the fixture ``store``, empty at the start of each test.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from listmatch.errors import ContractBroken, NotFound
from listmatch.storage import ObjectStore


def write_and_fail(path: Path) -> None:
    path.write_bytes(b"half")
    raise RuntimeError("on purpose")


class StoreContract:
    def test_what_was_put_is_read_back(self, store: ObjectStore) -> None:
        store.put_bytes("a/b.txt", b"hello")
        assert store.get_bytes("a/b.txt") == b"hello"

    def test_an_empty_object_is_an_object(self, store: ObjectStore) -> None:
        store.put_bytes("empty", b"")
        assert store.exists("empty")
        assert store.get_bytes("empty") == b""

    def test_an_object_knows_its_size_and_age(self, store: ObjectStore) -> None:
        store.put_bytes("a", b"12345")
        info = store.stat("a")
        assert (info.key, info.size) == ("a", 5)
        assert abs(datetime.now(UTC) - info.modified_at) < timedelta(minutes=5)

    def test_a_new_content_is_a_new_version(self, store: ObjectStore) -> None:
        store.put_bytes("a", b"one")
        before = store.stat("a").etag
        store.put_bytes("a", b"two")
        assert store.stat("a").etag != before

    def test_the_version_in_a_listing_is_the_object_s_own(self, store: ObjectStore) -> None:
        store.put_bytes("a", b"one")
        assert [info.etag for info in store.list()] == [store.stat("a").etag]

    @pytest.mark.parametrize("key", ["a", "a/b/c", "missing.csv"])
    def test_what_is_not_there_is_not_found(self, store: ObjectStore, key: str) -> None:
        store.put_bytes("a/b", b"")
        assert not store.exists(key)
        with pytest.raises(NotFound):
            store.stat(key)
        with pytest.raises(NotFound):
            store.get_bytes(key)
        with pytest.raises(NotFound), store.open_local(key):
            pass

    @pytest.mark.parametrize("key", ["../a", "/a", "a//b", "a/./b", "a\\b", "a\x00b", ""])
    def test_a_key_that_leads_elsewhere_is_refused(self, store: ObjectStore, key: str) -> None:
        for call in (store.get_bytes, store.exists, store.stat, store.delete, store.uri):
            with pytest.raises(ValueError, match="key"):
                call(key)
        with pytest.raises(ValueError, match="key"), store.write(key):
            pass

    @pytest.mark.parametrize(
        "key", ["übung/名前 (1).csv", "a b+c%20&d=e;f.csv", "owners/x/files/1/raw.csv.gz", "#?.txt"]
    )
    def test_a_key_may_have_any_printable_character(self, store: ObjectStore, key: str) -> None:
        store.put_bytes(key, b"x")
        assert store.get_bytes(key) == b"x"
        assert [info.key for info in store.list()] == [key]
        store.delete(key)
        assert not store.exists(key)

    def test_what_is_written_appears_when_it_is_whole(self, store: ObjectStore) -> None:
        with store.write("jobs/1/table.parquet") as path:
            assert path.name == "table.parquet"
            path.write_bytes(b"half")
            assert not store.exists("jobs/1/table.parquet")
            assert list(store.list()) == []
        assert store.get_bytes("jobs/1/table.parquet") == b"half"

    def test_a_writer_that_fails_leaves_nothing(self, store: ObjectStore) -> None:
        with pytest.raises(RuntimeError, match="on purpose"), store.write("a/b") as path:
            write_and_fail(path)
        assert list(store.list()) == []
        assert not path.exists()

    def test_a_writer_that_fails_leaves_the_former_version(self, store: ObjectStore) -> None:
        store.put_bytes("a", b"old")
        with pytest.raises(RuntimeError, match="on purpose"), store.write("a") as path:
            write_and_fail(path)
        assert store.get_bytes("a") == b"old"

    def test_a_writer_that_writes_nothing_is_told(self, store: ObjectStore) -> None:
        with pytest.raises(ContractBroken), store.write("a"):
            pass
        assert not store.exists("a")

    def test_an_object_is_opened_as_a_local_file(self, store: ObjectStore) -> None:
        store.put_bytes("a/b.csv", b"x")
        with store.open_local("a/b.csv") as path:
            assert path.name == "b.csv"
            assert path.read_bytes() == b"x"

    def test_a_folder_is_opened_as_a_local_folder(self, store: ObjectStore) -> None:
        for name in ("b", "c/d"):
            store.put_bytes(f"a/{name}", name.encode())
        store.put_bytes("ab", b"elsewhere")
        with store.open_local_folder("a/") as folder:
            found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
            assert (folder / "c/d").read_bytes() == b"c/d"
        assert found == {"b", "c/d"}

    def test_a_folder_without_objects_is_not_found(self, store: ObjectStore) -> None:
        with pytest.raises(NotFound), store.open_local_folder("a/"):
            pass

    def test_a_listing_can_go_on_after_any_key(self, store: ObjectStore) -> None:
        for key in ("a/1", "a/2", "a/z", "b"):
            store.put_bytes(key, b"x")
        assert [info.key for info in store.list("a/", after="a/1")] == ["a/2", "a/z"]
        assert [info.key for info in store.list(after="a/20")] == ["a/z", "b"]

    def test_a_listing_is_ordered_by_the_bytes_of_the_keys(self, store: ObjectStore) -> None:
        keys = ["a-b", "a/b", "a/c/d", "a0", "aa", "z", "é", "Z"]
        for key in keys:
            store.put_bytes(key, b"")
        assert [info.key for info in store.list()] == sorted(keys, key=str.encode)

    @pytest.mark.parametrize(
        ("prefix", "expected"),
        [
            ("", ["a/1/x", "a/10/x", "b"]),
            ("a/1", ["a/1/x", "a/10/x"]),
            ("a/1/", ["a/1/x"]),
            ("a/", ["a/1/x", "a/10/x"]),
            ("b", ["b"]),
            ("c", []),
            ("b/", []),
        ],
    )
    def test_a_listing_has_all_keys_that_begin_so(self, store: ObjectStore, prefix: str, expected: list[str]) -> None:
        for key in ("a/1/x", "a/10/x", "b"):
            store.put_bytes(key, b"")
        assert [info.key for info in store.list(prefix)] == expected

    def test_deleting_twice_is_no_error(self, store: ObjectStore) -> None:
        store.put_bytes("a", b"")
        store.delete("a")
        store.delete("a")
        assert not store.exists("a")

    def test_deleting_a_folder_leaves_its_neighbours(self, store: ObjectStore) -> None:
        for key in ("f/1/a", "f/1/b/c", "f/10/a", "f/1.txt"):
            store.put_bytes(key, b"")
        assert store.delete_prefix("f/1/") == 2
        assert [info.key for info in store.list()] == ["f/1.txt", "f/10/a"]

    @pytest.mark.parametrize("prefix", ["", "f", "f/1", "/", "../"])
    def test_only_a_folder_can_be_deleted_whole(self, store: ObjectStore, prefix: str) -> None:
        with pytest.raises(ValueError, match=r"key|folder"):
            store.delete_prefix(prefix)

    def test_a_fresh_upload_is_not_taken_for_abandoned(self, store: ObjectStore) -> None:
        with store.write("a") as path:
            path.write_bytes(b"x")
            assert store.discard_unfinished(older_than=timedelta(hours=1)) == 0
        assert store.get_bytes("a") == b"x"

    def test_a_file_larger_than_one_part_arrives_whole(self, store: ObjectStore, tmp_path: Path) -> None:
        content = bytes(range(256)) * 4 * 2**10 * 17  # 17 MiB; parts are 16 MiB
        with store.write("large") as path:
            path.write_bytes(content)
        assert store.stat("large").size == len(content)
        with store.open_local("large") as path:
            assert path.read_bytes() == content
