"""Requests counted per window."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from listmatch.catalog import Catalog
from listmatch.catalog.rates import RateCounter, open_counter


class TestRateCounter:
    def test_it_is_exact_between_processes(self, catalog: Catalog) -> None:
        counters = [open_counter(catalog) for _ in range(4)]
        start = threading.Barrier(4)

        def hit(counter: RateCounter) -> list[int]:
            start.wait()
            return [counter.hit("key", window_s=10, now=1000.0)[0] for _ in range(25)]

        with ThreadPoolExecutor(4) as pool:
            seen = [count for counts in pool.map(hit, counters) for count in counts]
        assert sorted(seen) == list(range(1, 101))

    def test_a_window_begins_with_the_first_request_and_ends_for_all(self, catalog: Catalog) -> None:
        counter = open_counter(catalog)
        hits = [counter.hit("key", window_s=10, now=now) for now in (100.0, 105.0, 109.9, 110.0, 119.0)]
        assert hits == [(1, 110.0), (2, 110.0), (3, 110.0), (1, 120.0), (2, 120.0)]

    def test_callers_do_not_count_for_each_other(self, catalog: Catalog) -> None:
        counter = open_counter(catalog)
        assert [counter.hit(caller, window_s=10, now=1.0)[0] for caller in ("a", "b", "a")] == [1, 1, 2]

    def test_threads_of_a_process_take_turns_instead_of_finding_the_file_locked(
        self, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("listmatch.catalog.rates.BUSY_TIMEOUT_S", 0)
        counter = open_counter(catalog)
        start = threading.Barrier(8)

        def hit(_: int) -> list[int]:
            start.wait()
            return [counter.hit("key", window_s=10, now=1000.0)[0] for _ in range(50)]

        with ThreadPoolExecutor(8) as pool:
            seen = [count for counts in pool.map(hit, range(8)) for count in counts]
        assert sorted(seen) == list(range(1, 401))

    def test_windows_that_were_over_a_while_ago_are_forgotten_and_others_count_on(self, catalog: Catalog) -> None:
        counter, now = open_counter(catalog), time.time()
        counter.hit("address:192.0.2.1", window_s=10, now=now - 1000)
        counter.hit("key:x", window_s=10, now=now)
        counter.forget()
        assert counter.hit("address:192.0.2.1", window_s=10, now=now - 1000)[0] == 1
        assert counter.hit("key:x", window_s=10, now=now)[0] == 2
