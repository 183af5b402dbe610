"""Files in the catalog."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from listmatch.catalog import Catalog
from listmatch.catalog.models import utc_now
from listmatch.catalog.pages import Page
from listmatch.catalog.queries import files, owners, webhooks
from listmatch.catalog.queries.files import Origin
from listmatch.domain.events import Event
from listmatch.domain.files import FileStatus, Purpose
from listmatch.errors import NotFound
from tests.unit.catalog.made_up import PROFILE, a_file, make_ready


class TestFiles:
    def test_a_registered_file_is_uploaded_and_waits_for_preparation(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session, is_ready=False)
            assert (file.status, file.profile, file.row_count) == (FileStatus.UPLOADED, None, None)
            assert [waiting.id for waiting in files.awaiting_preparation(session)] == [file.id]

    def test_of_many_workers_one_prepares(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session, is_ready=False)

        def take(_: int) -> bool:
            with catalog.session() as session:
                return files.take(session, file_id=file.id)

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(take, range(8))) == 1

    def test_a_prepared_file_has_its_profile(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session, is_ready=False)
            assert files.mark_preparing(session, file_id=file.id, run_id="run")
            make_ready(session, file)
        with catalog.reading() as session:
            found = files.get(session, owner_id="ann", file_id=file.id)
        assert (found.status, found.profile, found.row_count, found.run_id) == (FileStatus.READY, PROFILE, 3, "run")

    def test_a_failed_preparation_says_why_and_may_be_tried_again(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session, is_ready=False)
            assert files.mark_failed(session, file_id=file.id, error="The file is empty.")
            found = files.get(session, owner_id="ann", file_id=file.id)
            assert (found.status, found.prepare_error) == (FileStatus.FAILED, "The file is empty.")
            assert files.mark_preparing(session, file_id=file.id, run_id="run")
            assert files.get(session, owner_id="ann", file_id=file.id).prepare_error is None

    def test_a_ready_file_stays_ready_while_it_is_prepared_anew(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session)
            assert not files.mark_preparing(session, file_id=file.id, run_id="run")
            assert not files.mark_failed(session, file_id=file.id, error="x")
            assert files.get(session, owner_id="ann", file_id=file.id).status is FileStatus.READY

    def test_a_file_that_was_deleted_while_it_was_prepared_stays_deleted_and_nobody_is_told(
        self, catalog: Catalog
    ) -> None:
        with catalog.session() as session:
            file, other = a_file(session, is_ready=False), a_file(session, is_ready=False)
            webhooks.create(session, owner_id="ann", url="https://example.com", events=list(Event), secret="x")
            for each in (file, other):
                files.mark_preparing(session, file_id=each.id, run_id="run")
                assert files.delete(session, owner_id="ann", file_id=each.id)
            done = files.mark_ready(
                session, file_id=file.id, profile=PROFILE, row_count=3, column_count=1, content_hash="x"
            )
            assert not done
            assert files.mark_failed(session, file_id=other.id, error="Its bytes are gone.")
        with catalog.reading() as session:
            found = files.get_any(session, file_id=file.id)
            assert (found.status, found.profile, found.deleted_at is None) == (FileStatus.PREPARING, None, False)
            assert files.find_ready_by_content(session, owner_id="ann", content_hash="x") is None
            assert webhooks.due(session, now=utc_now() + timedelta(days=1)) == []

    def test_a_file_whose_run_died_waits_again(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session, is_ready=False)
            files.mark_preparing(session, file_id=file.id, run_id="run")
            assert [found.id for found in files.stalled(session, before=utc_now() + timedelta(seconds=1))] == [file.id]
            assert not files.mark_waiting(session, file_id=file.id, run_id="another")
            assert files.mark_waiting(session, file_id=file.id, run_id="run")
            assert [found.id for found in files.awaiting_preparation(session)] == [file.id]

    def test_an_awaited_upload_is_prepared_only_when_it_is_complete(self, catalog: Catalog) -> None:
        long_ago = utc_now() - timedelta(days=1)
        with catalog.session() as session:
            owners.ensure(session, "ann")
            file = files.register(
                session,
                files.NewFile(owner_id="ann", name="a", purpose=Purpose.MASTER, size=5, raw_key="k", is_received=False),
            )
            assert files.awaiting_preparation(session) == []
            assert [found.id for found in files.awaiting_upload(session, since=long_ago)] == [file.id]
            assert files.mark_received(session, file_id=file.id, size=7)
            assert not files.mark_received(session, file_id=file.id, size=8)
            assert files.awaiting_upload(session, since=long_ago) == []
            assert [(found.id, found.size) for found in files.awaiting_preparation(session)] == [(file.id, 7)]

    def test_the_same_drop_is_registered_once(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            first, again, newer = (
                files.register(
                    session,
                    files.NewFile(
                        owner_id="ann",
                        name="a",
                        purpose=Purpose.SOURCE,
                        size=1,
                        raw_key="k",
                        origin=Origin("s3://x", tag),
                    ),
                )
                for tag in ("1", "1", "2")
            )
        assert first.id == again.id != newer.id

    def test_the_same_id_is_registered_once(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session)
            with pytest.raises(ValueError, match="registered already"):
                files.register(
                    session,
                    files.NewFile(owner_id="ann", name="b", purpose=Purpose.SOURCE, size=1, raw_key="k", id=file.id),
                )

    def test_the_newest_prepared_file_with_the_same_bytes_is_found(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            a_file(session)
            newest = a_file(session)
            a_file(session, is_ready=False)
            found = files.find_ready_by_content(session, owner_id="ann", content_hash="hash")
            assert found is not None
            assert found.id == newest.id
            assert files.find_ready_by_content(session, owner_id="bob", content_hash="hash") is None
            assert files.find_ready_by_content(session, owner_id="ann", content_hash="other") is None

    def test_a_deleted_file_is_gone_for_its_owner_and_there_for_the_pipeline(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session)
            assert files.delete(session, owner_id="ann", file_id=file.id)
            assert not files.delete(session, owner_id="ann", file_id=file.id)
            assert files.list_recent(session, owner_id="ann") == []
            assert files.find_ready_by_content(session, owner_id="ann", content_hash="hash") is None
            assert files.get_any(session, file_id=file.id).deleted_at is not None
            with pytest.raises(NotFound, match="no such file"):
                files.get(session, owner_id="ann", file_id=file.id)

    def test_another_owner_s_file_does_not_exist(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session)
            owners.ensure(session, "bob")
            assert files.list_recent(session, owner_id="bob") == []
            assert not files.delete(session, owner_id="bob", file_id=file.id)
            with pytest.raises(NotFound, match="no such file"):
                files.get(session, owner_id="bob", file_id=file.id)

    def test_a_list_has_the_newest_first_in_pages(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            made = [a_file(session, name=f"{number}").name for number in range(5)]
            pages = [files.list_recent(session, owner_id="ann", page=Page(2, offset)) for offset in (0, 2, 4)]
        assert [file.name for page in pages for file in page] == made[::-1]

    @pytest.mark.parametrize(
        ("purpose", "status", "count"),
        [(None, None, 2), ("source", None, 2), ("master", None, 0), (None, "ready", 1), (None, "failed", 0)],
    )
    def test_a_list_can_be_narrowed(
        self, catalog: Catalog, purpose: str | None, status: str | None, count: int
    ) -> None:
        with catalog.session() as session:
            a_file(session)
            a_file(session, is_ready=False)
            found = files.list_recent(
                session,
                owner_id="ann",
                purpose=Purpose(purpose) if purpose else None,
                status=FileStatus(status) if status else None,
            )
        assert len(found) == count

    def test_a_used_file_knows_when(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            used, other = a_file(session), a_file(session)
            files.mark_used(session, file_ids=[used.id])
            assert files.get_any(session, file_id=used.id).last_used_at is not None
            assert files.get_any(session, file_id=other.id).last_used_at is None
