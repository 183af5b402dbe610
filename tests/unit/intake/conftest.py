"""Reading bytes as a list, and what came of it, in one call."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from listmatch.duck import Compute
from listmatch.intake import IntakeResult, ReadOptions, read_list


@dataclass(frozen=True)
class ReadBack:
    """What a list became: the result, its rows as (line, cells), and the quarantine as (line, reason, raw)."""

    result: IntakeResult
    rows: list[tuple[int, tuple[str | None, ...]]]
    quarantine: list[tuple[int, str, str]]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.result.header]

    @property
    def cells(self) -> list[tuple[str | None, ...]]:
        return [cells for _, cells in self.rows]

    @property
    def row_lines(self) -> list[int]:
        return [line for line, _ in self.rows]

    @property
    def bad_lines(self) -> list[int]:
        return [line for line, _, _ in self.quarantine]


Read = Callable[..., ReadBack]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_bytes(
        data: bytes | str, *, name: str = "list.csv", options: ReadOptions | None = None, threads: int = 2
    ) -> ReadBack:
        path, into = tmp_path / "upload", tmp_path / "into"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        compute = Compute(tmp_path / "scratch", threads=threads)
        result = read_list(path, name=name, into=into, compute=compute, options=options)
        rows = [tuple(row.values()) for row in pq.read_table(into / "rows.parquet").to_pylist()]
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        with (into / "quarantine.csv").open(encoding="utf-8", newline="") as file:
            quarantine = [(int(line["line"]), line["reason"], line["raw"]) for line in csv.DictReader(file)]
        assert (len(rows), len(quarantine)) == (result.rows, result.quarantined)
        assert result.lines == result.rows + result.quarantined
        return ReadBack(result, [(row[1], row[2:]) for row in rows], quarantine)

    return read_bytes
