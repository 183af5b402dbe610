"""Every SQL test seen green, and seen red for the one thing it is there for."""

from collections.abc import Iterator

import duckdb
import pytest

from listmatch.settings import CHECKOUT

FOLDER = CHECKOUT / "dbt_like_sql" / "tests"

TABLES = """
create schema input; create schema staging; create schema core; create schema marts;
create table input.rows as select * from (values (1), (2), (3)) as t (_lmg_row_id);
create table staging.excluded as select 2 as row_id;
create table core.row_outcomes as
    select * from (values (1, 'matched', 990), (2, 'review', 700), (3, 'unmatched', 0))
        as t (row_id, status, score_tenths);
create table staging.verdicts as
    select * from (values (1, 'matched', 7), (2, 'review', 8), (3, 'unmatched', null))
        as t (row_id, status, master_row_id);
create table staging.clusters as
    select * from (values (1, 1, true, 2), (2, 1, false, 2), (3, 3, true, 1))
        as t (row_id, cluster_id, is_representative, cluster_size);
create table marts.totals as select 3 as source_rows, 1 as matched, 1 as review, 1 as unmatched, 1 as new_records;
create table marts.cluster_totals as select 2 as entities;
create table marts.score_distribution as
    select * from (values (90, 1, 0), (70, 0, 1)) as t (bucket_from, matched, review);
create table marts.pass_breakdown as select 'email' as pass, 1 as matched;
create table marts.pivots as
    select * from (values (0, 2, 1, 1, 0), (0, 1, 0, 0, 1)) as t (dimension, row_count, matched, review, new_records);
"""

BREAKS = {
    "every_source_row_has_one_outcome": [
        "delete from core.row_outcomes where row_id = 2",
        "insert into core.row_outcomes values (2, 'review', 700)",
        "insert into core.row_outcomes values (4, 'review', 700)",
    ],
    "outcomes_are_possible": [
        "update core.row_outcomes set status = 'maybe' where row_id = 1",
        "update core.row_outcomes set score_tenths = 1001 where row_id = 1",
        "update core.row_outcomes set score_tenths = -1 where row_id = 1",
    ],
    "matched_rows_name_a_master_row": [
        "update staging.verdicts set master_row_id = null where row_id = 1",
        "update staging.verdicts set master_row_id = 9 where row_id = 3",
    ],
    "verdicts_add_up": ["update marts.totals set unmatched = 2"],
    "score_distribution_adds_up": [
        "update marts.score_distribution set matched = 2 where bucket_from = 90",
        "delete from marts.score_distribution",
    ],
    "pass_breakdown_adds_up": ["delete from marts.pass_breakdown", "update marts.pass_breakdown set matched = 2"],
    "pivots_add_up": [
        "update marts.pivots set new_records = 0",
        "insert into marts.pivots values (1, 2, 1, 1, 1)",
        "update marts.pivots set review = 0",
    ],
    "each_cluster_keeps_one_row": [
        "update staging.clusters set is_representative = true",
        "update staging.clusters set is_representative = false",
        "update staging.clusters set cluster_size = 3 where cluster_id = 1",
    ],
    "excluded_rows_are_rows_of_the_list": [
        "insert into staging.excluded values (2)",
        "insert into staging.excluded values (4)",
    ],
    "clusters_add_up": ["update marts.cluster_totals set entities = 3"],
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(TABLES)
        yield opened


def lines(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return connection.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8")).fetchall()


def test_no_test_is_left_out_here() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.sql*")) == sorted(BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_it_finds_nothing_where_nothing_is_wrong(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    assert lines(connection, name) == []


@pytest.mark.parametrize(("name", "damage"), [(name, damage) for name, damages in BREAKS.items() for damage in damages])
def test_it_finds_what_it_is_there_for(connection: duckdb.DuckDBPyConnection, name: str, damage: str) -> None:
    connection.execute(damage)
    assert lines(connection, name) != []


def test_a_report_without_dimensions_has_no_pivots_to_add_up(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("delete from marts.pivots")
    assert lines(connection, "pivots_add_up") == []
