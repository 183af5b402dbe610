"""The table of speeds: medians, and how many times faster than plain Splink."""

import csv
from pathlib import Path

from benchmarks.measure import Cost
from benchmarks.speed import Lists, table


def test_the_table_tells_medians_and_ratios() -> None:
    found = {
        "plain Splink": [Cost(seconds, 700.0, "ok", 8.0) for seconds in (9.0, 10.0, 30.0)],
        "cold": [Cost(5.0, 900.0, "ok", 16.0), Cost(5.0, 910.0, "ok", 16.0)],
    }
    assert table(found).splitlines()[2:] == [
        "| plain Splink | 10.0 | 8.0 | 700 | 1.0 | 1.0 |",
        "| cold | 5.0 | 16.0 | 910 | 2.0 | 0.5 |",
    ]


def test_a_turned_list_has_the_same_rows_and_other_bytes(tmp_path: Path) -> None:
    (tmp_path / "source.csv").write_text("name\na\nb\nc\n", encoding="utf-8")
    turned = Lists(tmp_path, tmp_path).turned(1)
    with turned.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["name"], ["b"], ["c"], ["a"]]
