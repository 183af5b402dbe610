"""Requests counted per window."""

import threading
from concurrent.futures import ThreadPoolExecutor

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
