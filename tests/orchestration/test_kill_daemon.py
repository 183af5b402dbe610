"""`kill -9` under Dagster's daemon: run workers in the middle of each asset's write, the code server with one, the
daemon, and all at once. Every job ends by itself, with the bytes of an undisturbed run, and once.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from listmatch.catalog.records import JobRecord
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import CHECKOUT, Settings
from listmatch.storage import keys
from listmatch.workflows.services import Services, open_own_services
from pipelines.instance import open_instance
from tests.orchestration.deaths import (
    BIN,
    Point,
    ends,
    has_ended,
    kill_all,
    listen_for_ends,
    order,
    queue_job,
    results,
    running,
    state,
    undisturbed,
    wait_until,
    within_s,
)

pytestmark = pytest.mark.slow


Note = Callable[[str, object], None]
"""pytest's record_property."""

FILES = [Point("prepared/standard.parquet"), Point("prepared/profile.json", moment="after")]
JOBS = [
    Point("candidate_pairs/candidate_pairs.parquet"),
    Point("scored_matches/scored_matches.parquet", victim="parent"),
    Point("verdicts/verdicts.parquet"),
    Point("clusters/clusters.parquet", mode=MatchMode.DEDUPE),
    Point("rollups/rollups.json"),
    Point("narrative/narrative.json", moment="after"),
    Point("exports/results.csv"),
    Point("exports/results.parquet", moment="after"),
]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = open_own_services(Settings(home=tmp_path / "home", threads=2))
    with open_instance(services.settings):
        pass  # the first use of an empty home must happen in one process
    return services


def daemon(services: Services, orders: Path) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    home = services.settings.home
    command = [str(BIN / "dagster-daemon"), "run", "--workspace", str(CHECKOUT / "workspace.yaml")]
    return running(command, home=home, orders=orders, log=home.parent / "daemon.log")


def assert_done_once_with_the_same_bytes(
    services: Services, jobs: Sequence[JobRecord], *, webhook_id: str, folder: Path
) -> None:
    expected = {mode: undisturbed(folder / mode, mode) for mode in sorted({job.mode for job in jobs})}
    for job in jobs:
        ended = state(services, job)
        assert (ended.status, ended.error) == (JobStatus.COMPLETED, None)
        assert results(services, job) == expected[job.mode]
    assert ends(services, webhook_id) == {job.id: 1 for job in jobs}


def seconds_to_live_again(services: Services, job: JobRecord, death: Path) -> float:
    completed_at = state(services, job).completed_at
    assert completed_at is not None
    return completed_at.timestamp() - death.stat().st_mtime


def test_a_run_that_dies_in_the_middle_of_an_asset_s_write_is_made_good(
    services: Services, tmp_path: Path, record_property: Note
) -> None:
    orders, deaths = tmp_path / "orders", list[tuple[JobRecord, Path]]()
    webhook_id = listen_for_ends(services)
    for point in FILES:
        job = queue_job(services, tmp_path)
        folder = keys.file_folder(job.owner_id, job.source_file_id).rstrip("/")
        deaths.append((job, order(orders, folder, point)))
    for point in JOBS:
        job = queue_job(services, tmp_path, mode=point.mode, is_prepared=True)
        deaths.append((job, order(orders, keys.job_folder(job.owner_id, job.id).rstrip("/"), point)))
    with daemon(services, orders):
        wait_until(
            lambda: all(death.exists() and has_ended(services, job) for job, death in deaths),
            seconds=10 * within_s(),
            what="ten jobs, each of which dies once",
        )
    jobs = [job for job, _ in deaths]
    assert_done_once_with_the_same_bytes(services, jobs, webhook_id=webhook_id, folder=tmp_path)
    waited = [seconds_to_live_again(services, job, death) for job, death in deaths]
    record_property("seconds from death to the end of the job", [round(each) for each in waited])
    # Jobs wait for each other here, two of an owner at a time; alone, each is well within the minute.
    assert sorted(waited)[len(waited) // 2] <= within_s()


@pytest.mark.parametrize("victim", ["the daemon", "the daemon, the code server and all runs"])
def test_a_daemon_that_is_killed_and_started_again_loses_nothing(
    services: Services, tmp_path: Path, victim: str, record_property: Note
) -> None:
    orders = tmp_path / "orders"
    orders.mkdir()
    webhook_id, job = listen_for_ends(services), queue_job(services, tmp_path, is_prepared=True)
    with daemon(services, orders) as first:
        wait_until(lambda: state(services, job).launched_at is not None, seconds=180, what="the launch of the job")
        if victim == "the daemon":
            os.kill(first.pid, signal.SIGKILL)
        else:
            kill_all(first)
    with daemon(services, orders):
        restarted = time.monotonic()
        wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the job after a restart")
        record_property("seconds from the restart to the end of the job", round(time.monotonic() - restarted))
    assert_done_once_with_the_same_bytes(services, [job], webhook_id=webhook_id, folder=tmp_path)
