"""The migrations give exactly the tables of the models, once, however many processes start."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from listmatch.catalog import Catalog
from listmatch.catalog.migrations.upgrade import VERSIONS, head_revision
from listmatch.catalog.models import Base


class TestMigrations:
    def test_they_give_exactly_the_tables_of_the_models(self, catalog: Catalog) -> None:
        with catalog.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []

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


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    with catalog.session() as session:
        session.execute(text("create table files (id text)"))
    with pytest.raises(Exception, match="files already exists"):
        catalog.upgrade()
    assert inspect(catalog.engine).get_table_names() == ["files"]
