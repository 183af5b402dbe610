"""Counting the columns of a list."""

from typing import Any

import duckdb
import pytest

from listmatch.profiling import statistics


class Counted:
    """A connection that knows how often it was asked about a relation."""

    def __init__(self, relation: str) -> None:
        self._connection, self._relation = duckdb.connect(), relation
        self.asked = 0

    def execute(self, query: str) -> Any:
        self.asked += self._relation in query
        return self._connection.execute(query)


def test_a_wide_list_is_counted_alike_without_looking_at_it_for_each_column(monkeypatch: pytest.MonkeyPatch) -> None:
    connection: Any = Counted("from wide")
    names = [f"the {number}" for number in range(7)]
    cells = ", ".join(f"case when i % {n + 2} = 0 then 'v' || i % {n + 1} end as \"the {n}\"" for n in range(7))
    connection.execute(f"create table wide as select {cells} from range(60) t (i)")
    one_by_one = statistics.count_columns(connection, "wide", names, rows=60)
    assert connection.asked == 7
    monkeypatch.setattr(statistics, "WIDE", 6)
    monkeypatch.setattr(statistics, "AT_ONCE", 3)
    assert statistics.count_columns(connection, "wide", names, rows=60) == one_by_one
    assert connection.asked == 7 + 3
    assert {(counts.nulls, counts.distinct) for counts in one_by_one} >= {(30, 1), (40, 2)}
