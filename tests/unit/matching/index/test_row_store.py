"""A store of rows: every row comes back as it was, whatever its cells hold, and the file is the same every time."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listmatch.domain.columns import ROW_ID
from listmatch.duck import Compute, literal
from listmatch.matching.index.row_store import RowStore, write_rows

Cells = tuple[str | None, str | None]
cell = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def stored(folder: Path, rows: list[Cells], *, threads: int = 2, name: str = "rows.bin") -> RowStore:
    """The store of *rows*, made of a table that holds them in another order."""
    compute = Compute(scratch=folder / "scratch", threads=threads)
    with compute.connect() as connection:
        connection.execute(f"create table list ({ROW_ID} bigint, a varchar, b varchar)").fetchall()
        numbered = [(number, *cells) for number, cells in enumerate(rows, start=1)]
        if numbered:
            connection.executemany("insert into list values (?, ?, ?)", numbered[::-1])
        connection.execute(f"copy list to {literal(folder / 'list.parquet')} (format parquet)").fetchall()
        table = f"read_parquet({literal(folder / 'list.parquet')})"
        write_rows(connection, table, rows=len(rows), columns=["a", "b"], path=folder / name)
    return RowStore(folder / name, ["a", "b"])


def fetched(store: RowStore, wanted: list[int], columns: list[str]) -> list[tuple[object, ...]]:
    compute = Compute(scratch=store.path.parent / "scratch", threads=2)
    with compute.connect() as connection:
        store.load(connection, compute, np.array(wanted, np.int64), columns=columns, into="found")
        return connection.execute(f"from found order by {ROW_ID}").fetchall()


@given(st.lists(st.tuples(cell, cell), max_size=15), st.data())
@settings(max_examples=30, deadline=None)
def test_rows_come_back_as_they_were(rows: list[Cells], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.integers(1, len(rows)), unique=True).map(sorted)) if rows else []
    with TemporaryDirectory() as folder:
        found = fetched(stored(Path(folder), rows), wanted, ["b", "c", "a"])
    assert found == [(row, rows[row - 1][1], None, rows[row - 1][0]) for row in wanted]


def people(count: int) -> list[Cells]:
    return [
        (f"person {number}", f"{number * 7919 % 1000:04} main st" if number % 3 else None) for number in range(count)
    ]


@pytest.mark.parametrize("alike", [False, True])
def test_long_lists_have_a_dictionary_that_their_blocks_are_read_with(tmp_path: Path, alike: bool) -> None:
    rows: list[Cells] = [(None, None)] * 3000 if alike else people(3000)
    store = stored(tmp_path, rows)
    wanted = [1, 2, 1500, 2999, 3000]
    assert fetched(store, wanted, ["a", "b"]) == [(row, *rows[row - 1]) for row in wanted]
    assert int.from_bytes(store.path.read_bytes()[-8:], "little") > 0, "the last figure is the dictionary's size"


def test_the_file_is_the_same_for_any_number_of_threads(tmp_path: Path) -> None:
    one = stored(tmp_path, people(3000), threads=1, name="one.bin")
    (tmp_path / "list.parquet").unlink()
    two = stored(tmp_path, people(3000), threads=2, name="two.bin")
    assert one.path.read_bytes() == two.path.read_bytes()
