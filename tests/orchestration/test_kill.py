"""`kill -9` of a run of the command line at many points: run again, it gives the bytes of an undisturbed run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from listmatch.catalog.queries import jobs as job_rows
from listmatch.settings import Settings
from listmatch.workflows.doctor import Trouble, examine
from listmatch.workflows.services import open_own_services
from tests.homes import LOOP
from tests.lists import write_lists

pytestmark = pytest.mark.slow

KILLED = -signal.SIGKILL
SAME_BYTES = ("results.csv", "results.parquet", "rollups.json", "profile.yaml")

PROGRAM = """
import os, signal, sys
from pathlib import Path
from listmatch.storage.local import LocalStore
from listmatch.workflows.matches import jobs
from listmatch.cli.app import main

point, moment = int(sys.argv[1]), sys.argv[2]
promote, seen = LocalStore._promote, 0

def deadly(self, temporary, target):
    # Every object of every stage passes here, half-made before and whole after.
    global seen
    seen += 1
    if seen == point and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    promote(self, temporary, target)
    if seen == point:
        os.kill(os.getpid(), signal.SIGKILL)

LocalStore._promote = deadly
main(sys.argv[3:])
"""


def run(
    home: Path, lists: tuple[Path, Path], out: Path, *, runner: str, kill_at: int = 0, moment: str = "after"
) -> int:
    source, master = lists
    environment = os.environ | {"LISTMATCH_HOME": str(home), "LISTMATCH_RUNNER": runner, "LISTMATCH_THREADS": "2"}
    arguments = ["match", str(source), "--master", str(master), "-o", str(out), "--format", "html", "--quiet"]
    command = [sys.executable, "-c", PROGRAM, str(kill_at), moment, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode in (0, KILLED), done.stderr
    return done.returncode


def read(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in SAME_BYTES}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_lists(tmp_path_factory.mktemp("lists"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, lists: tuple[Path, Path]) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    run(folder / "home", lists, folder / "out", runner=LOOP)
    return read(folder / "out")


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("kill_at", [1, 3, 5, 6, 9, 11, 13, 15, 17, 19])
def test_a_killed_run_leaves_nothing_half_and_the_next_gives_the_same_bytes(
    tmp_path: Path, lists: tuple[Path, Path], undisturbed: dict[str, bytes], kill_at: int, moment: str
) -> None:
    home, out, runner = tmp_path / "home", tmp_path / "out", LOOP
    assert run(home, lists, out, runner=runner, kill_at=kill_at, moment=moment) == KILLED
    assert not out.exists()
    assert run(home, lists, out, runner=runner) == 0
    assert read(out) == undisturbed
    services = open_own_services(Settings(home=home))
    assert {finding.trouble for finding in examine(services)} <= {Trouble.RUN_GONE}
    with services.catalog.reading() as session:
        completed = [job for job in job_rows.list_recent(session, owner_id="local") if job.result_summary]
    assert len(completed) == 1


def test_a_killed_run_of_dagster_is_made_good_by_the_next(
    tmp_path: Path, lists: tuple[Path, Path], undisturbed: dict[str, bytes]
) -> None:
    home, out, runner = tmp_path / "home", tmp_path / "out", "pipelines.runner:DagsterRunner"
    assert run(home, lists, out, runner=runner, kill_at=13) == KILLED
    assert run(home, lists, out, runner=runner) == 0
    assert read(out) == undisturbed
