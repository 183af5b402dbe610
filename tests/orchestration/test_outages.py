"""A locked catalog under `listmatch serve`: what was asked for waits, and is done later."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from listmatch.catalog.records import JobRecord
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.workflows.services import Services, open_own_services
from tests.orchestration.deaths import (
    has_ended,
    queue_job,
    results,
    serving,
    state,
    undisturbed,
    wait_until,
    within_s,
)

pytestmark = pytest.mark.slow

LOCKED_S = 35.0
"""Longer than a writer waits for another one."""


def assert_done(services: Services, job: JobRecord, *, folder: Path) -> None:
    ended = state(services, job)
    assert (ended.status, ended.error) == (JobStatus.COMPLETED, None)
    assert results(services, job) == undisturbed(folder / "undisturbed", MatchMode.BEST_MATCH)


def test_a_catalog_that_somebody_locks_for_half_a_minute_is_waited_for(tmp_path: Path) -> None:
    services = open_own_services(Settings(home=tmp_path / "home", threads=2))
    job = queue_job(services, tmp_path, is_prepared=True)
    with serving(services, log=tmp_path / "serve.log"):
        wait_until(lambda: state(services, job).status is not JobStatus.PENDING, seconds=120, what="the job begins")
        with closing(sqlite3.connect(services.settings.home / "catalog.db", isolation_level=None)) as other:
            other.execute("begin immediate")
            time.sleep(LOCKED_S)
        wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the job after the lock")
    assert_done(services, job, folder=tmp_path)
