"""Old lists and results are deleted, rows stay, and whoever asks for what is gone is told so."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import inventory
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import ExportFormat, JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import NotFound
from listmatch.settings import Settings
from listmatch.storage import keys
from listmatch.workflows.backfills import BackfillRequest, queue
from listmatch.workflows.doctor import examine
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches import requests
from listmatch.workflows.matches.jobs import JobOptions, JobRequest, request_job
from listmatch.workflows.owners import accounts, retention
from listmatch.workflows.owners.retention import ResultsDeleted
from listmatch.workflows.results.delivery import result_url
from listmatch.workflows.results.explanation import explain_row
from listmatch.workflows.results.reports import get_report, make_export, request_export
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services, open_own_services
from tests.lists import write_lists

DAY_31 = datetime.now(UTC) + timedelta(days=31)


def services_of(home: Path) -> Services:
    return open_own_services(Settings(home=home, retention_days=60, results_retention_days=30, threads=2))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with a completed match and its results, and the id of the job."""
    folder = tmp_path_factory.mktemp("finished")
    services, roles = services_of(folder / "home"), (Purpose.SOURCE, Purpose.MASTER)
    source, master = (
        register_path(services, path, owner_id="local", purpose=role)
        for path, role in zip(write_lists(folder), roles, strict=True)
    )
    job = request_job(
        services,
        JobRequest(
            owner_id="local",
            source_file_id=source.id,
            master_file_id=master.id,
            options=JobOptions(formats=()),
        ),
    )
    runner = LoopRunner(services)
    runner.prepare([source.id, master.id])
    runner.run_job(job.id)
    services.catalog.close()
    return services.settings.home, job.id


@pytest.fixture
def services(finished: tuple[Path, str], tmp_path: Path) -> Services:
    """A copy of that home, which a test may age."""
    return services_of(Path(shutil.copytree(finished[0], tmp_path / "home")))


@pytest.fixture
def job_id(finished: tuple[Path, str]) -> str:
    return finished[1]


@pytest.fixture
def empty(tmp_path: Path) -> Services:
    return services_of(tmp_path / "empty")


def job_of(services: Services, job_id: str) -> JobRecord:
    return requests.get_job(services, owner_id="local", job_id=job_id)


def objects(services: Services, job_id: str) -> list[str]:
    return [info.key for info in services.store.list(keys.job_folder("local", job_id))]


@pytest.mark.parametrize(("days", "deleted"), [(29, 0), (31, 1)])
def test_results_are_deleted_when_they_are_old_enough(services: Services, job_id: str, days: int, deleted: int) -> None:
    assert retention.expire_results(services, now=datetime.now(UTC) + timedelta(days=days)) == deleted
    assert bool(objects(services, job_id)) != bool(deleted)
    assert retention.expire_results(services, now=datetime.now(UTC) + timedelta(days=days)) == 0


def test_without_a_setting_results_are_kept_for_ever(services: Services, job_id: str) -> None:
    forever = open_own_services(Settings(home=services.settings.home))
    assert retention.expire_results(forever, now=DAY_31 + timedelta(days=9999)) == 0


def test_whoever_asks_for_deleted_results_is_told_when_and_what_to_do(services: Services, job_id: str) -> None:
    with services.catalog.reading() as session:
        report = report_rows.get_by_job(session, owner_id="local", job_id=job_id)
        owner = accounts.ensure_owner(services, email="ann@example.com")
    retention.expire_results(services, now=DAY_31)
    job = job_of(services, job_id)
    assert (job.status, result_url(services, job)) == (JobStatus.COMPLETED, None)
    assert job.result_summary
    assert job.message.startswith("The results were deleted on ")
    told = r"the results were deleted on \d{4}-\d\d-\d\d. Run the job again"
    with pytest.raises(ResultsDeleted, match=told):
        explain_row(services, job_id, 1)
    with pytest.raises(ResultsDeleted, match=told):
        get_report(services, owner_id="local", report_id=report.id)
    with pytest.raises(NotFound, match="no such report"):
        request_export(services, owner, report_id=report.id, export_format=ExportFormat.PDF)


