"""Lists of several row groups: the same bytes for any number of threads, in the order of the list."""

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.unit.cleansing.conftest import Standardise

ROWS = 310_000
"""three row groups, the last one cut short: the threads hand their rows over in turns that differ from run to run"""


@pytest.mark.slow
def test_many_rows_give_the_same_bytes_for_any_number_of_threads(run: Standardise, tmp_path: Path) -> None:
    names, streets = ("José", "ANNA", "Dr. Jürgen", None), ("Main Street Apt 4", "N. Oak Ave.", "Hauptstraße")
    values = {
        "first_name": [names[n % len(names)] for n in range(ROWS)],
        "last_name": [f"Name{n % 7_001}" for n in range(ROWS)],
        "email": [f"Name.{n}+x@gmail.com" for n in range(ROWS)],
        "phone": [f"(212) 5{n % 90 + 10}-{n % 10_000:04d}" for n in range(ROWS)],
        "street": [f"{n % 977} {streets[n % len(streets)]}" for n in range(ROWS)],
    }
    written = tmp_path / "out" / "standard.parquet"
    found = set()
    for threads in (1, 2, 4):
        _, result = run(values, threads=threads)
        found.add((hashlib.sha256(written.read_bytes()).hexdigest(), tuple(result.report.items())))
        assert pq.read_table(written, columns=["_lmg_row_id"]).column(0).to_pylist() == list(range(1, ROWS + 1))
    assert len(found) == 1
