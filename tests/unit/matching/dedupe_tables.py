"""Small standard and scored tables for the tests of clustering, written by hand."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from listmatch.duck import Compute


def compute_in(folder: Path, *, threads: int = 2) -> Compute:
    return Compute(scratch=folder / "scratch", threads=threads)


def write_standard(
    path: Path, rows: list[dict[str, str | None]], *, columns=("first", "last", "email", "city")
) -> Path:
    table = {"_lmg_row_id": pa.array(range(1, len(rows) + 1), pa.int64())}
    table |= {name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns}
    pq.write_table(pa.table(table), path)
    return path


def write_scored(path: Path, pairs: list[tuple[int, int, float]], *, weights: dict[int, float] | None = None) -> Path:
    """*pairs* are row, other row, score; *weights* the strength of the evidence by the other row, 0 unless told."""
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[2], pair[1]))
    pq.write_table(
        pa.table(
            {
                "source_row_id": pa.array([a for a, _, _ in ordered], pa.int64()),
                "master_row_id": pa.array([b for _, b, _ in ordered], pa.int64()),
                "score": pa.array([score for _, _, score in ordered], pa.float64()),
                "match_weight": pa.array([(weights or {}).get(b, 0.0) for _, b, _ in ordered], pa.float64()),
                "relationship": pa.array(
                    ["same" if score >= 85 else "household" for _, _, score in ordered], pa.string()
                ),
                "pass": pa.array(["email_exact"] * len(ordered), pa.string()),
                "reason": pa.array(["email + city"] * len(ordered), pa.string()),
            }
        ),
        path,
    )
    return path
