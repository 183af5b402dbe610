"""What an address means as a place or as one list, and which addresses can be neither."""

from pathlib import Path

import pytest

from listmatch.errors import InputError, NotFound
from listmatch.settings import Settings
from listmatch.workflows.drops.places import find_list, open_list, open_place


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("s3://drops", ""),
        ("s3://drops/", ""),
        ("s3://drops/in", "in"),
        ("s3://drops/in/2026#1/", "in/2026#1/"),
        ("S3://drops/in/", "in/"),
    ],
)
def test_a_prefix_is_all_that_stands_behind_the_bucket(settings: Settings, address: str, prefix: str) -> None:
    place = open_place(settings, address)
    assert (place.base, place.prefix) == ("s3://drops/", prefix)


@pytest.mark.parametrize(
    ("prefix", "as_folder"), [("", ""), ("s3://drops/out", "out/"), ("s3://drops/in/out/", "in/out/")]
)
def test_what_is_written_to_a_prefix_goes_into_a_folder_of_that_name(
    settings: Settings, prefix: str, as_folder: str
) -> None:
    assert open_place(settings, prefix or "s3://drops").as_folder == as_folder


@pytest.mark.parametrize(
    "address",
    [
        "ftp://host/in/",
        "s3:///in/",
        "s3://[drops/in/",
        "s3://dro ps/in/",
        "s3://drops/in//",
        "s3://drops/a//b/",
        "s3://drops/a\\b/",
        "file://elsewhere/in/",
        "~nobody-of-that-name/in/",
        "/",
        "file:///",
        "/in/\ud800/",
    ],
)
def test_an_address_where_nothing_can_lie_is_refused_by_its_name(settings: Settings, address: str) -> None:
    with pytest.raises(InputError, match="not a usable folder or S3 prefix") as raised:
        open_place(settings, address)
    assert raised.value.place == address


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://host/crm.csv", "not a usable folder or S3 prefix"),
        ("s3://drops", "not a usable folder or S3 prefix"),
        ("s3://[drops/crm.csv", "not a usable folder or S3 prefix"),
        ("s3://drops/a//crm.csv", "not a usable folder or S3 prefix"),
        ("file://elsewhere/crm.csv", "not a usable folder or S3 prefix"),
        ("~nobody-of-that-name/crm.csv", "not a usable folder or S3 prefix"),
        ("/crm.csv", "not a usable folder or S3 prefix"),
        ("s3://drops/", "not the address of a list"),
        ("s3://drops/crm\\2026.csv", "not the address of a list"),
        ("s3://drops/..", "not the address of a list"),
        ("/data/crm\n.csv", "not the address of a list"),
        ("/data/" + "x" * 300, "not the address of a list"),
    ],
)
def test_what_cannot_be_one_list_is_refused_without_looking_for_it(settings: Settings, address: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        find_list(settings, address)
    with pytest.raises(InputError, match=told):
        open_list(settings, address)


def test_a_list_is_found_by_its_path_and_by_its_url(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "a #1 b.csv"
    path.write_text("x\n1\n", encoding="utf-8")
    by_path, by_url = (open_list(settings, address)[1] for address in (str(path), path.as_uri()))
    assert by_path == by_url
    assert by_path.uri == path.as_uri()
    with pytest.raises(NotFound):
        open_list(settings, str(tmp_path / "other.csv"))
