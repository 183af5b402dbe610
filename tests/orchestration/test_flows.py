"""The flows that a person or the night launches: backfill and housekeeping."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import DagsterInstance, Definitions

from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.files import Purpose
from listmatch.settings import Settings
from listmatch.workflows.files import register_path
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
    assert defs.resolve_job_def("housekeeping").execute_in_process(instance=instance).success
    assert instance.get_dynamic_partitions("files") == [file.id]
    assert instance.get_dynamic_partitions("match_jobs") == []
