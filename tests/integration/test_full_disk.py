"""A full disk under `listmatch serve`: what was asked for waits, says why, and is done when there is space again."""

import itertools
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from listmatch.catalog.records import JobRecord
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.workflows.services import Services, open_own_services
from tests.homes import LOOP
from tests.orchestration.deaths import (
    BIN,
    free_port,
    has_ended,
    queue_job,
    results,
    running,
    serving,
    state,
    undisturbed,
    wait_until,
    within_s,
)

pytestmark = pytest.mark.integration

DISK_MB = 64


def fill(filler: Path) -> None:
    """Write until nothing more fits, whatever else is written meanwhile."""
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        file.writelines(itertools.repeat(b"\0" * 4096))


def assert_done(services: Services, job: JobRecord, *, folder: Path) -> None:
    ended = state(services, job)
    assert (ended.status, ended.error) == (JobStatus.COMPLETED, None)
    assert results(services, job) == undisturbed(folder / "undisturbed", MatchMode.BEST_MATCH)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 64 MiB; mounting one takes root."""
    folder = Path(tempfile.mkdtemp(prefix="listmatch-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_makes_a_job_wait_with_the_reason_until_there_is_space(small_disk: Path, tmp_path: Path) -> None:
    services = open_own_services(Settings(home=small_disk / "home", catalog_url=f"sqlite:///{tmp_path}/catalog.db"))
    job, filler = queue_job(services, tmp_path, is_prepared=True), small_disk / "filler"
    fill(filler)
    environment = {"LISTMATCH_CATALOG_URL": services.settings.catalog_url, "LISTMATCH_RUNNER": LOOP}
    command = [str(BIN / "listmatch"), "serve", "--port", str(free_port())]
    with running(command, home=services.settings.home, log=tmp_path / "serve.log", environment=environment):
        wait_until(lambda: "no space left" in state(services, job).message, seconds=120, what="the reason is told")
        assert state(services, job).status in (JobStatus.PENDING, JobStatus.PROCESSING)
        with pytest.raises(AssertionError):
            wait_until(lambda: has_ended(services, job), seconds=20, what="nothing ends on a full disk")
        filler.unlink()
        wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the job when there is space")
    assert_done(services, job, folder=tmp_path)


def test_a_full_disk_under_everything_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    services = open_own_services(Settings(home=small_disk / "home", threads=2))
    job, filler = queue_job(services, tmp_path, is_prepared=True), small_disk / "filler"
    with serving(services, log=tmp_path / "serve.log"):
        wait_until(lambda: state(services, job).launched_at is not None, seconds=120, what="the job is taken")
        fill(filler)
        time.sleep(20)
        assert state(services, job).status is not JobStatus.FAILED
        filler.unlink()
        wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the job when there is space")
    assert_done(services, job, folder=tmp_path)
