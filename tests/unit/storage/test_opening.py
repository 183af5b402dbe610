"""Opens the store named by the settings."""

from pathlib import Path

import pytest

from listmatch.errors import InputError
from listmatch.settings import Settings
from listmatch.storage import open_store
from listmatch.storage.disposition import attachment


def test_the_default_is_a_folder_under_home(tmp_path: Path) -> None:
    open_store(Settings(home=tmp_path)).put_bytes("a", b"x")
    assert (tmp_path / "objects/a").read_bytes() == b"x"


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "my ü%20 objects"
    open_store(Settings(home=tmp_path, object_store_url=folder.as_uri())).put_bytes("a", b"x")
    assert (folder / "a").read_bytes() == b"x"


def test_a_bucket_is_opened_with_its_prefix(tmp_path: Path) -> None:
    store = open_store(Settings(home=tmp_path, object_store_url="s3://bucket/some/where/"))
    assert store.uri("a") == "s3://bucket/some/where/a"


@pytest.mark.parametrize("url", ["ftp://host/x", "/folder", "file://host/folder", "file:///", "s3://", "s3:bucket"])
def test_another_address_is_a_clear_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match=r"LISTMATCH_OBJECT_STORE_URL: .*Use file:///folder or s3://bucket/prefix"):
        open_store(Settings(home=tmp_path, object_store_url=url))


def test_a_download_s_name_cannot_break_its_header() -> None:
    header = attachment('a"b\\c\r\nSet-Cookie: x; ü%.csv')
    assert "\r" not in header
    assert header.count('"') == 2
    assert header.endswith("filename*=UTF-8''a%22b%5Cc%0D%0ASet-Cookie%3A%20x%3B%20%C3%BC%25.csv")
