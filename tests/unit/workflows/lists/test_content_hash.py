"""A long list is hashed once, and again whenever anything about the file is not what it was."""

import hashlib
import os
from pathlib import Path

import pytest

from listmatch.errors import FileUnreadable
from listmatch.workflows.lists import content_hash as module
from listmatch.workflows.lists.content_hash import KNOWN, content_hash


@pytest.fixture
def long_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list that counts as long, and whose last change counts as settled."""
    monkeypatch.setattr(module, "WORTH", 1)
    monkeypatch.setattr(module, "SETTLED_NS", 0)
    path = tmp_path / "contacts.csv"
    path.write_text("name\nAda\n")
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read from end to end."""
    seen: list[Path] = []
    read = module._read

    def noting(path: Path) -> str:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(module, "_read", noting)
    return seen


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_long_list_that_nobody_touched_is_read_once(tmp_path: Path, long_list: Path, reads: list[Path]) -> None:
    assert [content_hash(long_list, home=tmp_path) for _ in range(3)] == [sha256("name\nAda\n")] * 3
    assert len(reads) == 1


def test_a_list_of_the_same_size_and_time_but_other_content_is_read_again(
    tmp_path: Path, long_list: Path, reads: list[Path]
) -> None:
    content_hash(long_list, home=tmp_path)
    before = long_list.stat()
    long_list.write_text("name\nEva\n")
    os.utime(long_list, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert content_hash(long_list, home=tmp_path) == sha256("name\nEva\n")
    assert len(reads) == 2


def test_another_file_in_the_place_of_a_list_is_read(tmp_path: Path, long_list: Path) -> None:
    content_hash(long_list, home=tmp_path)
    other = tmp_path / "other.csv"
    other.write_text("name\nEva\n")
    other.replace(long_list)
    assert content_hash(long_list, home=tmp_path) == sha256("name\nEva\n")


def test_a_list_that_has_just_changed_is_not_remembered(
    tmp_path: Path, long_list: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLED_NS", 2_000_000_000)
    long_list.touch()
    assert [content_hash(long_list, home=tmp_path) for _ in range(2)] == [sha256("name\nAda\n")] * 2
    assert len(reads) == 2


@pytest.mark.parametrize("content", ["", "[1, 2", '{"a": 1}', "[]", "\xff"])
def test_a_memory_that_is_broken_is_made_anew(tmp_path: Path, long_list: Path, reads: list[Path], content: str) -> None:
    (tmp_path / KNOWN).write_bytes(content.encode("latin-1"))
    assert [content_hash(long_list, home=tmp_path) for _ in range(2)] == [sha256("name\nAda\n")] * 2
    assert len(reads) == 1


def test_the_lists_hashed_last_are_remembered(
    tmp_path: Path, long_list: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    other = tmp_path / "other.csv"
    other.write_text("name\nEva\n")
    for path in (long_list, other, other, long_list):
        content_hash(path, home=tmp_path)
    assert [path.name for path in reads] == ["contacts.csv", "other.csv", "contacts.csv"]


def test_a_home_that_cannot_be_written_costs_no_answer(tmp_path: Path, long_list: Path) -> None:
    assert content_hash(long_list, home=tmp_path / "nowhere") == sha256("name\nAda\n")


@pytest.mark.parametrize(("name", "says"), [("none.csv", "no such file"), (".", "a folder")])
def test_what_is_no_file_is_told(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(FileUnreadable, match=says):
        content_hash(tmp_path / name, home=tmp_path)
