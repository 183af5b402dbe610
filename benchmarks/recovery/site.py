"""An installation of its own for one measurement: small made-up lists, and the servers of `make up`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from listmatch.settings import CHECKOUT, Settings

BIN = CHECKOUT / ".venv" / "bin"
API_PORT, WEB_PORT = 18_431, 18_432
HEADER = "id,First Name,Last Name,Email,Company,City,ZIP\n"


def write_list(path: Path, *, rows: int, seed: int) -> None:
    """A list of made-up people; two lists share nobody."""
    lines = [
        f"{seed}-{row},Ada{row},Strangeways{seed},ada{row}@n{seed}.example,Nowhere {row},Austin,73301\n"
        for row in range(rows)
    ]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")


def environment(settings: Settings) -> dict[str, str]:
    """What the servers of an installation need to know."""
    return {
        **os.environ,
        "LISTMATCH_HOME": str(settings.home.absolute()),
        "DAGSTER_HOME": str(settings.dagster_home),
        "PYTHONPATH": str(CHECKOUT),
    }


@contextmanager
def everything(settings: Settings, *, has_worker: bool) -> Iterator[None]:
    """Web server, daemon, code server and API, as `make up` starts them; ended afterwards."""
    from pipelines.instance import open_instance

    with open_instance(settings):
        pass
    dagster = [sys.executable, "-m", "dagster", "dev", "-p", str(WEB_PORT), "-w", str(CHECKOUT / "workspace.yaml")]
    api = [str(BIN / "listmatch"), "serve", "--port", str(API_PORT), "--worker" if has_worker else "--no-worker"]
    with ExitStack() as stack:
        for command in (dagster, api):
            stack.enter_context(_running(command, settings))
        yield


@contextmanager
def _running(command: list[str], settings: Settings) -> Iterator[None]:
    with (settings.home / "servers.log").open("ab") as log:
        server = subprocess.Popen(
            command,
            cwd=settings.dagster_home,
            env=environment(settings),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
    finally:
        server.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_until(is_true: Callable[[], bool], *, seconds: float) -> None:
    """Wait; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.2)
