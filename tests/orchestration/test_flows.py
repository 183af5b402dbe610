"""The flows that a person or the night launches: backfill and housekeeping."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dagster import DagsterInstance, Definitions
from sqlalchemy import update

from listmatch.catalog.models import Job
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.services import Services, open_own_services
from pipelines.build import build_defs
from tests.lists import SOURCE, write_lists


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return open_own_services(Settings(home=tmp_path / "home", threads=2))


@pytest.fixture
def defs(services: Services) -> Definitions:
    return build_defs(services.settings)


@pytest.fixture
def instance() -> Iterator[DagsterInstance]:
    with DagsterInstance.ephemeral() as instance:
        yield instance


def test_a_backfill_from_the_ui_queues_every_list_once(
    services: Services, defs: Definitions, instance: DagsterInstance, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for month in (1, 2, 3):
        (archive / f"leads-2024-0{month}.csv").write_text(SOURCE + f"x{month},,,,,,,\n", encoding="utf-8")
    config = {"ops": {"queue_lists": {"config": {"prefix": str(archive), "since": "2024-02-01"}}}}
    for _ in range(2):
        done = defs.resolve_job_def("backfill").execute_in_process(instance=instance, run_config=config)
        assert done.success
    with services.catalog.reading() as session:
        labels = [job.label for job in job_rows.list_recent(session, owner_id="local")]
    assert sorted(labels) == ["leads-2024-02", "leads-2024-03"]


def test_housekeeping_removes_partitions_without_a_row(
    services: Services, defs: Definitions, instance: DagsterInstance, tmp_path: Path
) -> None:
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    instance.add_dynamic_partitions("files", [file.id, "gone"])
    instance.add_dynamic_partitions("match_jobs", ["gone-too"])
    assert defs.resolve_job_def("partitions").execute_in_process(instance=instance).success
    assert instance.get_dynamic_partitions("files") == [file.id]
    assert instance.get_dynamic_partitions("match_jobs") == []


def test_the_night_deletes_what_is_older_than_the_settings_keep_it(
    services: Services, instance: DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTMATCH_RESULTS_RETENTION_DAYS", "30")
    job_id = completed_job(services, tmp_path)
    long_ago = datetime.now(UTC) - timedelta(days=31)
    with services.catalog.session() as session:
        session.execute(update(Job).where(Job.id == job_id).values(completed_at=long_ago))
    done = build_defs(services.settings).resolve_job_def("retention").execute_in_process(instance=instance)
    assert done.success
    with services.catalog.reading() as session:
        assert job_rows.get_any(session, job_id=job_id).results_deleted_at is not None
    cleaned = build_defs(services.settings).resolve_job_def("orphans").execute_in_process(instance=instance)
    assert cleaned.success


def completed_job(services: Services, folder: Path) -> str:
    file = register_path(services, write_lists(folder)[0], owner_id="local", purpose=Purpose.SOURCE)
    job = request_job(services, JobRequest(owner_id="local", source_file_id=file.id, mode=MatchMode.DEDUPE))
    with services.catalog.session() as session:
        job_rows.claim(session, job_id=job.id, run_id="run")
        job_rows.complete(session, job_id=job.id, result_summary={}, run_id="run")
    return job.id
