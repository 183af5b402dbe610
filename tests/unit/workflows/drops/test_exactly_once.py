"""Whatever happens in a bucket, every version that a whole look could see is noted exactly once."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Protocol, cast

import pytest
from hypothesis import HealthCheck, find, given, settings
from sqlalchemy.event import listen

from listmatch.catalog.queries import drops as drop_rows
from listmatch.errors import StorageUnavailable
from listmatch.settings import Settings
from listmatch.storage import ObjectStore
from listmatch.workflows.drops import look as looking
from listmatch.workflows.drops.evaluation import read_bookmarks, write_bookmarks
from listmatch.workflows.drops.look import Bookmark, look
from listmatch.workflows.drops.places import Place
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.services import Services, open_own_services
from tests.unit.workflows.drops.bucket import Bucket, Delete, Event, Look, Put, Restart, Tick, happen, histories

NUMBERS = count()


class Watcher(Protocol):
    """Something that is told to look and remembers what it handled."""

    handled: Counter[tuple[str, str]]

    def look(self, event: Look) -> None: ...

    def restart(self, *, keeps_cursor: bool) -> None: ...


class Ours:
    """Our look over a real catalog."""

    def __init__(self, services: Services, bucket: Bucket) -> None:
        self.services, self.bucket, self.cursor = services, bucket, ""
        number = next(NUMBERS)
        self.place = Place(cast("ObjectStore", bucket), f"s3://bucket-{number}/")
        self.rule = DropRule(name=f"rule-{number}", prefix=self.place.base)

    def look(self, event: Look) -> None:
        self.bucket.fails_after = event.fails_after
        marks = read_bookmarks(self.cursor)
        mark = marks.get(self.rule.name, Bookmark())
        try:
            mark = self._look(mark, pages=event.pages)
            while event.is_whole and (mark.after or marks):
                mark, marks = self._look(mark, pages=None), {}
        except StorageUnavailable:
            return
        finally:
            self.bucket.fails_after = None
        self.cursor = write_bookmarks({self.rule.name: mark})

    def _look(self, mark: Bookmark, *, pages: int | None) -> Bookmark:
        turns = count(1)
        is_over: Callable[[], bool] = lambda: pages is not None and next(turns) >= pages  # noqa: E731
        now = datetime(2030, 1, 1, tzinfo=UTC)
        return look(self.services, self.rule, bookmark=mark, is_over=is_over, place=self.place, now=now).bookmark

    def restart(self, *, keeps_cursor: bool) -> None:
        self.cursor = self.cursor if keeps_cursor else ""

    @property
    def handled(self) -> Counter[tuple[str, str]]:
        with self.services.catalog.reading() as session:
            rows = drop_rows.list_recent(session, owner_id="local", rule=self.rule.name, limit=1000)
        return Counter((row.uri.removeprefix(self.place.base), row.etag) for row in rows)


class Stock:
    """A sensor as dagster_aws documents it: the last key is the cursor of the next evaluation."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket, self.cursor, self.handled = bucket, None, Counter[tuple[str, str]]()

    def look(self, event: Look) -> None:
        from dagster_aws.s3.sensor import get_objects

        self.bucket.fails_after = event.fails_after
        try:
            found = get_objects("bucket", since_key=self.cursor, client=self.bucket)
        except Exception:  # noqa: BLE001 - it raises bare exceptions when the cursor's key was deleted
            return
        finally:
            self.bucket.fails_after = None
        self.handled.update((item["Key"], item["ETag"]) for item in found)
        self.cursor = found[-1]["Key"] if found else self.cursor

    def restart(self, *, keeps_cursor: bool) -> None:
        self.cursor = self.cursor if keeps_cursor else None


def live(bucket: Bucket, watcher: Watcher, events: list[Event]) -> bool:
    """Live through a history; says whether every version that was there in a whole look was handled exactly once."""
    expected: set[tuple[str, str]] = set()
    for event in [*events, Look()]:
        if isinstance(event, Look):
            watcher.look(event)
            expected |= bucket.present() if event.is_whole else set()
        elif isinstance(event, Restart):
            watcher.restart(keeps_cursor=event.keeps_cursor)
        else:
            happen(bucket, event)
    handled = watcher.handled
    return expected <= set(handled) and all(times == 1 for times in handled.values())


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = open_own_services(Settings(home=tmp_path_factory.mktemp("home")))
    services.catalog.close()
    # Nothing here has to survive a power cut.
    listen(services.catalog.engine, "connect", lambda raw, _: raw.execute("pragma synchronous = off"))
    yield services
    services.catalog.close()


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PAGE", 2)


def check(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    allowed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    limits = settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=allowed
    )
    return lambda test: given(events=histories())(limits(test))


@check(300)
def test_every_version_is_noted_exactly_once(services: Services, events: list[Event]) -> None:
    bucket = Bucket()
    assert live(bucket, Ours(services, bucket), events)


@pytest.mark.slow
@check(10_000)
def test_every_version_is_noted_exactly_once_over_ten_thousand_histories(
    services: Services, events: list[Event]
) -> None:
    bucket = Bucket()
    assert live(bucket, Ours(services, bucket), events)


SAME_SECOND = [Put("b", "1"), Look(), Put("a", "1")]
OVERWRITTEN = [Put("a", "1"), Put("b", "1"), Tick(1), Look(), Tick(-1), Put("a", "2")]
CURSOR_DELETED = [Put("a", "1"), Look(), Delete("a"), Tick(1), Put("b", "1")]
OLD_TIME = [Tick(5), Put("a", "1"), Look(), Tick(-3), Put("b", "1")]


@pytest.mark.parametrize("events", [SAME_SECOND, OVERWRITTEN, CURSOR_DELETED, OLD_TIME])
def test_the_stock_listing_loses_versions_that_ours_keeps(services: Services, events: list[Event]) -> None:
    theirs, ours = Bucket(), Bucket()
    assert not live(theirs, Stock(theirs), events)
    assert live(ours, Ours(services, ours), events)


def test_a_random_history_is_enough_to_see_the_stock_listing_fail() -> None:
    def is_lossy(events: list[Event]) -> bool:
        bucket = Bucket()
        return not live(bucket, Stock(bucket), events)

    assert find(histories(), is_lossy, settings=settings(max_examples=1000, derandomize=True, database=None))


def test_more_keys_than_a_page_of_s3_are_noted_once(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(looking, "PAGE", 1000)
    bucket = Bucket()
    for number in range(1234):
        bucket.put(f"list-{number}", "1")
    watcher = Ours(services, bucket)
    for _ in range(2):
        watcher.look(Look())
    with services.catalog.reading() as session:
        found = drop_rows.list_recent(session, owner_id="local", rule=watcher.rule.name, limit=5000)
    assert len(found) == 1234
