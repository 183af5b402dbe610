"""The Dagster runner and the plain loop give the same bytes; what ran is in the instance, with figures and checks."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

import pytest
from dagster import AssetKey, AssetPartitionStatus, AssetRecordsFilter, DagsterInstance, MetadataValue

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
from tests.homes import LOOP
from tests.lists import write_lists

DAGSTER = "pipelines.runner:DagsterRunner"
SAME_BYTES = ("results.csv", "results.parquet", "rollups.json", "profile.yaml", "source_quarantine.csv")


Ran = Callable[[str, MatchMode], tuple[Settings, Outcome]]


def run(folder: Path, runner: str, mode: MatchMode) -> tuple[Settings, Outcome]:
    settings = Settings(home=folder / runner.partition(":")[2], runner=runner, threads=2)
    source, master = write_lists(folder)
    is_dedupe = mode is MatchMode.DEDUPE
    request = MatchRequest(source=source, master=None if is_dedupe else master, mode=mode, formats=())
    into = folder / f"out-{settings.home.name}-{mode}"
    return settings, match_lists(open_own_services(settings), request, into=into)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A job of each mode by each runner, run once and in one home: most of its time is a new Dagster instance's."""
    return cache(partial(run, tmp_path_factory.mktemp("runners")))


@pytest.mark.parametrize("mode", [MatchMode.BEST_MATCH, MatchMode.ALL_CANDIDATES, MatchMode.DEDUPE])
def test_both_runners_deliver_the_same_bytes(ran: Ran, mode: MatchMode) -> None:
    _, by_loop = ran(LOOP, mode)
    _, by_dagster = ran(DAGSTER, mode)
    assert [path.name for path in by_dagster.files] == [path.name for path in by_loop.files]
    for name in SAME_BYTES:
        assert (by_dagster.folder / name).read_bytes() == (by_loop.folder / name).read_bytes(), name


def test_what_ran_is_in_the_instance_with_figures_columns_and_checks(ran: Ran) -> None:
    settings, outcome = ran(DAGSTER, MatchMode.BEST_MATCH)
    with open_instance(settings) as instance:
        assert instance.has_dynamic_partition("match_jobs", outcome.job.id)
        metadata = metadata_of(instance, "verdicts", outcome.job.id)
        assert metadata["dagster/row_count"].value == 5
        assert {"dagster/column_schema", "dagster/uri", "seconds", "peak_memory_mb", "matched"} <= set(metadata)
        assert metadata["lists"].value == outcome.job.label
        schema = metadata["dagster/column_schema"].value
        assert all(column.description for column in schema.columns), schema
        prepared = metadata_of(instance, "prepared_file", outcome.source.id)
        assert prepared["lists"].value == outcome.source.name
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


def test_a_job_that_was_run_again_is_completed_again(ran: Ran) -> None:
    settings, outcome = ran(DAGSTER, MatchMode.BEST_MATCH)
    services = open_own_services(settings)
    DagsterRunner(services).run_job(outcome.job.id)
    with services.catalog.reading() as session:
        job = job_rows.get_any(session, job_id=outcome.job.id)
    assert (job.status, job.attempt) == (JobStatus.COMPLETED, 1)


def metadata_of(instance: DagsterInstance, asset: str, partition: str) -> Mapping[str, MetadataValue]:
    wanted = AssetRecordsFilter(AssetKey(asset), asset_partitions=[partition])
    [found, *_] = instance.fetch_materializations(wanted, limit=1).records
    assert found.asset_materialization is not None
    return found.asset_materialization.metadata
