"""The worker without an orchestrator: what it was doing when it was killed is due again, what another has is not."""

import json
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import owners
from listmatch.catalog.records import JobRecord
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.domain.progress import Progress, silent
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import CatalogUnavailable, StorageUnavailable
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.running import queue, worker
from listmatch.workflows.running.queue import Limits, Work, WorkKind
from listmatch.workflows.running.reaper import GAVE_UP, Reaped, Silent
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.running.worker import Worker, only_worker, reap_late
from listmatch.workflows.services import Services
from tests.lists import write_lists


class StoreIsAway:
    """A runner that meets an outage."""

    def prepare(self, file_ids: object, progress: Progress = silent) -> None:
        raise StorageUnavailable("the object store cannot be reached.")

    def run_job(self, job_id: str, progress: Progress = silent) -> None:
        raise StorageUnavailable("the object store cannot be reached.")


@pytest.fixture
def job(services: Services, tmp_path: Path) -> JobRecord:
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    LoopRunner(services).prepare([file.id])
    return request_job(services, JobRequest(owner_id="local", source_file_id=file.id, mode=MatchMode.DEDUPE))


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    (tmp_path / "worker.json").touch()
    return tmp_path / "worker.json"


def state(services: Services, job: JobRecord) -> JobRecord:
    with services.catalog.reading() as session:
        return job_rows.get_any(session, job_id=job.id)


def write_note(services: Services, job: JobRecord, notebook: TextIO) -> None:
    launched_at = state(services, job).launched_at
    assert launched_at is not None
    note = {"kind": "dedupe", "id": job.id, "launched_at": launched_at.isoformat()}
    os.pwrite(notebook.fileno(), json.dumps(note).encode(), 0)


def take_and_begin(services: Services, job: JobRecord, run_id: str) -> None:
    assert queue.take(services, Work(WorkKind.DEDUPE, job.id))
    with services.catalog.session() as session:
        assert job_rows.claim(session, job_id=job.id, run_id=run_id)


def test_what_a_killed_worker_was_doing_is_due_at_once(services: Services, job: JobRecord, notebook: Path) -> None:
    take_and_begin(services, job, "killed")
    with notebook.open("a+") as opened:
        write_note(services, job, opened)
        Worker(services, StoreIsAway(), notebook=opened).recover()
    assert queue.due(services, limits=Limits.of(services.settings)) == [Work(WorkKind.DEDUPE, job.id)]
    assert queue.take(services, Work(WorkKind.DEDUPE, job.id))
    assert notebook.read_text() == ""


def test_what_another_run_has_by_now_is_left_to_it(services: Services, job: JobRecord, notebook: Path) -> None:
    take_and_begin(services, job, "killed")
    with notebook.open("a+") as opened:
        write_note(services, job, opened)
        with services.catalog.session() as session:
            assert job_rows.release(session, job_id=job.id, run_id="killed")
        take_and_begin(services, job, "another")
        Worker(services, StoreIsAway(), notebook=opened).recover()
    assert (state(services, job).status, state(services, job).run_id) == (JobStatus.PROCESSING, "another")


def test_a_job_that_meets_an_outage_waits_and_says_why(services: Services, job: JobRecord, notebook: Path) -> None:
    with notebook.open("a+") as opened, pytest.raises(StorageUnavailable):
        Worker(services, StoreIsAway(), notebook=opened).run_due()
    found = state(services, job)
    assert (found.status, found.message) == (JobStatus.PENDING, "Waiting: the object store cannot be reached.")


def test_a_file_that_meets_an_outage_is_due_again(services: Services, notebook: Path, tmp_path: Path) -> None:
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    with notebook.open("a+") as opened:
        killed = Worker(services, StoreIsAway(), notebook=opened)
        with pytest.raises(StorageUnavailable):
            killed.run_due()
        killed.recover()
    with services.catalog.reading() as session:
        assert file_rows.get_any(session, file_id=file.id).status is FileStatus.UPLOADED


class Killed(BaseException):
    """Stands for the end of the process: nothing after it is done."""


class KillsIts(Worker):
    """A worker that is killed by whatever it runs, or only told to stop."""

    end: type[BaseException] = Killed

    def _run(self, work: Work) -> None:
        raise self.end

    def _write(self, text: str) -> None:
        if self.end is not Killed or '"is_at_work": false' not in text:
            super()._write(text)


class ToldToStop(KillsIts):
    end = SystemExit


