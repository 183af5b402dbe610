"""Transactions, and what an outage is called."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from listmatch.catalog import Catalog, open_catalog
from listmatch.catalog.models import Owner
from listmatch.catalog.queries import files, jobs, owners
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import Tier
from listmatch.errors import CatalogUnavailable, InputError
from listmatch.settings import Settings
from tests.unit.catalog.made_up import a_file


class TestSession:
    def test_a_clean_exit_commits(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
        with catalog.reading() as session:
            assert owners.get(session, owner_id="ann").id == "ann"

    def test_an_error_rolls_everything_back(self, catalog: Catalog) -> None:
        with pytest.raises(RuntimeError, match="on purpose"), catalog.session() as session:
            self.write_and_fail(session)
        with catalog.reading() as session:
            assert owners.by_email(session, email="ann@example.com") is None

    @staticmethod
    def write_and_fail(session) -> None:  # type: ignore[no-untyped-def]
        owners.ensure(session, "ann", email="ann@example.com")
        raise RuntimeError("on purpose")

    def test_a_record_outlives_its_session(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            record = owners.ensure(session, "ann", email="ann@example.com", tier="pro")
        assert (record.email, record.tier) == ("ann@example.com", Tier.PRO)
        assert record.created_at.tzinfo is UTC

    def test_writers_wait_for_each_other_and_none_is_lost(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session)

        def grow(_: int) -> None:
            with catalog.session() as session:
                size = session.execute(text("select size from files")).scalar_one()
                if session.get_bind().dialect.name == "postgresql":
                    session.execute(text("select 1 from files for update"))
                    size = session.execute(text("select size from files")).scalar_one()
                session.execute(text("update files set size = :size"), {"size": size + 1})

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(grow, range(40)))
        with catalog.reading() as session:
            assert files.get_any(session, file_id=file.id).size == file.size + 40

    def test_a_row_without_its_owner_is_refused(self, catalog: Catalog) -> None:
        with pytest.raises(IntegrityError), catalog.session() as session:
            files.register(
                session, files.NewFile(owner_id="nobody", name="a", purpose=Purpose.SOURCE, size=1, raw_key="k")
            )

    def test_an_instant_comes_back_as_it_was_in_utc(self, catalog: Catalog) -> None:
        at = datetime(2026, 3, 29, 2, 30, 0, 123456, timezone(timedelta(hours=2)))
        with catalog.session() as session:
            session.add(Owner(id="ann", tier=Tier.FREE, created_at=at))
        with catalog.reading() as session:
            found = owners.get(session, owner_id="ann").created_at
        assert found == at
        assert found.utcoffset() == timedelta(0)

    def test_an_instant_without_a_zone_is_refused(self, catalog: Catalog) -> None:
        with pytest.raises(StatementError, match="time zone"), catalog.session() as session:
            session.add(Owner(id="ann", tier=Tier.FREE, created_at=datetime(2026, 1, 1)))

    def test_the_order_of_keys_of_a_document_is_kept(self, catalog: Catalog) -> None:
        document = {"z": 1, "a": {"y": None, "b": "\x00 ü"}}
        with catalog.session() as session:
            file = a_file(session)
            job = jobs.create(session, jobs.NewJob(owner_id="ann", source_file_id=file.id, profile=document))
        with catalog.reading() as session:
            found = jobs.get_any(session, job_id=job.id).profile
        assert found == document
        assert list(found or {}) == ["z", "a"]

    def test_a_document_with_nan_is_refused(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session)
        with pytest.raises((StatementError, ValueError), match="JSON"), catalog.session() as session:
            jobs.create(session, jobs.NewJob(owner_id="ann", source_file_id=file.id, profile={"x": float("nan")}))


def test_threads_of_a_process_take_turns_instead_of_finding_the_file_locked(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listmatch.catalog.engines.BUSY_TIMEOUT_MS", 0)
    impatient = Catalog(str(catalog.engine.url))

    def write(number: int) -> None:
        with impatient.session() as session:
            owners.ensure(session, f"owner {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(100)))
    with impatient.reading() as session:
        assert session.execute(text("select count(*) from owners")).scalar_one() == 100
    impatient.close()


def test_a_thread_whose_turn_does_not_come_says_that_the_catalog_is_locked(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listmatch.catalog.session.TURN_TIMEOUT_S", 0.01)

    def write() -> None:
        with catalog.session():
            pass

    with ThreadPoolExecutor(1) as pool:
        with catalog.session(), pytest.raises(CatalogUnavailable, match="locked"):
            pool.submit(write).result()
        pool.submit(write).result()


def test_a_reader_may_not_write(catalog: Catalog) -> None:
    with pytest.raises(CatalogUnavailable, match="readonly"), catalog.reading() as session:
        owners.ensure(session, "ann")


def test_a_writer_after_a_reader_may_write(catalog: Catalog) -> None:
    for name in ("ann", "bob"):
        with catalog.reading() as session:
            assert session.get(Owner, name) is None
        with catalog.session() as session:
            owners.ensure(session, name)


def test_a_reader_does_not_wait_for_a_writer(catalog: Catalog) -> None:
    with catalog.session() as writing:
        owners.ensure(writing, "ann")
        with catalog.reading() as session:
            assert session.get(Owner, "ann") is None


def test_the_folder_of_the_default_catalog_is_made(tmp_path: Path) -> None:
    catalog = open_catalog(Settings(home=tmp_path / "new" / "home"))
    catalog.upgrade()
    catalog.close()
    assert (tmp_path / "new/home/catalog.db").exists()


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(b"this is a text file, not a database" * 100)
    catalog = Catalog(f"sqlite:///{path}")
    with pytest.raises(CatalogUnavailable, match=r"not a database.*put back a copy"):
        catalog.upgrade()


def test_a_folder_in_the_place_of_the_database_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogUnavailable, match=r"cannot be used .*Check LISTMATCH_CATALOG_URL"):
        Catalog(f"sqlite:///{tmp_path}").upgrade()


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x", "postgresql+nothing://x"])
def test_an_unusable_address_is_a_clear_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match="LISTMATCH_CATALOG_URL"):
        open_catalog(Settings(home=tmp_path, catalog_url=url))
