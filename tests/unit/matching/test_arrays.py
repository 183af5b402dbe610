"""Arrays become tables of DuckDB with their types and their order of columns, empty ones too."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from listmatch.duck import Compute
from listmatch.matching.arrays import Column, load_arrays


@pytest.mark.parametrize("texts", [["", "Zoë, 日本", "x"], []])
def test_numbers_and_texts_arrive_as_they_are(tmp_path: Path, texts: list[str]) -> None:
    compute = Compute(scratch=tmp_path)
    numbers = np.arange(2 * len(texts), dtype=np.int64)[::2]
    columns: dict[str, Column] = {"n": numbers, "u": numbers.astype(np.uint64), "x": numbers / 3, "t": texts}
    with compute.connect() as connection:
        load_arrays(connection, compute, "arrived", columns)
        found = connection.sql("from arrived").fetchall()
        types = [str(each) for each in connection.sql("from arrived").types]
    assert found == list(zip(*(list(column) for column in columns.values()), strict=True))
    assert types == ["BIGINT", "UBIGINT", "DOUBLE", "VARCHAR"]


def test_neither_pandas_nor_polars_is_loaded(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
import numpy as np
from listmatch.duck import Compute
from listmatch.matching.arrays import load_arrays
compute = Compute(scratch=Path({str(tmp_path)!r}))
with compute.connect() as connection:
    load_arrays(connection, compute, "arrived", {{"n": np.arange(3), "t": ["a", "b", "c"]}})
print([name for name in ("pandas", "polars") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
