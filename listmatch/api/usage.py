"""Counting the requests of keys: in memory, and every few seconds into the catalog."""

import threading
from collections import Counter
from datetime import UTC, date, datetime

from listmatch.errors import CatalogUnavailable
from listmatch.workflows.owners import accounts
from listmatch.workflows.services import Services

FLUSH_EVERY_S = 2.0
"""A killed process loses the counts of this long; a write per request would cost every request more than its answer."""


class UsageMeter:
    """Requests and errors per key and day that are not in the catalog yet."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._requests: Counter[tuple[date, str]] = Counter()
        self._errors: Counter[tuple[date, str]] = Counter()

    def count(self, key_id: str, *, is_error: bool) -> None:
        """Count one answered request."""
        use = (datetime.now(UTC).date(), key_id)
        with self._lock:
            self._requests[use] += 1
            self._errors[use] += is_error

    def flush(self) -> None:
        """Bring the counts into the catalog; when it is out of reach they are kept for the next time."""
        with self._lock:
            requests, errors = self._requests, self._errors
            self._requests, self._errors = Counter(), Counter()
        days = sorted({day for day, _ in requests})
        while days:
            counts = {key: (count, errors[days[0], key]) for (day, key), count in requests.items() if day == days[0]}
            try:
                accounts.count_requests(self._services, day=days[0], counts=counts)
            except CatalogUnavailable:
                break
            days.pop(0)
        with self._lock:
            self._requests.update({use: count for use, count in requests.items() if use[0] in days})
            self._errors.update({use: count for use, count in errors.items() if use[0] in days})
