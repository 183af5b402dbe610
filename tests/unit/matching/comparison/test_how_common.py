"""How common the names of a list are, as its own rows show."""

from pathlib import Path

import duckdb
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.matching.comparison.records import Lists, Records
from listmatch.matching.engines.on_duckdb import DuckDBEngine
from listmatch.matching.evidence.tables import evidence_tables
from tests.unit.matching.standard_lists import Row, write_list

MASTER: list[Row] = [{"first": "ann", "last": "lee"}] * 10 + [
    {"first": "ann", "last": "kay"},
    {"first": "bo", "last": "lee"},
]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ([{"first": "ann", "last": "lee"}], (1.0, 0.0, 0.0)),
        ([{"first": "ann", "last": "lee"}, {"first": "zoe", "last": "lee"}, {"first": "ann"}], (1.0, 0.0, 1.0)),
        ([{"last": "lee"}], (0.0, 0.0, 0.0)),
    ],
)
def test_rows_with_a_name_are_counted_by_how_many_others_would_have_it(
    source: list[Row], rows: tuple[float, ...], tmp_path: Path
) -> None:
    with duckdb.connect() as connection:
        ours, theirs = write_list(tmp_path / "source.parquet", source), write_list(tmp_path / "master.parquet", MASTER)
        pairs = f"select unnest(range(1, {len(source) + 1})) as source_row_id, 1 as master_row_id"
        connection.execute(f"create temp table pairs as {pairs}").fetchall()
        lists = Lists(f"read_parquet('{ours}')", f"read_parquet('{theirs}')")
        tables = evidence_tables(ProfileType.PERSON)
        records = Records(DuckDBEngine(connection), lists, tables, Compute(scratch=tmp_path / "scratch"))
        assert records.rows_by_level() == {"name": rows}
