"""Which objects are lists, and when a version has come to rest."""

from datetime import UTC, datetime, timedelta

import pytest

from listmatch.workflows.drops.versions import Version, choose, is_list

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUIET = timedelta(seconds=10)


def version(key: str = "leads.csv", *, etag: str = "1", size: int = 5, age_s: float = 60) -> Version:
    return Version(key, f"file:///in/{key}", etag, size, NOW - timedelta(seconds=age_s))


@pytest.mark.parametrize(
    ("key", "size", "expected"),
    [
        ("leads.csv", 5, True),
        ("2026/leads.xlsx", 5, True),
        ("leads.csv", 0, False),
        ("folder/", 5, False),
        (".leads.csv", 5, False),
        ("~$leads.xlsx", 5, False),
        ("leads.csv.part", 5, False),
        ("leads.csv.filepart", 5, False),
        ("leads.csv.failed.txt", 5, False),
        ("results/leads.csv", 5, False),
    ],
)
def test_only_what_can_be_a_list_is_one(key: str, size: int, expected: bool) -> None:
    assert is_list(version(key, size=size), excluded=["file:///in/results/"]) is expected


@pytest.mark.parametrize(("pattern", "expected"), [("*.csv", True), ("2026/*", True), ("*.xlsx", False)])
def test_a_pattern_is_for_the_name_or_the_whole_key(pattern: str, expected: bool) -> None:
    assert is_list(version("2026/leads.csv"), pattern=pattern) is expected


def test_a_file_that_was_written_just_now_is_left_until_it_rests() -> None:
    growing = version(age_s=1)
    first = choose([growing], known=set(), moving={}, now=NOW, quiet=QUIET)
    assert first.new == ()
    later = choose([growing], known=set(), moving=first.moving, now=NOW + timedelta(seconds=10), quiet=QUIET)
    assert later.new == (growing,)
    assert later.moving == {}


def test_a_file_that_grew_meanwhile_is_left_again() -> None:
    first = choose([version(age_s=0)], known=set(), moving={}, now=NOW, quiet=QUIET)
    grown = version(etag="2", age_s=-9)
    assert choose([grown], known=set(), moving=first.moving, now=NOW + timedelta(seconds=10), quiet=QUIET).new == ()


def test_a_time_in_the_future_is_waited_out_by_our_own_clock() -> None:
    future = version(age_s=-86_400)
    first = choose([future], known=set(), moving={}, now=NOW, quiet=QUIET)
    assert first.new == ()
    assert choose([future], known=set(), moving=first.moving, now=NOW + QUIET, quiet=QUIET).new == (future,)


def test_what_the_catalog_knows_is_not_handled_again_however_new_it_looks() -> None:
    assert choose([version()], known={version().identity}, moving={}, now=NOW, quiet=QUIET).new == ()


def test_what_never_came_to_rest_is_forgotten() -> None:
    moving = {"file:///in/gone.csv": ("1", NOW - timedelta(days=2))}
    assert choose([], known=set(), moving=moving, now=NOW, quiet=QUIET).moving == {}
