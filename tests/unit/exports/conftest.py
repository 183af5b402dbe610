"""Small made-up lists and verdicts, written as the stages before the exports write them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.duck import Compute

Rows = Sequence[Sequence[str | None]]


@pytest.fixture
def compute(tmp_path: Path) -> Compute:
    return Compute(tmp_path / "scratch", threads=2)


@pytest.fixture
def write_rows(tmp_path: Path) -> Callable[[str, Sequence[str], Rows], Path]:
    """Writes a rows.parquet with the given header and cells."""

    def write(name: str, header: Sequence[str], rows: Rows) -> Path:
        path = tmp_path / f"{name}.parquet"
        numbers = pa.array(range(1, len(rows) + 1), pa.int64())
        cells = [pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))]
        names = ["_lmg_row_id", "_lmg_line", *header]
        pq.write_table(pa.Table.from_arrays([numbers, pa.compute.add(numbers, 1), *cells], names=names), path)
        return path

    return write


@pytest.fixture
def write_verdicts(tmp_path: Path) -> Callable[..., Path]:
    """Writes a verdicts.parquet from (row id, status, score, master row id)."""

    def write(verdicts: Sequence[tuple[int, str, float, int | None]]) -> Path:
        path = tmp_path / "verdicts.parquet"
        table = pa.table(
            {
                "_lmg_row_id": pa.array([v[0] for v in verdicts], pa.int64()),
                "_lmg_match_status": pa.array([v[1] for v in verdicts], pa.string()),
                "_lmg_match_score": pa.array([v[2] for v in verdicts], pa.float64()),
                "_lmg_match_reason": pa.array(["email + zip" if v[3] else None for v in verdicts], pa.string()),
                "_lmg_master_row_id": pa.array([v[3] for v in verdicts], pa.int64()),
                "_lmg_relationship": pa.array(["same person" if v[3] else "" for v in verdicts], pa.string()),
                "_lmg_master_duplicates": pa.array(["" for v in verdicts], pa.string()),
                "pass": pa.array(["email_exact" if v[3] else None for v in verdicts], pa.string()),
                "nearest_master_row_id": pa.array([v[3] for v in verdicts], pa.int64()),
                "source_duplicate_of": pa.array([None] * len(verdicts), pa.int64()),
            }
        )
        pq.write_table(table, path)
        return path

    return write
