"""`make up`: Dagster's web server and daemon, and the REST API where there is one.

Ctrl-C, SIGTERM or the end of one of them stops all. Options go to ``dagster dev``, e.g. ``make up ARGS="--port 3001"``.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec

from listmatch.settings import CHECKOUT, read_settings
from pipelines.instance import open_instance

GRACE_S = 20.0
"""How long a child may take to end by itself."""

BIN = CHECKOUT / ".venv" / "bin"


def commands() -> dict[str, list[str]]:
    """What runs, by name."""
    # `dagster dev` says on every start that a tool of another package supersedes it, and every few seconds which
    # sensors found nothing to do: two lines a second, among which the addresses and what matters would be lost.
    dagster = [sys.executable, "-W", "ignore::FutureWarning", "-m", "dagster", "dev", "--log-level", "warning"]
    services = {"Dagster": [*dagster, "-w", str(CHECKOUT / "workspace.yaml"), *sys.argv[1:]]}
    if find_spec("listmatch.api") is not None:
        services["REST API"] = [str(BIN / "listmatch"), "serve"]
    return services


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
    settings = read_settings()
    # The first use of an empty DAGSTER_HOME must happen in one process.
    with open_instance(settings):
        pass
    homes = {"DAGSTER_HOME": str(settings.dagster_home), "LISTMATCH_HOME": str(settings.home.absolute())}
    # What a shell starts in the background ignores Ctrl-C, and so would our children, which are told to end by it.
    for stops in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stops, signal.default_int_handler)
    # In sessions of their own, so that Ctrl-C reaches them once, from us. Dagster warns of a dagster.yaml in the
    # working folder that is not the one of DAGSTER_HOME, hence its home.
    children = {
        name: subprocess.Popen(command, cwd=settings.dagster_home, env=os.environ | homes, start_new_session=True)
        for name, command in commands().items()
    }
    # Where 3000 is taken, Dagster warns and names the port it takes.
    print("Dagster UI on http://127.0.0.1:3000 in some seconds, unless told otherwise; Ctrl-C stops all", flush=True)
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
