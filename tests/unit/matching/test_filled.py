"""What a list fills, by the footer of its file or by its values."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.matching.filled import Filled, count_filled

ROWS = {"_lmg_row_id": [1, 2, 3], "first": ["ann", None, "bob"], "last": pa.array([None] * 3, pa.string())}


@pytest.mark.parametrize("has_statistics", [True, False])
def test_values_are_counted_whether_the_footer_tells_them_or_not(tmp_path: Path, has_statistics: bool) -> None:
    pq.write_table(pa.table(ROWS), tmp_path / "list.parquet", row_group_size=2, write_statistics=has_statistics)
    filled = count_filled(tmp_path / "list.parquet")
    assert filled == Filled(3, {"first": 2, "last": 0})
    assert filled.columns == {"first"}


def test_a_list_without_rows_fills_nothing(tmp_path: Path) -> None:
    pq.write_table(pa.table(ROWS).slice(0, 0), tmp_path / "list.parquet")
    assert count_filled(tmp_path / "list.parquet").columns == frozenset()
