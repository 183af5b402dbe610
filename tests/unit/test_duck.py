"""Databases of one DuckDB that is kept for several pieces of work."""

from contextlib import nullcontext
from pathlib import Path

import duckdb
import pytest

from listmatch.duck import Compute


def test_what_one_piece_of_work_made_the_next_one_does_not_see(tmp_path: Path) -> None:
    with Compute(tmp_path).kept() as kept:
        with kept.connect() as first:
            first.execute("create table made as select 1")
            first.execute("create view seen as from made")
            first.execute("create temp table passing as select 1")
        with kept.connect() as second:
            assert second.execute("select count(*) from duckdb_tables()").fetchall() == [(0,)]
            assert second.execute("select count(*) from duckdb_views() where not internal").fetchall() == [(0,)]


def test_pieces_of_work_within_one_another_keep_their_own_tables(tmp_path: Path) -> None:
    with Compute(tmp_path).kept() as kept, kept.connect() as outer:
        outer.execute("create table made as select 'outer' as word")
        with kept.connect() as inner:
            inner.execute("create table made as select 'inner' as word")
        assert outer.execute("from made").fetchall() == [("outer",)]


def test_a_piece_of_work_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with Compute(tmp_path).kept() as kept:
        with pytest.raises(duckdb.Error, match="stop"):
            _make_a_table_and_fail(kept)
        with kept.connect() as after:
            assert after.execute("select count(*) from duckdb_databases() where not internal").fetchall() == [(2,)]


def test_a_setting_that_one_piece_of_work_changed_is_as_ever_for_the_next(tmp_path: Path) -> None:
    with Compute(tmp_path).kept() as kept:
        with kept.connect() as first:
            first.execute("set preserve_insertion_order = true")
        with kept.connect() as second:
            assert second.execute("select current_setting('preserve_insertion_order')").fetchall() == [(False,)]


def test_what_was_asked_of_the_machine_holds_for_what_is_kept(tmp_path: Path) -> None:
    compute = Compute(tmp_path, threads=1, memory_limit_mb=512)
    with compute.kept() as kept, kept.connect() as connection:
        assert (kept.scratch, kept.threads) == (tmp_path, 1)
        assert connection.execute("select current_setting('threads'), current_setting('memory_limit')").fetchall() == [
            (1, "512.0 MiB")
        ]


def test_nothing_stays_on_the_disk(tmp_path: Path) -> None:
    with Compute(tmp_path / "scratch").kept() as kept, kept.connect() as connection:
        connection.execute("select 1")
    assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize("is_kept", [True, False])
def test_ctrl_c_during_a_query_is_no_fault_of_ours(tmp_path: Path, is_kept: bool) -> None:
    compute = Compute(tmp_path)
    with compute.kept() if is_kept else nullcontext(compute) as used, pytest.raises(KeyboardInterrupt):
        _be_interrupted(used)


def test_another_fault_during_a_query_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="broken"), Compute(tmp_path).connect():
        raise RuntimeError("broken")


def _be_interrupted(compute: Compute) -> None:
    """As DuckDB's binding tells of Ctrl-C."""
    with compute.connect():
        raise RuntimeError("Query interrupted")


def _make_a_table_and_fail(compute: Compute) -> None:
    with compute.connect() as connection:
        connection.execute("begin")
        connection.execute("create table made as select 1")
        connection.execute("select error('stop')").fetchall()
