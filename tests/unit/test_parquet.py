"""Row groups: the rows as they came, whatever the pieces, and dictionaries only where values repeat."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.parquet import ROW_GROUP, RowGroups

SCHEMA = pa.schema([("state", pa.string()), ("email", pa.string()), ("empty", pa.string())])


def rows(count: int) -> pa.Table:
    columns = [[f"S{n % 50}" for n in range(count)], [f"{n}@example.com" for n in range(count)], [None] * count]
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=SCHEMA)


@pytest.mark.parametrize("piece", [1_000, ROW_GROUP, 10 * ROW_GROUP])
def test_the_bytes_do_not_depend_on_the_pieces(tmp_path: Path, piece: int) -> None:
    table = rows(ROW_GROUP + 5_000)
    written = []
    for size in (piece, 7_777):
        path = tmp_path / f"{size}.parquet"
        with RowGroups(path, SCHEMA) as groups:
            for start in range(0, table.num_rows, size):
                groups.add(table.slice(start, size))
        written.append(path.read_bytes())
    assert written[0] == written[1]
    assert pq.read_table(path).equals(table)


def test_only_columns_that_repeat_get_a_dictionary(tmp_path: Path) -> None:
    with RowGroups(tmp_path / "rows.parquet", SCHEMA) as groups:
        groups.add(rows(20_000))
    group = pq.ParquetFile(tmp_path / "rows.parquet").metadata.row_group(0)
    assert [group.column(n).has_dictionary_page for n in range(3)] == [True, False, True]


def test_a_file_without_rows_is_whole(tmp_path: Path) -> None:
    with RowGroups(tmp_path / "rows.parquet", SCHEMA):
        pass
    assert pq.read_table(tmp_path / "rows.parquet").num_rows == 0
