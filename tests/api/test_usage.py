"""Counting requests: nothing is lost, or counted twice, while the catalog is away; no fault ends the chores."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from listmatch.api import app, usage
from listmatch.api.usage import UsageMeter
from listmatch.errors import CatalogUnavailable
from tests.api.conftest import Api

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


class Days:
    """The days on which requests are counted, one after the other."""

    def __init__(self, *days: date) -> None:
        self._days = iter(days)

    def now(self, _zone: Any) -> "Days":
        return self

    def date(self) -> date:
        return next(self._days)


def test_what_was_counted_before_an_outage_is_not_counted_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    written = list[tuple[date, Mapping[str, tuple[int, int]]]]()
    is_away = [False, True, False]

    def count_requests(_: Any, *, day: date, counts: Mapping[str, tuple[int, int]]) -> None:
        if is_away.pop(0):
            raise CatalogUnavailable("it is away.")
        written.append((day, counts))

    monkeypatch.setattr(usage, "datetime", Days(MONDAY, TUESDAY, TUESDAY))
    monkeypatch.setattr(usage.accounts, "count_requests", count_requests)
    meter = UsageMeter(api.services)
    for is_error in (False, True, False):
        meter.count("k", is_error=is_error)
    for _ in range(3):
        meter.flush()
    assert written == [(MONDAY, {"k": (1, 0)}), (TUESDAY, {"k": (2, 1)})]


@pytest.mark.parametrize("fault", [CatalogUnavailable("it is away."), KeyError("on purpose")])
def test_a_chore_that_fails_is_done_again(fault: Exception, caplog: pytest.LogCaptureFixture) -> None:
    done = list[int]()

    def chore() -> None:
        done.append(1)
        if len(done) == 1:
            raise fault

    asyncio.run(_for_a_while(chore, until=lambda: len(done) > 1))
    assert str(fault) in caplog.text


async def _for_a_while(chore: Callable[[], None], *, until: Callable[[], bool]) -> None:
    task = asyncio.create_task(app._for_ever(chore, every_s=0.01))
    async with asyncio.timeout(5):
        while not until():
            await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
