"""The catalog on a real PostgreSQL: every test of the SQLite catalog again, and what only a server can do."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect

from listmatch.catalog import Catalog
from listmatch.catalog.queries import owners
from listmatch.errors import CatalogUnavailable
from tests.unit.catalog.test_accounts import TestAudit, TestIdempotency, TestKeys, TestOwners
from tests.unit.catalog.test_automation import TestDrops, TestExclusions, TestSchedules, TestWebhooks
from tests.unit.catalog.test_decisions import TestDecisions, TestPages
from tests.unit.catalog.test_files import TestFiles
from tests.unit.catalog.test_jobs import TestJobs
from tests.unit.catalog.test_migrations import TestMigrations
from tests.unit.catalog.test_rates import TestRateCounter
from tests.unit.catalog.test_reports import TestExports, TestProfiles, TestReports
from tests.unit.catalog.test_session import TestSession

__all__ = [
    "TestAudit",
    "TestDecisions",
    "TestDrops",
    "TestExclusions",
    "TestExports",
    "TestFiles",
    "TestIdempotency",
    "TestJobs",
    "TestKeys",
    "TestMigrations",
    "TestOwners",
    "TestPages",
    "TestProfiles",
    "TestRateCounter",
    "TestReports",
    "TestSchedules",
    "TestSession",
    "TestWebhooks",
]

pytestmark = pytest.mark.integration


def shape(engine: Engine) -> dict[str, Any]:
    """Tables, columns, keys and indexes of a database, in words that do not depend on its kind."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": [(column["name"], column["nullable"]) for column in inspector.get_columns(table)],
            "primary": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (key["constrained_columns"], key["referred_table"]) for key in inspector.get_foreign_keys(table)
            ),
            "unique": sorted(key["column_names"] for key in inspector.get_unique_constraints(table)),
            "indexes": sorted(
                index["column_names"]
                for index in inspector.get_indexes(table)
                if not index.get("duplicates_constraint")
            ),
        }
        for table in sorted(inspector.get_table_names())
    }


def test_both_databases_have_the_same_tables(catalog: Catalog, tmp_path: Path) -> None:
    sqlite = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    sqlite.upgrade()
    assert shape(sqlite.engine) == shape(catalog.engine)
    sqlite.close()


def test_processes_that_start_at_once_migrate_once(empty_database: str) -> None:
    program = "import sys; from listmatch.catalog import Catalog; Catalog(sys.argv[1]).upgrade()"
    command = [sys.executable, "-c", program, empty_database]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[1] for process in processes] == [b""] * 3
    assert [process.returncode for process in processes] == [0] * 3


def test_a_reader_may_not_write(catalog: Catalog) -> None:
    with pytest.raises(Exception, match="read-only transaction"), catalog.reading() as session:
        owners.ensure(session, "ann")


def test_a_connection_that_the_server_cut_while_it_rested_is_replaced(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    monkeypatch.setattr("listmatch.catalog.engines.REST_S", 0.0)
    with catalog.session() as session:
        owners.ensure(session, "ann")
    with catalog.reading() as session:
        owners.get(session, owner_id="ann")
    plain = catalog.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as other:
        other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    with catalog.reading() as session:
        assert owners.get(session, owner_id="ann").id == "ann"
    with catalog.session() as session:
        assert owners.ensure(session, "ann").id == "ann"


def test_a_server_that_is_not_there_is_a_clear_error() -> None:
    catalog = Catalog("postgresql+psycopg://listmatch@127.0.0.1:9/nothing")
    unavailable = pytest.raises(CatalogUnavailable, match=r"cannot be used .*Check LISTMATCH_CATALOG_URL")
    with unavailable, catalog.reading() as session:
        owners.get(session, owner_id="ann")
    with pytest.raises(CatalogUnavailable, match="cannot be used"):
        catalog.upgrade()
