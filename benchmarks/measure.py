"""Running one command and telling what it cost, as ``/usr/bin/time -v`` would: wall and processor seconds, peak memory.

A child's peak memory on Linux begins with that of the process it was forked from. So a command is started from a small
process made for it: ``run_apart`` runs this module, which runs the command.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """``peak_mb`` is the largest resident set (MiB) of the process or of one of its children."""

    seconds: float
    peak_mb: float
    outcome: str
    """``ok``, ``over N s``, or the last line that the command wrote to stderr"""
    cpu_seconds: float = 0.0
    """of the process and its children: what a busy machine changes least"""


def run_apart(command: Sequence[str], *, log: Path, timeout: float, environment: dict[str, str]) -> Cost:
    """``run_measured`` in a process that holds nothing but this module."""
    small = [sys.executable, "-m", "benchmarks.measure", str(log), str(timeout), json.dumps(environment), *command]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    told = subprocess.run(small, capture_output=True, text=True, check=True, env=environment).stdout
    return Cost(**json.loads(told))


def run_measured(command: Sequence[str], *, log: Path, timeout: float, environment: dict[str, str]) -> Cost:
    """Run *command* in a process group of its own, killed after *timeout* seconds; what it prints goes to *log*."""
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **environment}, start_new_session=True
        )
        late = threading.Event()
        watch = threading.Timer(timeout, _kill, (process.pid, late))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.cancel()
    seconds = time.perf_counter() - started
    ended = "ok" if process.returncode == 0 else _last_line(log)
    outcome = f"over {timeout:.0f} s" if late.is_set() else ended
    return Cost(seconds, usage.ru_maxrss / 1024, outcome, usage.ru_utime + usage.ru_stime)


def _kill(group: int, late: threading.Event) -> None:
    late.set()
    os.killpg(group, signal.SIGKILL)


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:120] if lines else "failed"


if __name__ == "__main__":
    given_log, given_timeout, given_environment, *given = sys.argv[1:]
    cost = run_measured(
        given, log=Path(given_log), timeout=float(given_timeout), environment=json.loads(given_environment)
    )
    print(json.dumps(asdict(cost)))
