"""The life of a job: asked for, begun by one run, ended once."""

import json

import pytest

from listmatch.catalog.queries import audit, files
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.artifacts import SUMMARY, StageResult
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.domain.stages import StageName
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import CatalogUnavailable, InputError, NotFound
from listmatch.storage import keys
from listmatch.workflows.artifacts import to_plain
from listmatch.workflows.matches import jobs, requests
from listmatch.workflows.running import execution
from listmatch.workflows.services import Services
from tests.unit.workflows.told import CLUSTERS


@pytest.fixture
def file_id(services: Services) -> str:
    with services.catalog.session() as session:
        return files.register(
            session,
            files.NewFile(
                owner_id="local", name="leads.csv", purpose=Purpose.SOURCE, size=1, raw_key="owners/local/files/a/raw"
            ),
        ).id


@pytest.fixture
def job(services: Services, file_id: str) -> JobRecord:
    return jobs.request_job(services, jobs.JobRequest(owner_id="local", source_file_id=file_id, mode=MatchMode.DEDUPE))


def status(services: Services, job_id: str) -> JobStatus:
    with services.catalog.reading() as session:
        return job_rows.get_any(session, job_id=job_id).status


def test_a_job_waits_until_a_run_begins_it(services: Services, job: JobRecord) -> None:
    assert job.status is JobStatus.PENDING
    assert jobs.begin(services, job.id, run_id="run-1").status is JobStatus.PROCESSING


def test_every_stage_of_a_run_may_begin_it_again(services: Services, job: JobRecord) -> None:
    first = jobs.begin(services, job.id, run_id="run-1")
    assert jobs.begin(services, job.id, run_id="run-1").attempt == first.attempt


def test_a_second_run_cannot_take_a_job_that_is_being_processed(services: Services, job: JobRecord) -> None:
    jobs.begin(services, job.id, run_id="run-1")
    with pytest.raises(InputError, match="processing"):
        jobs.begin(services, job.id, run_id="run-2")


def test_a_failed_job_can_be_run_again(services: Services, job: JobRecord) -> None:
    jobs.begin(services, job.id, run_id="run-1")
    jobs.fail(services, job.id, "The disk is full.")
    assert status(services, job.id) is JobStatus.FAILED
    assert jobs.begin(services, job.id, run_id="run-2").attempt == 1


def test_a_run_that_the_queue_launched_leaves_a_job_that_has_ended_alone(services: Services, job: JobRecord) -> None:
    jobs.begin(services, job.id, run_id="run-1")
    jobs.fail(services, job.id, "The list is empty.", run_id="run-1")
    with pytest.raises(InputError, match="failed"):
        jobs.begin(services, job.id, run_id="run-2", may_reopen=False)
    assert status(services, job.id) is JobStatus.FAILED


def test_an_outage_makes_a_job_wait_with_the_reason_and_does_not_count_as_an_attempt(
    services: Services, job: JobRecord
) -> None:
    jobs.begin(services, job.id, run_id="run-1")
    jobs.give_back(services, job.id, "Nobody else's.", run_id="run-2")
    assert status(services, job.id) is JobStatus.PROCESSING
    jobs.give_back(services, job.id, "The store is away.", run_id="run-1")
    with services.catalog.reading() as session:
        found = job_rows.get_any(session, job_id=job.id)
    assert (found.status, found.attempt, found.message) == (JobStatus.PENDING, 0, "The store is away.")
    assert found.launched_at is not None


def write_clusters(services: Services, job: JobRecord) -> None:
    key = keys.job_key(job.owner_id, job.id, f"{StageName.CLUSTERS}/{SUMMARY}")
    services.store.put_bytes(key, json.dumps(to_plain(CLUSTERS)).encode())


def test_a_run_that_was_overtaken_does_not_complete_the_job_of_the_other(services: Services, job: JobRecord) -> None:
    write_clusters(services, job)
    jobs.begin(services, job.id, run_id="run-1")
    with services.catalog.session() as session:
        job_rows.release(session, job_id=job.id, run_id="run-1")
    jobs.begin(services, job.id, run_id="run-2")
    jobs.complete(services, job.id, run_id="run-1")
    assert status(services, job.id) is JobStatus.PROCESSING
    jobs.complete(services, job.id, run_id="run-2")
    assert status(services, job.id) is JobStatus.COMPLETED


def test_the_last_stage_of_a_run_that_was_overtaken_meanwhile_completes_nothing(
    services: Services, job: JobRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clusters(services, job)
    last = execution.stages_of(job)[-1]

    def be_overtaken(*_: object, **__: object) -> execution.Executed:
        with services.catalog.session() as session:
            job_rows.release(session, job_id=job.id, run_id="run-1")
        jobs.begin(services, job.id, run_id="run-2")
        return execution.Executed(StageResult(()), (), seconds=0.0, peak_memory_mb=0)

    monkeypatch.setattr(execution, "_executed", be_overtaken)
    execution.run_job_stage(services, last, job.id, run_id="run-1")
    with services.catalog.reading() as session:
        found = job_rows.get_any(session, job_id=job.id)
    assert (found.status, found.run_id) == (JobStatus.PROCESSING, "run-2")


def test_a_job_and_the_note_of_who_asked_for_it_come_to_be_together_or_not_at_all(
    services: Services, file_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> JobRecord:
        return requests.create_job(
            services, jobs.JobRequest(owner_id="local", source_file_id=file_id, mode=MatchMode.DEDUPE), actor="ann"
        )

    def fail(*_: object, **__: object) -> None:
        raise CatalogUnavailable("the catalog cannot be reached.")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "note", fail)
        with pytest.raises(CatalogUnavailable):
            ask()
    with services.catalog.reading() as session:
        assert job_rows.list_recent(session, owner_id="local") == []
    job = ask()
    with services.catalog.reading() as session:
        [noted] = audit.list_recent(session, owner_id="local")
    assert (noted.action, noted.subject_id, noted.actor) == ("job.create", job.id, "ann")


def test_a_cancelled_job_cannot_be_run(services: Services, job: JobRecord) -> None:
    with services.catalog.session() as session:
        job_rows.cancel(session, owner_id="local", job_id=job.id)
    with pytest.raises(InputError, match="cancelled"):
        jobs.begin(services, job.id, run_id="run-1")


def test_a_match_needs_a_master_and_a_dedupe_has_none(services: Services, file_id: str) -> None:
    for mode, master in ((MatchMode.BEST_MATCH, None), (MatchMode.DEDUPE, file_id)):
        with pytest.raises(InputError, match="one list"):
            jobs.request_job(
                services,
                jobs.JobRequest(
                    owner_id="local",
                    source_file_id=file_id,
                    master_file_id=master,
                    mode=mode,
                ),
            )


def test_a_file_of_somebody_else_is_not_found(services: Services, file_id: str) -> None:
    with pytest.raises(NotFound):
        jobs.request_job(services, jobs.JobRequest(owner_id="other", source_file_id=file_id, mode=MatchMode.DEDUPE))
