"""The Dagster runner and the plain loop give the same bytes; what ran is in the instance, with figures and checks."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from dagster import AssetKey, AssetPartitionStatus, DagsterInstance, MetadataValue

from assets.partitions import MATCH_JOBS
from listmatch.catalog.queries import files
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import FileUnreadable
from listmatch.settings import Settings
from listmatch.workflows.match_lists import MatchRequest, Outcome, match_lists
from listmatch.workflows.services import open_own_services
from pipelines.instance import open_instance
from pipelines.runner import DagsterRunner
from tests.lists import write_lists

LOOP = "listmatch.workflows.running.runner:LoopRunner"
DAGSTER = "pipelines.runner:DagsterRunner"
SAME_BYTES = ("results.csv", "results.parquet", "rollups.json", "profile.yaml", "source_quarantine.csv")


def run(tmp_path: Path, *, runner: str, mode: MatchMode = MatchMode.BEST_MATCH) -> tuple[Settings, Outcome]:
    settings = Settings(home=tmp_path / runner.partition(":")[2], runner=runner, threads=2)
    source, master = write_lists(tmp_path)
    is_dedupe = mode is MatchMode.DEDUPE
    request = MatchRequest(source=source, master=None if is_dedupe else master, mode=mode, formats=())
    folder = tmp_path / f"out-{settings.home.name}-{mode}"
    return settings, match_lists(open_own_services(settings), request, into=folder)


@pytest.mark.parametrize("mode", [MatchMode.BEST_MATCH, MatchMode.ALL_CANDIDATES, MatchMode.DEDUPE])
def test_both_runners_deliver_the_same_bytes(tmp_path: Path, mode: MatchMode) -> None:
    _, by_loop = run(tmp_path, runner=LOOP, mode=mode)
    _, by_dagster = run(tmp_path, runner=DAGSTER, mode=mode)
    assert [path.name for path in by_dagster.files] == [path.name for path in by_loop.files]
    for name in SAME_BYTES:
        assert (by_dagster.folder / name).read_bytes() == (by_loop.folder / name).read_bytes(), name


def test_what_ran_is_in_the_instance_with_figures_columns_and_checks(tmp_path: Path) -> None:
    settings, outcome = run(tmp_path, runner=DAGSTER)
    with open_instance(settings) as instance:
        assert instance.has_dynamic_partition("match_jobs", outcome.job.id)
        metadata = metadata_of(instance, "verdicts")
        assert metadata["dagster/row_count"].value == 5
        assert {"dagster/column_schema", "dagster/uri", "seconds", "peak_memory_mb", "matched"} <= set(metadata)
        summary = instance.get_status_by_partition(AssetKey("verdicts"), [outcome.job.id], MATCH_JOBS)
        assert summary is not None
        assert summary[outcome.job.id] is AssetPartitionStatus.MATERIALIZED


def test_a_list_that_cannot_be_read_fails_with_the_same_sentence_everywhere(tmp_path: Path) -> None:
    services = open_own_services(Settings(home=tmp_path / "home", runner=DAGSTER, threads=2))
    _, master = write_lists(tmp_path)
    empty = tmp_path / "header.csv"
    empty.write_text("email,name\n", encoding="utf-8")
    with pytest.raises(FileUnreadable) as raised:
        match_lists(services, MatchRequest(source=empty, master=master), into=tmp_path / "out")
    with services.catalog.reading() as session:
        recorded = [file.prepare_error for file in files.list_recent(session, owner_id="local")]
    assert str(raised.value) in recorded


def test_a_job_that_was_run_again_is_completed_again(tmp_path: Path) -> None:
    settings, outcome = run(tmp_path, runner=DAGSTER)
    services = open_own_services(settings)
    DagsterRunner(services).run_job(outcome.job.id)
    with services.catalog.reading() as session:
        job = job_rows.get_any(session, job_id=outcome.job.id)
    assert (job.status, job.attempt) == (JobStatus.COMPLETED, 1)


def metadata_of(instance: DagsterInstance, asset: str) -> Mapping[str, MetadataValue]:
    event = instance.get_latest_materialization_event(AssetKey(asset))
    assert event is not None
    assert event.asset_materialization is not None
    return event.asset_materialization.metadata
