"""`make up`: what it starts ends with it, whichever way it ends, and one home has one of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from listmatch.settings import CHECKOUT
from tools.up import LOCK, commands

SLEEPING = """
import sys
from tools import up
up.commands = lambda *_: {"one": ["sleep", "60"], "two": ["sleep", "60"]}
sys.argv[1:] = []
sys.exit(up.main())
"""


@pytest.fixture
def homed(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield os.environ | {"LISTMATCH_HOME": str(tmp_path)}
    for child in children(tmp_path):
        os.kill(child, signal.SIGKILL)


def up(env: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", SLEEPING], cwd=CHECKOUT, env=env, stderr=subprocess.PIPE, text=True)


def children(home: Path) -> list[int]:
    """Those that live."""
    lock = home / LOCK
    named = lock.read_text().split() if lock.exists() else []
    return [int(child) for child in named if Path("/proc", child).exists()]


def started(home: Path) -> list[int]:
    deadline = time.monotonic() + 60
    while len(children(home)) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    return children(home)


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_it_started_ends_with_it(homed: dict[str, str], tmp_path: Path, told: signal.Signals) -> None:
    with up(homed) as running:
        assert len(started(tmp_path)) == 2
        running.send_signal(told)
        assert running.wait(30) == 0
    assert children(tmp_path) == []


def test_a_second_one_is_refused_and_names_what_a_killed_one_left(homed: dict[str, str], tmp_path: Path) -> None:
    with up(homed) as running:
        left = started(tmp_path)
        running.kill()
    with up(homed) as second:
        _, told = second.communicate(timeout=60)
    assert second.returncode == 2
    assert f"kill {left[0]} {left[1]}" in told
    assert children(tmp_path) == left


def test_both_ports_can_be_chosen() -> None:
    dagster, api = commands(3001, 8001, ["--verbose"]).values()
    assert dagster[-3:] == ["--port", "3001", "--verbose"]
    assert api[-2:] == ["--port", "8001"]
