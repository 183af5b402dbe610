"""Object keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listmatch.storage import keys


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("leads.csv", "raw.csv"),
        ("Leads.May.CSV.GZ", "raw.csv.gz"),
        ("list.2024-05.xlsx", "raw.xlsx"),
        ("no suffix", "raw"),
        ("../../etc/passwd", "raw"),
        ("odd.c$v", "raw"),
        (".csv", "raw.csv"),
        ("", "raw"),
    ],
)
def test_of_a_user_s_file_name_only_the_suffix_remains(name: str, expected: str) -> None:
    assert keys.raw_key("a", "1", name) == f"owners/a/files/1/{expected}"


@given(st.text())
def test_any_file_name_gives_an_allowed_key(name: str) -> None:
    assert keys.checked(keys.raw_key("a", "1", name)).startswith("owners/a/files/1/raw")


@given(st.text(max_size=300))
def test_an_allowed_key_has_no_part_that_leads_elsewhere(key: str) -> None:
    try:
        keys.checked(key)
    except ValueError:
        return
    assert not set(key.split("/")) & {"", ".", ".."}


@pytest.mark.parametrize("identifier", ["", "..", "a/b", "a b", "-x", "ü", "a" * 65])
def test_an_odd_id_has_no_folder(identifier: str) -> None:
    with pytest.raises(ValueError, match="id has"):
        keys.job_folder(identifier, "1")
    with pytest.raises(ValueError, match="id has"):
        keys.file_folder("a", identifier)


def test_everything_of_an_owner_lies_under_one_folder() -> None:
    owner = keys.owner_folder("a")
    for key in (
        keys.raw_key("a", "1", "leads.csv"),
        keys.job_key("a", "1", "verdicts.parquet"),
        keys.branding_key("a"),
    ):
        assert key.startswith(owner)


@pytest.mark.parametrize("key", ["a" * 256, "/".join(["a" * 100] * 11), "\ud800"])
def test_a_key_too_long_or_not_unicode_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        keys.checked(key)
