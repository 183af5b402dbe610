"""What a dead run left behind waits again; what is alive, or was claimed by another run, is left alone."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import FileRecord, JobRecord
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import CatalogUnavailable, StorageUnavailable
from listmatch.workflows.lists import preparation
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches import jobs
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.running.heartbeat import beating
from listmatch.workflows.running.reaper import ATTEMPTS, Fate, Reaped, reap
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services
from tests.lists import write_lists


@pytest.fixture
def file(services: Services, tmp_path: Path) -> FileRecord:
    return register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)


@pytest.fixture
def job(services: Services, file: FileRecord) -> JobRecord:
    return request_job(services, JobRequest(owner_id="local", source_file_id=file.id, mode=MatchMode.DEDUPE))


def claim(services: Services, job: JobRecord, run_id: str) -> bool:
    with services.catalog.session() as session:
        return job_rows.claim(session, job_id=job.id, run_id=run_id)


def state(services: Services, job: JobRecord) -> JobRecord:
    with services.catalog.reading() as session:
        return job_rows.get_any(session, job_id=job.id)


def reap_twice(services: Services, *, after_s: float = 60) -> list[Reaped]:
    now = datetime.now(UTC) + timedelta(seconds=after_s)
    reaped, silent = reap(services, seen_before={}, now=now)
    assert reaped == []
    return reap(services, seen_before=silent, now=now + timedelta(seconds=15))[0]


def test_a_job_whose_run_is_silent_waits_again(services: Services, job: JobRecord) -> None:
    claim(services, job, "run-1")
    assert reap_twice(services) == [Reaped("job", job.id, "run-1", Fate.WAITS)]
    assert state(services, job).status is JobStatus.PENDING
    assert claim(services, job, "run-2")


def test_a_run_that_speaks_between_two_looks_is_alive(services: Services, job: JobRecord) -> None:
    claim(services, job, "run-1")
    now = datetime.now(UTC) + timedelta(seconds=60)
    _, silent = reap(services, seen_before={}, now=now)
    with services.catalog.session() as session:
        assert job_rows.beat(session, job_id=job.id, run_id="run-1")
    assert reap(services, seen_before=silent, now=now)[0] == []


def test_a_run_that_spoke_just_now_is_not_even_looked_at(services: Services, job: JobRecord) -> None:
    claim(services, job, "run-1")
    assert reap(services, seen_before={}) == ([], {})


def test_what_died_too_often_has_failed_with_a_sentence(services: Services, job: JobRecord) -> None:
    for attempt in range(ATTEMPTS):
        assert claim(services, job, f"run-{attempt}")
        [reaped] = reap_twice(services)
    assert reaped.fate is Fate.FAILED
    assert "memory" in str(state(services, job).error)


@pytest.mark.parametrize(
    ("crowd", "seconds", "is_released"), [(2.0, 20, False), (2.0, 30, True), (4.0, 40, False), (4.0, 60, True)]
)
def test_a_file_whose_run_never_began_gets_more_time_the_more_the_machine_has_to_do(
    services: Services,
    file: FileRecord,
    monkeypatch: pytest.MonkeyPatch,
    crowd: float,
    seconds: float,
    is_released: bool,
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (crowd * (os.cpu_count() or 1), 0.0, 0.0))
    with services.catalog.session() as session:
        file_rows.take(session, file_id=file.id)
    reaped, _ = reap(services, seen_before={}, now=datetime.now(UTC) + timedelta(seconds=seconds))
    assert bool(reaped) is is_released


def test_a_file_whose_run_died_waits_again(services: Services, file: FileRecord) -> None:
    with services.catalog.session() as session:
        file_rows.mark_preparing(session, file_id=file.id, run_id="run-1")
    assert [reaped.fate for reaped in reap_twice(services)] == [Fate.WAITS]
    with services.catalog.reading() as session:
        assert file_rows.get_any(session, file_id=file.id).status is FileStatus.UPLOADED


def test_an_outage_that_a_run_waits_out_is_no_attempt_of_the_file(
    services: Services, file: FileRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def away(*_: object) -> None:
        looked.append(1)
        raise StorageUnavailable("the object store cannot be reached.")

    monkeypatch.setattr("listmatch.workflows.running.outages.PAUSES_S", (0.0,) * 5)
    for _ in range(ATTEMPTS + 1):
        with services.catalog.session() as session:
            assert file_rows.take(session, file_id=file.id)
        with monkeypatch.context() as outage:
            outage.setattr(preparation, "opened", away)
            with pytest.raises(StorageUnavailable):
                LoopRunner(services).prepare([file.id])
    with services.catalog.reading() as session:
        found = file_rows.get_any(session, file_id=file.id)
    assert len(looked) == (ATTEMPTS + 1) * 6
    assert (found.status, found.attempt) == (FileStatus.UPLOADED, 0)


def test_while_a_run_waits_out_an_outage_its_death_counts_once(services: Services, file: FileRecord) -> None:
    for run_id in ("run-1", "run-2"):
        for _ in range(5):
            preparation.begin(services, file.id, run_id=run_id)
        [reaped] = reap_twice(services)
        assert (reaped.fate, reaped.run_id) == (Fate.WAITS, run_id)
    preparation.begin(services, file.id, run_id="run-3")
    assert [reaped.fate for reaped in reap_twice(services)] == [Fate.FAILED]


def test_a_run_that_came_too_late_does_not_spoil_the_other_s_job(services: Services, job: JobRecord) -> None:
    claim(services, job, "run-1")
    jobs.fail(services, job.id, "too late", run_id="run-2")
    assert state(services, job).status is JobStatus.PROCESSING
    jobs.fail(services, job.id, "indeed", run_id="run-1")
    assert state(services, job).error == "indeed"


def test_signs_of_life_go_on_through_an_outage_and_end_with_the_block() -> None:
    beats, enough = [], threading.Event()

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            enough.set()
        raise CatalogUnavailable("away")

    with beating(beat, every_s=0.001):
        assert enough.wait(10)
    assert not [thread for thread in threading.enumerate() if thread.name == "listmatch-heartbeat"]


def test_signs_of_life_go_on_after_an_error_that_nobody_foresaw() -> None:
    beats, enough = [], threading.Event()

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            enough.set()
        raise ValueError("ours")

    with beating(beat, every_s=0.001):
        assert enough.wait(10)
