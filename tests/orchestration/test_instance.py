"""The embedded Dagster instance: whole, whenever the process that makes it dies."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from listmatch.settings import Settings
from pipelines.instance import open_instance

KILLED = """
import os, signal, sys
from pathlib import Path
from listmatch.settings import Settings
from pipelines.instance import open_instance

home, name = Path(sys.argv[1]), sys.argv[2]

def die(*_):
    if any(name in files for _, _, files in os.walk(home)):
        os.kill(os.getpid(), signal.SIGKILL)

def begin(event, _):
    if event == "sqlite3.connect":
        sys.setprofile(die)  # at every call of a function from here on

sys.addaudithook(begin)
open_instance(Settings(home=home))
"""


def test_runs_print_progress_and_no_events_at_a_terminal(tmp_path: Path) -> None:
    with open_instance(Settings(home=tmp_path)) as instance:
        assert instance.python_log_level == "INFO"


@pytest.mark.parametrize("begun", ["runs.db", "index.db", "schedules.db"])
@pytest.mark.slow
def test_a_first_use_that_is_killed_leaves_nothing_half_made(tmp_path: Path, begun: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path, begun], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_instance(Settings(home=tmp_path)) as instance:
        instance.add_dynamic_partitions("files", ["one"])
        assert instance.get_dynamic_partitions("files") == ["one"]
        assert instance.get_runs() == []
    assert not (tmp_path / "dagster" / ".first-use").exists()
