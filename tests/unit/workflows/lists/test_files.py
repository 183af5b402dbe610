"""A list that is deleted while it is being prepared."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import webhooks
from listmatch.catalog.records import FileRecord
from listmatch.domain.events import Event
from listmatch.domain.files import FileProfile, Purpose
from listmatch.storage import ObjectStore, keys
from listmatch.workflows.lists import files, preparation, uploads
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services
from tests.lists import write_lists


@pytest.fixture
def file(services: Services, tmp_path: Path) -> FileRecord:
    file = files.register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    with services.catalog.session() as session:
        webhooks.create(session, owner_id="local", url="https://example.com", events=list(Event), secret="x")
    return file


def delete(services: Services, file: FileRecord) -> None:
    uploads.delete_file(services, owner_id="local", file_id=file.id, actor="test")


def left_behind(services: Services, file: FileRecord) -> list[str]:
    return [info.key for info in services.store.list(keys.file_folder("local", file.id))]


def at_work(services: Services) -> int:
    with services.catalog.reading() as session:
        return file_rows.preparing(session)


def told(services: Services) -> list[str]:
    with services.catalog.reading() as session:
        due = webhooks.due(session, now=datetime.now(UTC) + timedelta(days=1))
    return [str(delivery.payload["type"]) for delivery, _ in due]


def check_gone(services: Services, file: FileRecord) -> None:
    assert left_behind(services, file) == []
    assert (at_work(services), told(services)) == (0, [])
    with services.catalog.reading() as session:
        found = file_rows.get_any(session, file_id=file.id)
        assert file_rows.awaiting_preparation(session) == []
    assert (found.deleted_at is None, found.profile) == (False, None)


def test_of_a_list_that_is_deleted_while_it_is_prepared_nothing_stays_and_nobody_is_told(
    services: Services, file: FileRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = preparation._prepare

    def prepare_and_delete(*given: Any, **named: Any) -> FileProfile:
        done = prepare(*given, **named)
        delete(services, file)
        return done

    monkeypatch.setattr(preparation, "_prepare", prepare_and_delete)
    LoopRunner(services).prepare([file.id])
    check_gone(services, file)


def test_of_a_list_that_is_deleted_when_only_its_row_is_left_to_write_nothing_stays(
    services: Services, file: FileRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = preparation.read_json

    def read_and_delete(store: ObjectStore, key: str) -> Any:
        data = read(store, key)
        delete(services, file)
        store.put_bytes(f"{keys.file_folder('local', file.id)}prepared/late", b"x")
        return data

    preparation.begin(services, file.id, run_id="run")
    preparation.prepared_file(services, file.id)
    monkeypatch.setattr(preparation, "read_json", read_and_delete)
    preparation.settle(services, file.id)
    check_gone(services, file)


def test_a_list_whose_deletion_makes_its_preparation_fail_is_no_failure_to_tell_of(
    services: Services, file: FileRecord
) -> None:
    preparation.begin(services, file.id, run_id="run")
    preparation.prepared_file(services, file.id)
    delete(services, file)
    preparation.settle(services, file.id)
    preparation.fail(services, file.id, "There is no such object in the store.")
    check_gone(services, file)


def test_a_list_that_stays_is_ready_and_its_owner_is_told(services: Services, file: FileRecord) -> None:
    LoopRunner(services).prepare([file.id])
    assert told(services) == ["file.ready"]
    assert f"{keys.file_folder('local', file.id)}prepared/rows.parquet" in left_behind(services, file)
