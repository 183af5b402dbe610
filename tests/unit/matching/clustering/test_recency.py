"""When a row was last touched, however the list writes it."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.columns import ColumnType
from listmatch.domain.files import ColumnProfile, FileFormat, FileProfile
from listmatch.matching.clustering.recency import moments, recency_column


def ranked(folder: Path, cells: list[str | None]) -> list[str]:
    """The *cells* that are dates, the oldest first."""
    path = folder / "rows.parquet"
    pq.write_table(pa.table({"Changed At": pa.array(cells, pa.string())}), path)
    with duckdb.connect() as connection:
        when = moments(connection, path, "Changed At", alias="d")
        query = f"""select "Changed At" from read_parquet('{path}') d where {when} is not null order by {when}"""
        return [cell for (cell,) in connection.execute(query).fetchall()]


@pytest.mark.parametrize(
    "ascending",
    [
        ["2024-03-01", "2024-03-02"],
        ["2024-03-01T10:00:00.000Z", "2024-03-01T10:00:01.000Z"],
        ["2024-03-01T10:00:00.000+0000", "2024-03-01T10:00:01.000+0000"],
        ["2024-03-01 09:59", "2024-03-01 10:00:30"],
        ["20240301", "20240302"],
        ["12/31/2023", "1/2/2024 9:15", "1/2/2024 10:15 PM", "2/1/2024 08:00:00 AM"],
        ["31/12/2023", "2/1/2024 9:15", "01/02/2024"],
        ["31-12-2023", "02-01-2024", "01-02-2024"],
        ["31.12.2023 18:00", "1.2.2024"],
        ["31-Dec-2023", "1 Feb 2024", "Mar 1, 2024"],
    ],
)
def test_the_later_of_two_moments_is_the_later_one_however_they_are_written(
    tmp_path: Path, ascending: list[str]
) -> None:
    assert ranked(tmp_path, [*reversed(ascending), None, "soon", ""]) == ascending


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["created_at", "updated_at"], "updated_at"),
        (["Birthday", "Created"], "Created"),
        (["contract_end"], ""),
        ([], ""),
    ],
)
def test_the_date_that_tells_when_a_row_was_touched_is_found_by_its_name(names: list[str], expected: str) -> None:
    columns = tuple(
        ColumnProfile(
            name=name,
            original_name=name,
            type=ColumnType.DATE,
            confidence=1,
            valid_share=1,
            null_count=0,
            distinct_count=1,
        )
        for name in names
    )
    profile = FileProfile(FileFormat(kind="csv"), lines=1, rows=1, quarantined=0, columns=columns, fields={})
    assert recency_column(profile) == expected
