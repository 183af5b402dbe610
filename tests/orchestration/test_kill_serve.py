"""`kill -9` of `listmatch serve`: its worker in the middle of a write, the API, both. Every accepted job ends by
itself, with the bytes of an undisturbed run, and once.
"""

import os
import signal
import subprocess
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from listmatch.catalog.records import JobRecord
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.storage import keys
from listmatch.workflows.doctor import examine
from listmatch.workflows.services import Services, open_own_services
from tests.orchestration.deaths import (
    Point,
    ends,
    has_ended,
    listen_for_ends,
    order,
    queue_job,
    results,
    serving,
    state,
    undisturbed,
    wait_until,
    within_s,
)

pytestmark = pytest.mark.slow


POINTS = [
    Point("candidate_pairs/candidate_pairs.parquet"),
    Point("scored_matches/model.json", moment="after"),
    Point("verdicts/verdicts.parquet"),
    Point("clusters/clusters.parquet", mode=MatchMode.DEDUPE),
    Point("rollups/rollups.json", moment="after"),
    Point("exports/results.parquet"),
    Point("exports/results.parquet", moment="after", victim="parent"),
    Point("scored_matches/scored_matches.parquet", victim="parent"),
]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return open_own_services(Settings(home=tmp_path / "home", threads=2))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[MatchMode, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    return {mode: undisturbed(folder / mode, mode) for mode in (MatchMode.BEST_MATCH, MatchMode.DEDUPE)}


def deadly(services: Services) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """`listmatch serve`, whose processes die where they are ordered to."""
    beside = services.settings.home.parent
    return serving(services, log=beside / "serve.log", orders=beside / "orders")


def assert_done_once(services: Services, job: JobRecord, *, webhook_id: str, expected: dict[str, bytes]) -> None:
    ended = state(services, job)
    assert (ended.status, ended.error) == (JobStatus.COMPLETED, None)
    assert results(services, job) == expected
    assert ends(services, webhook_id) == {job.id: 1}
    assert examine(services) == []


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point.victim} {point.moment} {point.stage}")
def test_a_worker_that_dies_in_the_middle_of_a_write_is_replaced_and_its_job_done(
    services: Services, tmp_path: Path, expected: dict[MatchMode, dict[str, bytes]], point: Point
) -> None:
    webhook_id, job = listen_for_ends(services), queue_job(services, tmp_path, mode=point.mode, is_prepared=True)
    death = order(tmp_path / "orders", keys.job_folder(job.owner_id, job.id).rstrip("/"), point)
    with deadly(services):
        wait_until(death.exists, seconds=120, what="the worker reaches the point")
        if point.victim == "self":
            wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the next worker does the job")
    if point.victim == "parent":
        with deadly(services):
            wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the next server does the job")
    assert_done_once(services, job, webhook_id=webhook_id, expected=expected[point.mode])


def test_an_api_that_is_killed_alone_leaves_its_worker_to_end_what_it_does_and_the_next_takes_over(
    services: Services, tmp_path: Path, expected: dict[MatchMode, dict[str, bytes]]
) -> None:
    (tmp_path / "orders").mkdir()
    webhook_id, job = listen_for_ends(services), queue_job(services, tmp_path, is_prepared=True)
    with deadly(services) as first:
        wait_until(lambda: state(services, job).status is not JobStatus.PENDING, seconds=120, what="the job begins")
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        with deadly(services):
            restarted = time.monotonic()
            wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the job")
            assert_done_once(services, job, webhook_id=webhook_id, expected=expected[MatchMode.BEST_MATCH])
            second = queue_job(services, tmp_path, mode=MatchMode.DEDUPE, is_prepared=True)
            left = within_s() - (time.monotonic() - restarted)
            wait_until(lambda: has_ended(services, second), seconds=left, what="a job after the restart")
    assert results(services, second) == expected[MatchMode.DEDUPE]
