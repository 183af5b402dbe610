"""The migrations give exactly the tables of the models, once, however many processes start."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from listmatch.catalog import Catalog
from listmatch.catalog.engines import prepare_sqlite
from listmatch.catalog.migrations.upgrade import VERSIONS, create, current_revision, head_revision, migrate
from listmatch.catalog.models import Base


class TestMigrations:
    def test_they_give_exactly_the_tables_of_the_models(self, catalog: Catalog) -> None:
        with catalog.engine.begin() as connection:
            for table in (*reversed(Base.metadata.sorted_tables), "alembic_version"):
                connection.execute(text(f"drop table {table}"))
            migrate(connection)
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
            assert current_revision(connection) == head_revision()

    def test_a_new_catalog_has_them_without_running_any(self, catalog: Catalog) -> None:
        with catalog.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
            assert context.get_current_revision() == head_revision()

    def test_running_them_again_changes_nothing(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            session.execute(text("insert into rate_windows values ('a', 1.0, 1)"))
        catalog.upgrade()
        with catalog.reading() as session:
            assert session.execute(text("select count(*) from rate_windows")).scalar_one() == 1


def test_the_newest_revision_is_alembic_s_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    assert ScriptDirectory.from_config(config).get_current_head() == head_revision()


def test_an_up_to_date_catalog_is_not_migrated_again(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "alembic", None)  # an import of it would fail
    catalog.upgrade()


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    program = "import sys; from listmatch.catalog import Catalog; Catalog(sys.argv[1]).upgrade()"
    processes = [subprocess.Popen([sys.executable, "-c", program, url], stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[1] for process in processes] == [b""] * 3
    assert [process.returncode for process in processes] == [0] * 3
    assert set(inspect(Catalog(url).engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_new_catalog_that_another_process_just_sets_up_is_waited_for(tmp_path: Path) -> None:
    first, second = (sqlite3.connect(tmp_path / "catalog.db", check_same_thread=False) for _ in range(2))
    first.execute("begin exclusive")
    release = Timer(0.2, first.rollback)
    release.start()
    prepare_sqlite(second, None)
    release.join()
    assert second.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    with catalog.session() as session:
        session.execute(text("create table files (id text)"))
    with pytest.raises(Exception, match="files already exists"):
        catalog.upgrade()
    assert inspect(catalog.engine).get_table_names() == ["files"]


def test_a_new_catalog_and_a_migrated_one_are_alike_to_the_constraint(tmp_path: Path) -> None:
    made, grown = (create_engine(f"sqlite:///{tmp_path / name}") for name in ("made.db", "grown.db"))
    with made.begin() as connection:
        create(connection)
    with grown.begin() as connection:
        migrate(connection)
    assert _tables(made) == _tables(grown)
    made.dispose()
    grown.dispose()


def _tables(engine: Engine) -> dict[str, Any]:
    """Columns, keys and indexes of every table; of a column all but the default that a migration gives old rows."""
    seen = inspect(engine)
    return {
        table: (
            {each["name"]: (str(each["type"]), each["nullable"]) for each in seen.get_columns(table)},
            seen.get_pk_constraint(table),
            sorted(seen.get_foreign_keys(table), key=repr),
            sorted(seen.get_unique_constraints(table), key=repr),
            sorted(seen.get_indexes(table), key=repr),
        )
        for table in seen.get_table_names()
    }
