"""Lists that are standardised one after the other by one DuckDB, or not to their end."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.cleansing import standardise
from listmatch.domain.columns import Field
from listmatch.duck import Compute
from listmatch.errors import ContractBroken


def test_the_second_list_is_standardised_as_by_a_duckdb_of_its_own(tmp_path: Path) -> None:
    rows = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"_lmg_row_id": [1], "_lmg_line": [2], "name": ["Łukasz Иванов"]}), rows)
    with Compute(tmp_path / "scratch").kept() as compute:
        for folder in ("first", "second"):
            standardise(rows, fields={Field.FULL_NAME: ("name",)}, into=tmp_path / folder, compute=compute)
    first, second = (tmp_path / folder / "standard.parquet" for folder in ("first", "second"))
    assert pq.read_table(second)["last"].to_pylist() == ["ivanov"]
    assert first.read_bytes() == second.read_bytes()


def test_a_list_that_stops_before_it_is_read_leaves_no_function_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_tables() -> None:
        raise MemoryError

    rows = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"_lmg_row_id": [1], "_lmg_line": [2], "name": ["Ann"]}), rows)
    with Compute(tmp_path / "scratch").kept() as compute:
        monkeypatch.setattr("listmatch.cleansing.lookups._tables", no_tables)
        with pytest.raises(MemoryError):
            standardise(rows, fields={Field.FULL_NAME: ("name",)}, into=tmp_path / "out", compute=compute)
        monkeypatch.undo()
        standardise(rows, fields={Field.FULL_NAME: ("name",)}, into=tmp_path / "out", compute=compute)


def test_what_stops_a_list_half_way_is_what_is_told(tmp_path: Path) -> None:
    rows = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"_lmg_row_id": [1, 1], "_lmg_line": [2, 3], "name": ["Ann", "Bob"]}), rows)
    compute = Compute(tmp_path / "scratch")
    with pytest.raises(ContractBroken, match="row 1 came twice"):
        standardise(rows, fields={Field.FULL_NAME: ("name",)}, into=tmp_path / "out", compute=compute)
