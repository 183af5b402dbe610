"""Small lists with decisions about their rows, written by hand: the original columns beside the standard ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from listmatch.domain.columns import ROW_ID
from listmatch.duck import Compute
from listmatch.matching.marks import MarkedList, marks_of_rows
from tests.unit.matching.standard_lists import Row, write_list


@dataclass(frozen=True)
class Person:
    """A row: what the list writes, and what standardising makes of it (the same when not told)."""

    raw: Row
    standard: Row = field(default_factory=dict)


def a_list(folder: Path, name: str, people: Sequence[Person | Row], *, id_columns: tuple[str, ...] = ()) -> MarkedList:
    """A list of *people* as preparation would leave it."""
    rows = [one if isinstance(one, Person) else Person(one, one) for one in people]
    columns = dict.fromkeys(key for one in rows for key in one.raw)
    numbers = pa.array(range(1, len(rows) + 1), pa.int64())
    raw = {column: pa.array([one.raw.get(column) for one in rows], pa.string()) for column in columns}
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({ROW_ID: numbers, "_lmg_line": numbers, **raw}), folder / f"{name}_rows.parquet")
    standard = write_list(folder / f"{name}.parquet", [one.standard for one in rows])
    return MarkedList(folder / f"{name}_rows.parquet", standard, id_columns)


Told = tuple[int, int, bool]
"""source row, master row, whether they are the same"""


def decisions_on(source: MarkedList, master: MarkedList, told: Sequence[Told], *, path: Path, compute: Compute) -> Path:
    """The table of decisions that *told* would leave, each a minute later than the one before."""
    lines = []
    for number, (left, right, is_match) in enumerate(told):
        word = "accepted" if is_match else "rejected"
        sides = ((True, source, left), (False, master, right))
        for is_source, marked, row in sides:
            for mark, _ in marks_of_rows(marked, [row], compute=compute)[row]:
                at = datetime(2026, 11, 21, 4, number)
                lines.append((f"d{number}", is_match, f"{word} by Ann on 2026-11-21", at, is_source, mark))
    names = ("decision_id", "is_match", "says", "decided_at", "is_source", "mark")
    pq.write_table(pa.table(dict(zip(names, zip(*lines, strict=True), strict=True))), path)
    return path


def write_decided(path: Path, decided: Sequence[Told]) -> Path:
    """The pairs that are decided, as ``find_decided`` writes them."""
    says = [f"{'accepted' if is_match else 'rejected'} by Ann on 2026-11-21" for _, _, is_match in decided]
    table = {
        "source_row_id": pa.array([pair[0] for pair in decided], pa.int64()),
        "master_row_id": pa.array([pair[1] for pair in decided], pa.int64()),
        "is_match": pa.array([pair[2] for pair in decided], pa.bool_()),
        "says": pa.array(says, pa.string()),
    }
    pq.write_table(pa.table(table), path)
    return path