def test_run_again_a_job_has_its_results_back(services: Services, job_id: str) -> None:
    with services.catalog.reading() as session:
        report = report_rows.get_by_job(session, owner_id="local", job_id=job_id)
    make_export(services, report.id, ExportFormat.HTML)
    before = services.store.get_bytes(keys.job_key("local", job_id, "exports/results.csv"))
    retention.expire_results(services, now=DAY_31)
    requests.rerun_job(services, owner_id="local", job_id=job_id, actor="test")
    LoopRunner(services).run_job(job_id)
    assert services.store.get_bytes(keys.job_key("local", job_id, "exports/results.csv")) == before
    assert job_of(services, job_id).results_deleted_at is None
    assert get_report(services, owner_id="local", report_id=report.id).ready <= formats(services, job_id)


def formats(services: Services, job_id: str) -> set[ExportFormat]:
    """The formats whose objects are there."""
    folder = keys.job_key("local", job_id, "exports")
    return {each for each in ExportFormat if services.store.exists(f"{folder}/report.{each}")}


def test_deleted_results_are_no_disagreement_and_their_leftovers_are_orphans(services: Services, job_id: str) -> None:
    retention.expire_results(services, now=DAY_31)
    assert examine(services, now=DAY_31) == []
    services.store.put_bytes(keys.job_key("local", job_id, "exports/results.csv"), b"killed before it was deleted")
    assert [finding.subject for finding in examine(services, now=DAY_31)] == [keys.job_folder("local", job_id)]


def test_a_deleted_list_is_named_when_its_old_results_are_asked_about(services: Services, job_id: str) -> None:
    source = job_of(services, job_id).source_file_id
    assert retention.expire_files(services, now=datetime.now(UTC) + timedelta(days=61)) == 2
    assert services.store.exists(keys.job_key("local", job_id, "exports/results.csv"))
    with services.catalog.reading() as session:
        assert inventory.living_files(session, file_ids=[source]) == set()
    with pytest.raises(NotFound, match=r"leads.csv: the source list was deleted on .* Upload it again"):
        explain_row(services, job_id, 1)


def test_a_list_that_waits_for_its_job_is_kept(empty: Services, tmp_path: Path) -> None:
    file = register_path(empty, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    with empty.catalog.session() as session:
        file_rows.mark_failed(session, file_id=file.id, error="")
    request_job(empty, JobRequest(owner_id="local", source_file_id=file.id, mode=MatchMode.DEDUPE))
    assert retention.expire_files(empty, now=datetime.now(UTC) + timedelta(days=61)) == 0


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.PROCESSING])
def test_a_job_that_has_not_ended_keeps_what_it_has_made(services: Services, job_id: str, status: JobStatus) -> None:
    with services.catalog.session() as session:
        job_rows.reopen(session, owner_id="local", job_id=job_id)
        if status is JobStatus.PROCESSING:
            job_rows.claim(session, job_id=job_id, run_id="run")
    assert retention.expire_results(services, now=DAY_31) == 0


def test_a_backfill_makes_deleted_results_anew(empty: Services, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    write_lists(archive)[1].unlink()
    request = BackfillRequest(prefix=str(archive))
    [first] = queue(empty, request)
    with empty.catalog.session() as session:
        job_rows.claim(session, job_id=str(first.job_id), run_id="run")
        job_rows.complete(session, job_id=str(first.job_id), result_summary={}, run_id="run")
    assert [each.is_done for each in queue(empty, request)] == [True]
    retention.expire_results(empty, now=DAY_31)
    assert [(each.job_id, each.is_done) for each in queue(empty, request)] == [(first.job_id, False)]
    assert job_of(empty, str(first.job_id)).status is JobStatus.PENDING
