"""`make up`: Dagster's web server and daemon, and the REST API where there is one.

Ctrl-C, SIGTERM, a closed terminal or the end of one of them stops all. ``make up ARGS="--port 3001 --api-port 8001"``
chooses other ports; further options go to ``dagster dev``.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from importlib.util import find_spec
from typing import TextIO

from listmatch.settings import CHECKOUT, Settings, read_settings
from pipelines.instance import open_instance

GRACE_S = 20.0
"""How long a child may take to end by itself."""

BIN = CHECKOUT / ".venv" / "bin"


LOCK = "up.lock"
"""In the home. It holds the processes' ids, and is locked as long as one of them lives, whatever became of this one."""


def commands(port: int, api_port: int, options: list[str]) -> dict[str, list[str]]:
    """What runs, by name."""
    # `dagster dev` says on every start that a tool of another package supersedes it, and every few seconds which
    # sensors found nothing to do: two lines a second, among which the addresses and what matters would be lost.
    dagster = [sys.executable, "-W", "ignore::FutureWarning", "-m", "dagster", "dev", "--log-level", "warning"]
    services = {"Dagster": [*dagster, "-w", str(CHECKOUT / "workspace.yaml"), "--port", str(port), *options]}
    if find_spec("listmatch.api") is not None:
        services["REST API"] = [str(BIN / "listmatch"), "serve", "--port", str(api_port)]
    return services


def start(commands: dict[str, list[str]], *, settings: Settings, lock: TextIO) -> dict[str, subprocess.Popen[bytes]]:
    """Start every command. Each holds the lock too: two daemons on one home would compete for the same work."""
    homes = {"DAGSTER_HOME": str(settings.dagster_home), "LISTMATCH_HOME": str(settings.home.absolute())}
    # In sessions of their own, so that Ctrl-C reaches them once, from us. Dagster warns of a dagster.yaml in the
    # working folder that is not the one of DAGSTER_HOME, hence its home.
    children = {
        name: subprocess.Popen(
            command,
            cwd=settings.dagster_home,
            env=os.environ | homes,
            start_new_session=True,
            pass_fds=[lock.fileno()],
        )
        for name, command in commands.items()
    }
    lock.truncate(0)
    lock.write(" ".join(str(child.pid) for child in children.values()))
    lock.flush()
    return children


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, then end what is left of its group: Dagster's code servers would linger for 45 s."""
    for child in children.values():
        child.send_signal(signal.SIGINT)
    deadline = time.monotonic() + GRACE_S
    for child in children.values():
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)


def main() -> int:
    """Start everything; the exit code is that of the first child that ends by itself, 0 after Ctrl-C."""
    parser = ArgumentParser(prog="make up", description="Other options are those of `dagster dev`.")
    parser.add_argument("-p", "--port", type=int, default=3000, help="port of the Dagster UI")
    parser.add_argument("--api-port", type=int, default=8000, help="port of the REST API")
    ports, options = parser.parse_known_args()
    settings = read_settings()
    # The first use of an empty DAGSTER_HOME must happen in one process.
    with open_instance(settings):
        pass
    lock = (settings.home / LOCK).open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        running = f"make up runs already for {settings.home.absolute()}: end it with Ctrl-C, or kill {lock.read()}"
        print(f"{running}. For another one, set LISTMATCH_HOME and choose --port and --api-port.", file=sys.stderr)
        return 2
    # What a shell starts in the background ignores Ctrl-C, and so would our children, which are told to end by it.
    for stops in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stops, signal.default_int_handler)
    children = start(commands(ports.port, ports.api_port, options), settings=settings, lock=lock)
    # Where the port is taken, Dagster warns and names the one it takes.
    print(f"Dagster UI on http://127.0.0.1:{ports.port} in some seconds; Ctrl-C stops all", flush=True)
    try:
        while True:
            for name, child in children.items():
                if (code := child.poll()) is not None:
                    print(f"{name} ended with exit code {code}; stopping the rest.", file=sys.stderr)
                    return code
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("Stopping.", file=sys.stderr)
        return 0
    finally:
        stop(children)


if __name__ == "__main__":
    sys.exit(main())