def end_after_each_start(services: Services, notebook: Path, *, times: int, worker: type[KillsIts] = KillsIts) -> None:
    for _ in range(times):
        with notebook.open("a+") as opened:
            begun = worker(services, StoreIsAway(), notebook=opened)
            begun.recover()
            with pytest.raises(worker.end):
                begun.run_due()


def recover(services: Services, notebook: Path) -> Worker:
    with notebook.open("a+") as opened:
        last = Worker(services, StoreIsAway(), notebook=opened)
        last.recover()
    return last


def test_a_list_that_kills_every_worker_fails_and_lets_the_others_through(
    services: Services, notebook: Path, tmp_path: Path
) -> None:
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    end_after_each_start(services, notebook, times=2)
    recover(services, notebook)
    with services.catalog.reading() as session:
        assert file_rows.get_any(session, file_id=file.id).status is FileStatus.UPLOADED
    end_after_each_start(services, notebook, times=3)
    recover(services, notebook)
    with services.catalog.reading() as session:
        found = file_rows.get_any(session, file_id=file.id)
    assert (found.status, found.prepare_error) == (FileStatus.FAILED, GAVE_UP)
    assert queue.due(services, limits=Limits.of(services.settings)) == []


def test_a_job_that_kills_every_worker_fails(services: Services, job: JobRecord, notebook: Path) -> None:
    end_after_each_start(services, notebook, times=3)
    recover(services, notebook)
    assert (state(services, job).status, state(services, job).error) == (JobStatus.FAILED, GAVE_UP)


def test_workers_that_were_told_to_stop_blame_nothing(services: Services, job: JobRecord, notebook: Path) -> None:
    end_after_each_start(services, notebook, times=4, worker=ToldToStop)
    recover(services, notebook)
    assert state(services, job).status is JobStatus.PENDING


class Diary:
    """A runner that notes what it is given and does nothing."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def prepare(self, file_ids: Sequence[str], progress: Progress = silent) -> None:
        self.given += file_ids

    def run_job(self, job_id: str, progress: Progress = silent) -> None:
        self.given.append(job_id)


def test_owners_take_turns_however_much_one_of_them_waits_for(
    services: Services, notebook: Path, tmp_path: Path
) -> None:
    path, diary = write_lists(tmp_path)[0], Diary()
    lists = ["ann", "ann", "ann", "bob", "cid"]
    with services.catalog.session() as session:
        for owner_id in set(lists):
            owners.ensure(session, owner_id)
    files = {register_path(services, path, owner_id=owner, purpose=Purpose.SOURCE).id: owner for owner in lists}
    with notebook.open("a+") as opened:
        fair = Worker(services, diary, notebook=opened)
        while fair.run_due():
            pass
    assert [files[file_id] for file_id in diary.given] == ["ann", "bob", "cid", "ann", "ann"]


def stops_after(looks: int) -> Callable[[], bool]:
    left = iter([False] * looks)
    return lambda: next(left, True)


def test_one_worker_runs_and_the_next_waits_for_its_end(services: Services) -> None:
    with only_worker(services, stops_after(1)) as first:
        assert first is not None
        with only_worker(services, stops_after(1)) as second:
            assert second is None
    with only_worker(services, stops_after(1)) as third:
        assert third is not None


@pytest.mark.parametrize("error", [CatalogUnavailable("the catalog cannot be reached."), KeyError("on purpose")])
def test_what_a_killed_process_left_is_looked_for_again_whatever_went_wrong_before(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    looks = iter([({}, {"a": "1"}), error, ({}, {"b": "2"})])
    seen = list[Silent]()

    def look(_: Services, *, seen_before: Silent, now: datetime) -> tuple[list[Reaped], Silent]:
        seen.append(seen_before)
        found = next(looks)
        if isinstance(found, Exception):
            raise found
        return [], found[1]

    monkeypatch.setattr(worker, "reap", look)
    monkeypatch.setattr(worker, "PAUSE_AFTER_OUTAGE_S", 0)
    reap_late(services, stops_after(3))
    assert seen == [{}, {"a": "1"}, {"a": "1"}]
    assert str(error) in caplog.text


@pytest.mark.parametrize("note", ['{"kind": "match", "i', "[1]", '"x"'])
def test_half_a_note_stops_no_worker(services: Services, notebook: Path, note: str) -> None:
    notebook.write_text(note, encoding="utf-8")
    with notebook.open("a+") as opened:
        worker = Worker(services, StoreIsAway(), notebook=opened)
        worker.recover()
        assert not worker.run_due()
